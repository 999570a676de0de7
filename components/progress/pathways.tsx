import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Meter } from "@/components/ui/meter";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { byArea, pathwaysOf, surenessOf } from "@/server/features/progress/progress.domain";
import type { Journey } from "@/server/features/progress/progress.schema";
import { levelText, nameIn, type ProgressWords, surenessText } from "./words";

const junior = ["G7", "G8", "G9"];

/** PA-2, pathways: what the evidence says of senior school's three, and what it cannot say. */
export function PathwaysView({ journey, name, words }: { journey: Journey; name: string; words: ProgressWords }) {
  const { p, format, locale } = words;
  const found = pathwaysOf(byArea(journey.parts));
  if (found.every(({ shown }) => !shown)) return <EmptyState title={p("none.title", { name })} text={p("none.text")} />;
  return (
    <Section
      id="pathways"
      title={p("paths.title")}
      note={p(junior.includes(journey.grade) ? "paths.note" : "paths.early")}
    >
      <div className="grid gap-3">
        {found.map(({ pathway, shown, areas }) => (
          <Card key={pathway} className="p-5">
            <div className="flex flex-wrap items-baseline gap-x-3">
              <h3 className="min-w-0 flex-1 text-lg">{p(`paths.${pathway}`)}</h3>
              <span className="text-small">{shown ? levelText(words, shown.percent, journey.levels) : "–"}</span>
            </div>
            <Meter
              value={Math.round(shown?.percent ?? 0)}
              label={p(`paths.${pathway}`)}
              text={p("percent", { value: format.number(Math.round(shown?.percent ?? 0)) })}
              tone={surenessOf(shown, journey.today) === "enough" ? "accent" : "off"}
              className="mt-2"
            />
            <p className="mt-2 text-muted text-small">
              {areas.length > 0
                ? p("paths.from", {
                    areas: format.list(areas.map((area) => nameIn(locale, area))),
                    sure: surenessText(words, shown, journey.today),
                  })
                : p("paths.nothing")}
            </p>
          </Card>
        ))}
      </div>
      <Notice className="mt-4">{p("paths.placement")}</Notice>
    </Section>
  );
}
