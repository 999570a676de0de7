import { Laptop, Smartphone } from "lucide-react";
import { ActionButton } from "@/components/forms/action-button";
import { Status } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import { pictures } from "@/lib/pictures";
import type { Translate } from "@/lib/translate";
import type { ChildSignIn } from "@/server/features/identity/handover.queries";
import { ChildKeyForm } from "./child-key-form";

type Props = { signIn: ChildSignIn; h: Translate; format: Format; now: Date };
const phones = ["Android", "iPhone", "iPad"];

/** How a child comes in on a family device, and where it is signed in now. */
export function ChildSignInSection({ signIn, h, format, now }: Props) {
  const { child, key, decides } = signIn;
  const s = (name: string, values?: Record<string, string | number>) =>
    h(`section.${name}`, { name: child.firstName, ...values });
  return (
    <Section id="sign-in" title={s("title")}>
      <Card className="grid gap-4 p-4">
        <p className="max-w-read text-muted">{s("text")}</p>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Status tone={key ? "good" : "off"}>{s(key?.kind ?? "none")}</Status>
          {key ? (
            <>
              <span className="text-muted text-small">{s("since", { day: format.date(key.updatedAt) })}</span>
              <ButtonLink href="/handover" size="small" className="ml-auto">
                {s("hand_over")}
              </ButtonLink>
            </>
          ) : null}
        </div>
        {decides ? <Keys signIn={signIn} s={s} h={h} /> : <p className="text-muted text-small">{s("not_yours")}</p>}
      </Card>
      <h3 className="mt-5 mb-2 text-base">{s("sessions")}</h3>
      <Sessions signIn={signIn} s={s} format={format} now={now} />
    </Section>
  );
}

type Say = (name: string, values?: Record<string, string | number>) => string;

function Keys({ signIn: { child, key }, s, h }: { signIn: ChildSignIn; s: Say; h: Translate }) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-3">
      <details className="min-w-0 flex-1 basis-64">
        <summary className="min-h-6 cursor-pointer font-semibold text-accent underline-offset-4 hover:underline">
          {s(key ? "change" : "set")}
        </summary>
        <ChildKeyForm
          studentId={child.id}
          pictures={pictures.map((name) => ({ name, label: h(`picture.${name}`) }))}
          words={{
            kind: s("kind"),
            PIN: s("kind_PIN"),
            PICTURES: s("kind_PICTURES"),
            pin: s("pin"),
            pinHelp: s("pin_help"),
            pictures: s("pictures"),
            chosen: s("chosen"),
            again: s("again"),
            save: s("save"),
            saved: s("saved"),
          }}
        />
      </details>
      {key ? (
        <ActionButton
          procedure="handover.removeKey"
          input={{ studentId: child.id }}
          size="small"
          variant="ghost"
          failed={s("failed")}
          done={s("removed")}
          confirm={{ title: s("remove_title"), text: s("remove_text"), action: s("remove"), cancel: s("cancel") }}
        >
          {s("remove")}
        </ActionButton>
      ) : null}
    </div>
  );
}

function Sessions({ signIn: { child, sessions }, s, format, now }: Omit<Props, "h"> & { s: Say }) {
  if (sessions.length === 0) return <p className="text-muted">{s("nowhere")}</p>;
  return (
    <ItemList label={s("sessions")}>
      {sessions.map((row) => (
        <Item
          key={row.id}
          icon={row.system && phones.includes(row.system) ? Smartphone : Laptop}
          title={[row.browser, row.system].filter(Boolean).join(", ") || s("unknown")}
          text={s("seen", { way: s(`way_${row.way}`), time: format.relative(row.lastSeenAt, now) })}
          action={
            <ActionButton
              procedure="handover.endSession"
              input={{ studentId: child.id, sessionId: row.id }}
              size="small"
              failed={s("failed")}
              done={s("ended")}
            >
              {s("end")}
            </ActionButton>
          }
        />
      ))}
    </ItemList>
  );
}
