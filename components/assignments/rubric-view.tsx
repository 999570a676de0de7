import { Check } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { cn } from "@/lib/cn";
import type { Translate } from "@/lib/translate";
import { markCodes } from "@/server/features/grading/marks.schema";
import type { Criterion } from "@/server/features/grading/rubric.schema";

/** One level of a criterion: its name and what work on it is like. */
function Level({ name, words, reached }: { name: string; words: string; reached?: string | undefined }) {
  return (
    <li
      className={cn(
        "grid gap-0.5 rounded-s border px-3 py-2",
        reached ? "border-good bg-good-soft" : "border-line text-muted",
      )}
    >
      <span className="flex items-start gap-1.5 font-semibold text-small">
        {reached ? <Icon as={Check} size={16} className="mt-0.5 shrink-0 text-good" /> : null}
        {name}
        {reached ? <span className="sr-only"> · {reached}</span> : null}
      </span>
      <span className="text-small">{words}</span>
    </li>
  );
}

/** A rubric to read: every criterion with its four levels; with marks, the level the work has reached in each. */
export function RubricView({
  criteria,
  marks,
  language,
  t,
}: {
  criteria: readonly Criterion[];
  marks?: Readonly<Record<string, string>>;
  language: string;
  t: Translate;
}) {
  return (
    <ol className="grid gap-4">
      {criteria.map(({ id, title, weight, levels }) => (
        <li key={id} className="grid gap-2">
          <div className="flex flex-wrap items-baseline gap-x-2">
            <span lang={language} className="font-semibold">
              {title || t("rubric.whole")}
            </span>
            <span className="text-muted text-small">{t("rubric.times", { count: weight })}</span>
          </div>
          <ul className={cn("grid gap-2", marks ? null : "sm:grid-cols-2 lg:grid-cols-4")}>
            {markCodes
              .filter((code) => !marks || marks[id] === code)
              .map((code) => (
                <Level
                  key={code}
                  name={t(`rubric.levels.${code}`)}
                  words={levels[code]}
                  reached={marks ? t("rubric.reached") : undefined}
                />
              ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
