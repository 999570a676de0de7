import { Wallet } from "lucide-react";
import { FormPage } from "@/components/shell/form-page";
import { OverviewPage } from "@/components/shell/overview-page";
import { Page } from "@/components/shell/page";
import { FactList, RecordPage } from "@/components/shell/record-page";
import { SettingsGroup, SettingsPage } from "@/components/shell/settings-page";
import { WorkspacePage } from "@/components/shell/workspace-page";
import { Avatar } from "@/components/ui/avatar";
import { Status } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SwitchField } from "@/components/ui/field";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import type { Translate } from "@/lib/translate";
import type { Say } from "./sample";

export const SHAPES = ["list", "record", "form", "overview", "settings", "workspace"] as const;
export type Shape = (typeof SHAPES)[number];

/** The six page shapes, each as a page of its own: `/gallery?shape=record`. */
export function ShapeSample({ shape, say, t }: { shape: Shape; say: Say; t: Translate }) {
  const block = <Skeleton className="h-48" />;
  switch (shape) {
    case "list":
      return (
        <Page
          title={say("Tickets", "Tiketi")}
          subtitle={say(
            "27 waiting. 3 will breach before 12:00, 1 already has.",
            "27 zinasubiri. 3 zitachelewa kabla ya 12:00, 1 tayari imechelewa.",
          )}
          action={<Button variant="main">{say("New ticket", "Tiketi mpya")}</Button>}
        >
          {block}
        </Page>
      );
    case "record":
      return (
        <RecordPage
          title="Amani Wanjirũ"
          subtitle={say(
            "Grade 6. In a lesson now; one piece of work due today.",
            "Gredi ya 6. Yuko darasani sasa; kazi moja inatakiwa leo.",
          )}
          before={<Avatar name="Amani Wanjirũ" size="large" />}
          mark={<Status tone="good">{say("Learning", "Anajifunza")}</Status>}
          action={<Button>{say("Write to the family", "Andikia familia")}</Button>}
          factsTitle={say("Facts", "Maelezo")}
          closeLabel={t("close")}
          facts={
            <FactList
              facts={[
                { label: say("Admission", "Usajili"), value: "UHS-2026-0142" },
                { label: say("Guardians", "Walezi"), value: "Wanjirũ Kamau, Otieno Kamau" },
                { label: say("Pathway", "Njia"), value: say("Age-based, grade 6", "Kwa umri, gredi ya 6") },
              ]}
            />
          }
          next={<Button variant="main">{say("Plan the next step", "Panga hatua inayofuata")}</Button>}
        >
          <Section title={say("Story", "Habari")}>{block}</Section>
        </RecordPage>
      );
    case "form":
      return (
        <FormPage
          title={say("Add a goal", "Ongeza lengo")}
          subtitle={say("Something to reach together this term.", "Kitu cha kufikia pamoja muhula huu.")}
          aside={say(
            "Only your family sees it until you share it.",
            "Familia yako tu ndiyo inayoliona hadi ulishiriki.",
          )}
        >
          {block}
        </FormPage>
      );
    case "overview":
      return (
        <OverviewPage
          title={say("Good morning, Wanjirũ.", "Habari za asubuhi, Wanjirũ.")}
          subtitle={say(
            "Amani has Mathematics at 10:00 and one piece of work due today.",
            "Amani ana Hisabati saa 10:00 na kazi moja ya kumaliza leo.",
          )}
          needs={
            <Section title={say("Needs you", "Zinakuhitaji")} note="1">
              <ItemList>
                <Item
                  icon={Wallet}
                  tone="danger"
                  title={say("Term 3 fees: KES 4,500 due Friday", "Ada ya muhula wa 3: KES 4,500 kabla ya Ijumaa")}
                  text={say("You can split it.", "Unaweza kuigawa.")}
                  action={
                    <Button variant="main" size="small">
                      {say("Pay by M-Pesa", "Lipa kwa M-Pesa")}
                    </Button>
                  }
                />
              </ItemList>
            </Section>
          }
          aside={<Section title={say("This week in short", "Wiki hii kwa ufupi")}>{block}</Section>}
        >
          <Section title={say("Today", "Leo")}>{block}</Section>
        </OverviewPage>
      );
    case "settings":
      return (
        <SettingsPage
          title={say("Preferences", "Mapendeleo")}
          subtitle={say("Changes are kept as you make them.", "Mabadiliko huhifadhiwa unapoyafanya.")}
        >
          <SettingsGroup
            title={say("Reminders", "Vikumbusho")}
            text={say("When we may disturb you.", "Wakati tunaoweza kukusumbua.")}
          >
            <SwitchField
              name="s1"
              label={say("On school days at 17:00", "Siku za shule saa 11 jioni")}
              defaultChecked
            />
          </SettingsGroup>
          <SettingsGroup title={say("Look", "Mwonekano")}>{block}</SettingsGroup>
        </SettingsPage>
      );
    case "workspace":
      return (
        <WorkspacePage
          title={say("Counting to 20", "Kuhesabu hadi 20")}
          bar={
            <Button variant="main" size="small">
              {say("Publish", "Chapisha")}
            </Button>
          }
          side={<div className="p-5">{block}</div>}
        >
          <div className="p-6">{block}</div>
        </WorkspacePage>
      );
  }
}
