import { Bell, BookOpen, Download, LogOut, Pencil, Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Badge, Count, Status } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button, ButtonLink } from "@/components/ui/button";
import { Dialog, DialogClose, DialogTrigger, Drawer } from "@/components/ui/dialog";
import { CheckboxField, ChoiceField, SelectField, SwitchField, TextareaField, TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { Meter, Progress } from "@/components/ui/meter";
import { Section } from "@/components/ui/section";
import { Separator } from "@/components/ui/separator";
import { SkeletonText } from "@/components/ui/skeleton";
import { TabPanels } from "@/components/ui/tab-panels";
import { TabNav } from "@/components/ui/tabs";
import { Tooltip } from "@/components/ui/tooltip";
import type { Translate } from "@/lib/translate";
import type { Say } from "./sample";
import { ToastButtons } from "./toast-buttons";

type Props = { say: Say; t: Translate };
const Row = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-3">{children}</div>
);

const SWATCHES = [
  "bg-page",
  "bg-surface",
  "bg-sunken",
  "bg-raised",
  "bg-line",
  "bg-line-strong",
  "bg-field",
  "bg-faint",
  "bg-muted",
  "bg-ink",
  "bg-accent",
  "bg-accent-soft",
  "bg-good",
  "bg-good-fill",
  "bg-good-soft",
  "bg-warn",
  "bg-warn-fill",
  "bg-warn-soft",
  "bg-danger",
  "bg-danger-fill",
  "bg-danger-soft",
  "bg-info",
  "bg-info-fill",
  "bg-info-soft",
  "bg-c1",
  "bg-c2",
  "bg-c3",
  "bg-c4",
  "bg-c5",
  "bg-c6",
];

/** Colour and type. */
export function Foundations({ say }: Props) {
  return (
    <Section title={say("Foundations", "Misingi")} id="foundations">
      <ul className="grid grid-cols-4 gap-2 sm:grid-cols-8 xl:grid-cols-12">
        {SWATCHES.map((swatch) => (
          <li key={swatch} className="grid gap-1 text-faint text-xs">
            <span className={`h-10 rounded-s border border-line ${swatch}`} />
            {swatch.slice(3)}
          </li>
        ))}
      </ul>
      <div className="mt-6 grid gap-1">
        <p className="text-4xl font-bold tracking-tight">{say("School at home", "Shule nyumbani")} 40</p>
        <p className="text-3xl font-bold">{say("Good morning, Wanjirũ", "Habari za asubuhi, Wanjirũ")} 32</p>
        <p className="text-2xl font-bold">{say("Twelve waiting", "Kumi na mbili zinasubiri")} 24</p>
        <p className="text-xl font-bold">{say("Needs you", "Zinakuhitaji")} 20</p>
        <p className="text-base">
          {say("Body 16: Amani has Mathematics at 10:00.", "Maandishi 16: Amani ana Hisabati saa 10:00.")}
        </p>
        <p className="text-muted text-sm">{say("Small 14: muted", "Madogo 14: hafifu")}</p>
        <p className="text-faint text-xs">
          {say("Tiny 12: faint, still readable", "Madogo sana 12: hafifu, bado yanasomeka")}
        </p>
      </div>
    </Section>
  );
}

/** Buttons, states, floats. */
export function Controls({ say, t }: Props) {
  return (
    <Section title={say("Controls", "Vidhibiti")} id="controls">
      <div className="grid gap-4">
        <Row>
          <Button variant="main">{say("Pay KES 4,500 by M-Pesa", "Lipa KES 4,500 kwa M-Pesa")}</Button>
          <Button>{say("Review request", "Kagua ombi")}</Button>
          <Button variant="quiet">{say("All children", "Watoto wote")}</Button>
          <Button variant="ghost">
            <Icon as={Download} size={16} />
            {say("Export", "Pakua")}
          </Button>
          <Button variant="danger">
            <Icon as={Trash2} size={16} />
            {say("Delete goal", "Futa lengo")}
          </Button>
          <Button variant="main" busy>
            {t("form.saving")}
          </Button>
          <Button disabled>{say("Not yet", "Bado")}</Button>
        </Row>
        <Row>
          <Button variant="main" size="small">
            <Icon as={Plus} size={16} />
            {say("New ticket", "Tiketi mpya")}
          </Button>
          <ButtonLink size="small" href="#controls">
            {say("Reply", "Jibu")}
          </ButtonLink>
          <Tooltip tip={say("Notifications, 3 unread", "Arifa, 3 hazijasomwa")}>
            <Button variant="ghost" size="icon" aria-label={say("Notifications", "Arifa")}>
              <Icon as={Bell} />
            </Button>
          </Tooltip>
          <Kbd>Ctrl K</Kbd>
          <ToastButtons
            labels={[
              say("Goal saved", "Lengo limehifadhiwa"),
              say("That did not work", "Haikufaulu"),
              say("Undo", "Tendua"),
            ]}
          />
        </Row>
        <Row>
          <Status tone="good">{say("In a lesson now", "Yuko darasani sasa")}</Status>
          <Status tone="warn">{say("Quiet since Tuesday", "Kimya tangu Jumanne")}</Status>
          <Status tone="danger">{say("Overdue", "Imechelewa")}</Status>
          <Status tone="info">{say("Open", "Wazi")}</Status>
          <Status tone="off">{say("Not started", "Haijaanza")}</Status>
          <Badge>PP2</Badge>
          <Badge tone="accent">{say("New", "Mpya")}</Badge>
          <Badge tone="good">ME1</Badge>
          <Badge tone="warn">AE1</Badge>
          <Badge tone="danger">BE2</Badge>
          <Badge tone="info">{say("Draft", "Rasimu")}</Badge>
          <Count value={3} />
          <Count value={128} hot label={say("128 waiting", "128 zinasubiri")} />
        </Row>
        <Row>
          {["Amani Wanjiru", "Baraka", "Chebet Kiprono", "Daudi", "Esther Mũthoni", "Farida Ali"].map((name) => (
            <Avatar key={name} name={name} />
          ))}
          <Avatar name="Grace Wanjiku" size="small" />
          <Avatar name="Otieno Kamau" size="large" />
        </Row>
        <Row>
          <DialogTrigger dialog="g-dialog">{say("Open dialog", "Fungua kidirisha")}</DialogTrigger>
          <DialogTrigger dialog="g-drawer">{say("Open drawer", "Fungua droo")}</DialogTrigger>
          <DialogTrigger dialog="g-bottom">{say("From below", "Kutoka chini")}</DialogTrigger>
          <MenuTrigger menu="g-menu">{say("Open menu", "Fungua menyu")}</MenuTrigger>
          <Menu id="g-menu" label={say("Actions", "Hatua")}>
            <MenuLabel>Wanjirũ Kamau</MenuLabel>
            <MenuItem icon={Pencil} hint="E">
              {say("Edit", "Hariri")}
            </MenuItem>
            <MenuLink icon={BookOpen} href="#tables">
              {say("Lessons", "Masomo")}
            </MenuLink>
            <MenuItem disabled>{say("Not open to you", "Haijafunguliwa kwako")}</MenuItem>
            <MenuSeparator />
            <MenuItem icon={LogOut} danger>
              {say("Sign out everywhere", "Toka kila mahali")}
            </MenuItem>
          </Menu>
        </Row>
        <Dialog
          id="g-dialog"
          title={say("Delete the goal “12 storybooks”?", "Futa lengo “vitabu 12 vya hadithi”?")}
          description={say("Its 9 entries go with it.", "Maingizo yake 9 yatafutwa pia.")}
          closeLabel={t("close")}
          footer={
            <>
              <DialogClose>{t("cancel")}</DialogClose>
              <DialogClose variant="danger">{say("Delete goal", "Futa lengo")}</DialogClose>
            </>
          }
        >
          <TextField name="g-why" label={say("Why?", "Kwa nini?")} optional={t("optional")} />
        </Dialog>
        <Drawer id="g-drawer" title={say("Facts", "Maelezo")} closeLabel={t("close")}>
          <SkeletonText label={t("loading")} lines={5} />
        </Drawer>
        <Drawer id="g-bottom" side="bottom" title={say("More", "Zaidi")} closeLabel={t("close")}>
          <p>{say("On a phone it comes from below.", "Kwenye simu huja kutoka chini.")}</p>
        </Drawer>
        <Breadcrumb
          label={t("breadcrumb")}
          crumbs={[
            { label: say("Support", "Msaada"), href: "#a" },
            { label: say("Tickets", "Tiketi"), href: "#b" },
            { label: "TK-1192" },
          ]}
        />
        <TabNav
          label={say("Queues", "Foleni")}
          tabs={[
            { href: "#mine", label: say("Mine", "Zangu"), count: 8 },
            { href: "#none", label: say("Unassigned", "Hazijakabidhiwa"), count: 5 },
            { href: "#risk", label: say("At risk", "Hatarini"), count: 4, hot: true, current: true },
            { href: "#waiting", label: say("Waiting on family", "Zinasubiri familia"), count: 11 },
            { href: "#all", label: say("All open", "Zote zilizo wazi"), count: 27 },
          ]}
        />
        <TabPanels
          label={say("Ways to pay", "Njia za kulipa")}
          panels={[
            {
              id: "mpesa",
              label: "M-Pesa",
              content: (
                <p className="text-muted">{say("A request comes to your phone.", "Ombi litakuja kwenye simu yako.")}</p>
              ),
            },
            { id: "bank", label: say("Bank", "Benki"), content: <p>{say("By transfer", "Kwa uhamisho")}</p> },
          ]}
        />
        <div className="grid gap-3 sm:grid-cols-3">
          <Meter value={9} max={12} label={say("Storybooks", "Vitabu vya hadithi")} text="9 / 12" />
          <Meter value={68} tone="warn" thin label={say("Next response", "Jibu lijalo")} />
          <Progress label={t("loading")} />
        </div>
        <Separator>{say("or", "au")}</Separator>
      </div>
    </Section>
  );
}

/** Every field, quiet, wrong and closed. */
export function Fields({ say, t }: Props) {
  const mood = [
    {
      value: "a",
      label: say("Only our family", "Familia yetu tu"),
      help: say("Teachers see nothing.", "Walimu hawaoni chochote."),
    },
    { value: "b", label: say("Our family and the class teacher", "Familia yetu na mwalimu wa darasa") },
  ];
  return (
    <Section title={say("Fields", "Sehemu za kujaza")} id="fields">
      <div className="grid gap-x-8 gap-y-5 rounded border border-line bg-surface p-4 sm:p-6 lg:grid-cols-2">
        <TextField
          name="g-name"
          label={say("Child’s name", "Jina la mtoto")}
          defaultValue="Amani"
          help={say("As on the birth certificate.", "Kama ilivyo kwenye cheti cha kuzaliwa.")}
        />
        <TextField name="g-mail" label={say("E-mail", "Barua pepe")} defaultValue="amina@" error={t("form.email")} />
        <SelectField name="g-county" label={say("County", "Kaunti")} defaultValue="">
          <option value="">{t("form.choose")}</option>
          <option>Kisumu</option>
          <option>Nairobi</option>
        </SelectField>
        <TextField
          name="g-off"
          label={say("Admission number", "Namba ya usajili")}
          defaultValue="UHS-2026-0142"
          disabled
        />
        <TextareaField
          name="g-note"
          label={say("Note to the teacher", "Ujumbe kwa mwalimu")}
          optional={t("optional")}
          placeholder={say("What should they know before the lesson?", "Anapaswa kujua nini kabla ya somo?")}
        />
        <ChoiceField
          name="g-who"
          label={say("Who may see the mood?", "Nani anaweza kuona hisia?")}
          choices={mood}
          value="a"
        />
        <SwitchField
          name="g-switch"
          label={say("Remind me at 17:00", "Nikumbushe saa 11 jioni")}
          help={say("Only on school days.", "Siku za shule tu.")}
          defaultChecked
        />
        <CheckboxField
          name="g-check"
          label={say("I have read what Equity Readers would see", "Nimesoma ambacho Equity Readers wangeona")}
          help={say(
            "Progress and attendance, never messages or photos.",
            "Maendeleo na mahudhurio, kamwe si ujumbe wala picha.",
          )}
          error={t("form.required")}
        />
      </div>
    </Section>
  );
}
