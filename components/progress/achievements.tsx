import { Award as AwardIcon } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import { cn } from "@/lib/cn";
import type { Award } from "@/server/features/progress/progress.schema";
import type { ProgressWords } from "./words";

const tones = { BRONZE: "bg-warn-soft text-warn", SILVER: "bg-sunken text-muted", GOLD: "bg-good-soft text-good" };

function BadgeCard({ award, words }: { award: Award; words: ProgressWords }) {
  const { p, day, locale } = words;
  const sw = locale === "sw";
  return (
    <li className={cn("flex gap-3.5 rounded border border-line bg-surface p-4", !award.awardedOn && "bg-transparent")}>
      <span
        className={cn(
          "grid size-11 shrink-0 place-items-center rounded-full",
          award.awardedOn ? tones[award.tier] : "bg-sunken text-faint",
        )}
      >
        <Icon as={AwardIcon} />
      </span>
      <div className="min-w-0">
        <p className="font-semibold">{sw ? award.titleSw : award.title}</p>
        <p className="text-muted text-small">{sw ? award.detailsSw : award.details}</p>
        <p className="mt-1 text-muted text-xs">
          {award.awardedOn
            ? p("badge.earned", { day: day(award.awardedOn, "date") })
            : p("badge.ahead", { points: award.points })}
        </p>
      </div>
    </li>
  );
}

/** PA-2, achievements: what was earned, with its day, and what lies ahead. */
export function AchievementsView({
  awards,
  points,
  words,
}: {
  awards: readonly Award[];
  points: number;
  words: ProgressWords;
}) {
  const { p } = words;
  const [earned, ahead] = [awards.filter(({ awardedOn }) => awardedOn), awards.filter(({ awardedOn }) => !awardedOn)];
  const grid = "grid gap-3 sm:grid-cols-2";
  return (
    <>
      <Section id="earned" title={p("badge.title", { count: earned.length })} note={p("badge.points", { points })}>
        {earned.length > 0 ? (
          <ul className={grid}>
            {earned.map((award) => (
              <BadgeCard key={award.code} award={award} words={words} />
            ))}
          </ul>
        ) : (
          <p className="text-muted">{p("badge.none")}</p>
        )}
      </Section>
      {ahead.length > 0 ? (
        <Section id="ahead" title={p("badge.ahead_title")}>
          <ul className={grid}>
            {ahead.map((award) => (
              <BadgeCard key={award.code} award={award} words={words} />
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}
