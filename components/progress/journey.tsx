import { PlainTable } from "@/components/data/plain-table";
import { RadarChart } from "@/components/data/radar-chart";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Meter } from "@/components/ui/meter";
import { Section } from "@/components/ui/section";
import { type AreaShown, byArea, surenessOf, tellWeek } from "@/server/features/progress/progress.domain";
import type { Journey, SubStrandShown } from "@/server/features/progress/progress.schema";
import { levelText, minutesText, nameIn, type ProgressWords, surenessText } from "./words";

/** The week in three or four sentences, each from figures on this page. */
function WeekTold({
  journey,
  name,
  areas,
  courses,
  words,
}: {
  journey: Journey;
  name: string;
  areas: readonly AreaShown[];
  courses: string;
  words: ProgressWords;
}) {
  const { p, locale } = words;
  const said = tellWeek(name, journey.weeks, areas, journey.next).map(({ key, values }) => {
    const area = areas.find((one) => one.area === values.area);
    const time = minutesText(words, journey.weeks.now.seconds);
    return p(`week.${key}`, { ...values, time, ...(area && { area: nameIn(locale, area) }) });
  });
  return (
    <Section id="week" title={p("week.title")} link={{ href: courses, label: p("courses", { name }) }}>
      <Card className="p-5">
        <p className="max-w-read">{said.join(" ")}</p>
      </Card>
    </Section>
  );
}

function Cores({ journey, name, words }: { journey: Journey; name: string; words: ProgressWords }) {
  const { p, format } = words;
  const { cores, levels, today } = journey;
  const known = cores.filter(({ shown }) => shown);
  const axes = cores.map(({ core, shown }) => ({
    id: core,
    label: p(`core.${core}`),
    value: shown?.percent ?? null,
    hollow: surenessOf(shown, today) === "single",
  }));
  const table = (
    <PlainTable
      caption={p("cores.title")}
      columns={[
        { key: "core", label: p("cores.one") },
        { key: "level", label: p("level") },
        { key: "sure", label: p("sure.title") },
      ]}
      rows={cores.map(({ core, shown }) => ({
        id: core,
        cells: {
          core: p(`core.${core}`),
          level: shown
            ? `${levelText(words, shown.percent, levels)} (${format.number(Math.round(shown.percent))} %)`
            : "–",
          sure: surenessText(words, shown, today),
        },
      }))}
    />
  );
  return (
    <Section id="cores" title={p("cores.title")} note={p("cores.note", { since: words.day(journey.since, "date") })}>
      <Card className="p-5">
        <RadarChart
          axes={axes}
          rings={[...levels]
            .reverse()
            .filter(({ minPercent }) => minPercent > 0)
            .map(({ code, minPercent }) => ({ at: minPercent, label: code }))}
          spoken={p("cores.spoken", { name, known: known.length, all: cores.length })}
          table={table}
        />
        {known.length < cores.length ? <p className="mt-4 text-muted text-small">{p("cores.missing")}</p> : null}
      </Card>
    </Section>
  );
}

const addressOf = (base: string, { area, strand, subStrand }: SubStrandShown) =>
  `${base}?${new URLSearchParams({ tab: "learning", area, strand, sub: subStrand })}`;

function Part({
  part,
  journey,
  base,
  words,
}: {
  part: SubStrandShown;
  journey: Journey;
  base: string;
  words: ProgressWords;
}) {
  const { p, format } = words;
  const percent = Math.round(part.percent);
  return (
    <li className="grid gap-x-4 gap-y-1 py-3 sm:grid-cols-[minmax(0,1fr)_8rem_13.5rem] sm:items-center">
      <div className="min-w-0">
        <a href={addressOf(base, part)} className="font-semibold text-small underline-offset-4 hover:underline">
          {part.subStrand}
        </a>
        <p className="text-muted text-xs">{surenessText(words, part, journey.today)}</p>
      </div>
      <Meter
        value={percent}
        label={part.subStrand}
        text={p("percent", { value: format.number(percent) })}
        tone={surenessOf(part, journey.today) === "enough" ? "accent" : "off"}
        thin
      />
      <p className="text-small sm:text-right">{levelText(words, part.percent, journey.levels)}</p>
    </li>
  );
}

/** Every sub-strand in which something was shown, by learning area, each leading to its evidence below `base`. */
export function Areas({
  areas,
  journey,
  base,
  words,
}: {
  areas: readonly AreaShown[];
  journey: Journey;
  base: string;
  words: ProgressWords;
}) {
  const { p, locale } = words;
  return (
    <Section id="areas" title={p("areas.title")} note={p("areas.note")}>
      <div className="grid gap-3">
        {areas.map((area, at) => (
          <details key={area.area} open={at === 0} className="group rounded border border-line bg-surface">
            <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-0.5 px-5 py-4">
              <span className="min-w-0 flex-1 font-semibold">{nameIn(locale, area)}</span>
              <span className="text-small">{levelText(words, area.shown.percent, journey.levels)}</span>
              <span className="w-full text-muted text-xs sm:w-auto">
                {surenessText(words, area.shown, journey.today)}
              </span>
            </summary>
            {area.strands.map((strand) => (
              <div key={strand.name} className="border-line border-t px-5 pt-3 pb-1">
                <h3 className="text-muted text-small">{strand.name}</h3>
                <ul className="divide-y divide-line">
                  {strand.parts.map((part) => (
                    <Part key={part.subStrand} part={part} journey={journey} base={base} words={words} />
                  ))}
                </ul>
              </div>
            ))}
          </details>
        ))}
      </div>
    </Section>
  );
}

/** PA-2, learning journey: the week in words, the seven core competencies, and every sub-strand down to its evidence. */
export function JourneyView({
  journey,
  name,
  base,
  courses,
  words,
}: {
  journey: Journey;
  name: string;
  base: string;
  /** Where the child's courses are. */
  courses: string;
  words: ProgressWords;
}) {
  const { p } = words;
  const areas = byArea(journey.parts);
  return (
    <>
      <WeekTold journey={journey} name={name} areas={areas} courses={courses} words={words} />
      {areas.length === 0 ? (
        <EmptyState title={p("none.title", { name })} text={p("none.text")} />
      ) : (
        <>
          <Cores journey={journey} name={name} words={words} />
          <Areas areas={areas} journey={journey} base={base} words={words} />
        </>
      )}
    </>
  );
}
