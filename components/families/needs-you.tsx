import { CalendarClock, CircleCheck, FileText, HeartHandshake, ShieldCheck, Target, TriangleAlert } from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Icon, type IconType } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import type { Translate } from "@/lib/translate";
import type { Urgent, UrgentKind } from "@/server/features/families/families.domain";
import { say, type Words } from "./words";

const looks: Record<UrgentKind, { icon: IconType; tone: Tone }> = {
  mood_low: { icon: HeartHandshake, tone: "danger" },
  alert: { icon: TriangleAlert, tone: "danger" },
  overdue: { icon: CalendarClock, tone: "warn" },
  consent: { icon: ShieldCheck, tone: "warn" },
  answered: { icon: FileText, tone: "info" },
  due: { icon: CalendarClock, tone: "info" },
  goal: { icon: Target, tone: "info" },
};

const anchors: Partial<Record<UrgentKind, string>> = {
  mood_low: "#mood",
  consent: "#sharing",
  answered: "#requests",
  due: "#requests",
  overdue: "#requests",
};

function hrefOf({ kind, studentId, alert }: Urgent): string {
  if (kind === "goal") return "#goals";
  if (kind === "alert") return alert?.href ?? "/dashboard/parent/notifications";
  return studentId ? `/dashboard/parent/children/${studentId}${anchors[kind] ?? ""}` : "/dashboard/parent/children";
}

/** Each item says what it is, why it stands here, and leads to where it can be dealt with. */
export function NeedsYou({
  items,
  words,
  consent,
  notice,
}: {
  items: readonly Urgent[];
  words: Words;
  /** Messages of the consent room. */
  consent: Translate;
  /** The words of a notification, where there are any. */
  notice: (alert: NonNullable<Urgent["alert"]>) => string | null;
}) {
  const { t, day } = words;
  if (items.length === 0)
    return (
      <p className="flex items-center gap-2 text-muted">
        <Icon as={CircleCheck} className="text-good" />
        {t("need.none")}
      </p>
    );
  const title = (item: Urgent) => {
    if (item.alert) return notice(item.alert) ?? t("need.alert.title");
    if (item.consent) {
      const { recipientName, recipientType, dataType } = item.consent;
      return t("need.consent.title", {
        ...item.values,
        recipient: recipientName ?? consent(`all.${recipientType}`),
        record: consent(`record.${dataType}`),
      });
    }
    const late = item.kind === "goal" && Number(item.values.days) < 0;
    if (late) return t("need.goal.late", { ...item.values, day: day(lateSince(item), "day") });
    return t(`need.${item.kind}.title`, item.values);
  };
  return (
    <Section id="needs" title={t("need.title")} note={words.format.number(items.length)}>
      <ItemList>
        {items.map((item, at) => (
          <Item
            key={item.id}
            {...looks[item.kind]}
            title={title(item)}
            text={say(words, `need.${item.kind}`, { key: "why", values: item.values })}
            action={
              <ButtonLink href={hrefOf(item)} data-soft variant={at === 0 ? "main" : "plain"} size="small">
                {t(`need.${item.kind}.act`)}
              </ButtonLink>
            }
          />
        ))}
      </ItemList>
    </Section>
  );
}

const lateSince = ({ values }: Urgent) => String(values.day);
