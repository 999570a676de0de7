import { Info } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { type Facts, weekInShort } from "@/server/features/families/families.domain";
import { say, type Words } from "./words";

/** What the week was like, by rules, with what that rests on and who worked it out. */
export function WeekInShort({ facts, words }: { facts: Facts; words: Words }) {
  const { t } = words;
  const week = weekInShort(facts);
  const child = facts.children.find(({ id }) => id === week.studentId);
  return (
    <Section id="week" title={t("week.title")}>
      <Card className="grid gap-3.5 p-4 sm:p-5">
        <p>
          <b className="font-bold">{say(words, "week", week.headline)}</b>{" "}
          {week.text.map((one) => say(words, "week", one)).join(" ")}
        </p>
        <ul aria-label={t("week.evidence")} className="flex flex-wrap gap-2">
          {week.evidence.map((one) => (
            <li key={one.key} className="rounded-full border border-line bg-sunken px-2.5 py-1 text-muted text-small">
              {say(words, "week", one)}
            </li>
          ))}
        </ul>
        {child ? (
          <ButtonLink
            href={`/dashboard/parent/children/${child.id}#mood`}
            data-soft
            size="small"
            className="justify-self-start"
          >
            {t("week.open", { name: child.firstName })}
          </ButtonLink>
        ) : null}
        <p className="flex gap-2 border-line border-t pt-3 text-faint text-small">
          <Icon as={Info} size={16} className="mt-0.5 shrink-0" />
          {t("week.rules")}
        </p>
      </Card>
    </Section>
  );
}
