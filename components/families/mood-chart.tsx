import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { cn } from "@/lib/cn";
import type { Day } from "@/lib/days";
import { averageEnergy, averageMood, moodTrend, strip } from "@/server/features/families/families.mood.domain";
import type { MoodEntry } from "@/server/features/families/families.schema";
import type { Words } from "./words";

const span = 30;
type Days = { day: Day; point: MoodEntry | null }[];

/** One row of thirty bars from zero to five; a day without an entry is a dot on the line. */
function Row({
  days,
  value,
  label,
  average,
  height,
  tone,
}: {
  days: Days;
  value: (entry: MoodEntry) => number | null;
  label: string;
  average: string;
  height: number;
  tone: string;
}) {
  return (
    <div>
      <p className="flex items-baseline justify-between gap-3 text-small">
        <span className="font-semibold">{label}</span>
        <span className="num text-muted">{average}</span>
      </p>
      <svg width="100%" height={height + 2} className="mt-1 block overflow-visible" aria-hidden>
        {[5, 3, 1].map((level) => (
          <line
            key={level}
            x1="0"
            x2="100%"
            y1={height - (level / 5) * height}
            y2={height - (level / 5) * height}
            className="stroke-line"
          />
        ))}
        {days.map(({ day, point }, at) => {
          const level = point && value(point);
          const size = level ? (level / 5) * height : 2;
          return (
            <rect
              key={day}
              x={`${((at + 0.12) / span) * 100}%`}
              width={`${(0.76 / span) * 100}%`}
              y={height - size}
              height={size}
              rx={level ? 2 : 1}
              className={cn(level ? tone : "fill-line-strong")}
            />
          );
        })}
        <line x1="0" x2="100%" y1={height} y2={height} className="stroke-line-strong" />
      </svg>
    </div>
  );
}

/** Thirty days of mood and energy: one message in the title, the same numbers as a table one tap away. */
export function MoodChart({
  name,
  moods,
  today,
  words,
}: {
  name: string;
  moods: readonly MoodEntry[];
  today: Day;
  words: Words;
}) {
  const { t, day, format } = words;
  const days = strip(moods, today, span);
  const known = days.flatMap(({ point }) => (point ? [point] : []));
  if (known.length === 0)
    return (
      <EmptyState
        title={t("child.mood_title")}
        text={t("child.chart.empty")}
        className="rounded border border-line bg-surface py-8"
      />
    );
  const mood = averageMood(moods, today, span);
  const energy = averageEnergy(moods, today, span);
  const figure = (value: number | null) => (value === null ? "–" : format.number(value));
  const average = (value: number | null) => t("child.chart.average", { value: figure(value) });
  const [first, middle] = [days[0], days[Math.floor(span / 2)]];
  return (
    <Card className="min-w-0 p-4 sm:p-5">
      <figure>
        <figcaption>
          <h3 className="text-lg">{t(`child.chart.${moodTrend(moods, today) ?? "unknown"}`, { name })}</h3>
        </figcaption>
        <div
          role="img"
          aria-label={t("child.chart.figure", { name, days: known.length, mood: figure(mood), energy: figure(energy) })}
          className="mt-4 grid gap-4"
        >
          <Row
            days={days}
            value={(entry) => entry.mood}
            label={t("child.chart.mood")}
            average={average(mood)}
            height={88}
            tone="fill-accent"
          />
          <Row
            days={days}
            value={(entry) => entry.energy}
            label={t("child.chart.energy")}
            average={average(energy)}
            height={44}
            tone="fill-c2"
          />
          <p aria-hidden className="-mt-3 flex justify-between text-faint text-xs">
            <span>{first ? day(first.day) : ""}</span>
            <span>{middle ? day(middle.day) : ""}</span>
            <span>{day(today)}</span>
          </p>
        </div>
        <details className="mt-3">
          <summary className="inline-flex min-h-8 items-center rounded-s font-medium text-muted text-small underline-offset-4 hover:text-ink hover:underline">
            {t("child.chart.table")}
          </summary>
          <div className="mt-2">
            <table className="num w-full text-small">
              <thead>
                <tr className="border-line border-b text-left text-muted text-xs">
                  <th scope="col" className="py-1.5 pr-3 font-semibold">
                    {t("child.chart.day")}
                  </th>
                  <th scope="col" className="px-3 py-1.5 font-semibold">
                    {t("child.chart.mood")}
                  </th>
                  <th scope="col" className="px-3 py-1.5 font-semibold">
                    {t("child.chart.energy")}
                  </th>
                  <th scope="col" className="px-3 py-1.5 font-semibold max-sm:hidden">
                    {t("child.chart.by")}
                  </th>
                </tr>
              </thead>
              <tbody className="divide-y divide-line">
                {[...known].reverse().map((entry) => (
                  <tr key={entry.day} className="align-top">
                    <th scope="row" className="whitespace-nowrap py-1.5 pr-3 text-left font-medium">
                      {day(entry.day)}
                    </th>
                    <td className="px-3 py-1.5">
                      {entry.mood} · {t(`mood.${entry.mood}`)}
                      {entry.note ? <span className="block text-muted">“{entry.note}”</span> : null}
                    </td>
                    <td className="px-3 py-1.5">{entry.energy ?? "–"}</td>
                    <td className="px-3 py-1.5 text-muted max-sm:hidden">{entry.recordedBy ?? "–"}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      </figure>
    </Card>
  );
}
