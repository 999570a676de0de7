import { cn } from "@/lib/cn";
import type { Day } from "@/lib/days";
import { type Point, strip } from "@/server/features/families/families.mood.domain";
import type { Words } from "./words";

const height = 46;

/** Seven days of mood as bars from zero, today in full colour; read aloud as a list. */
export function MoodStrip({
  name,
  points,
  today,
  words,
}: {
  name: string;
  points: readonly Point[];
  today: Day;
  words: Words;
}) {
  const { t, format } = words;
  const week = strip(points, today, 7);
  const list = week.map(({ day, point }) =>
    t("strip.day", {
      day: words.day(day, "weekday"),
      mood: point ? t(`mood.${point.mood}`) : t("strip.nothing"),
    }),
  );
  return (
    <div role="img" aria-label={t("strip.label", { name, list: format.list(list) })} className="min-w-0">
      <svg width="100%" height={height} className="block" aria-hidden>
        {week.map(({ day, point }, at) => {
          const size = point ? (point.mood / 5) * height : 3;
          return (
            <rect
              key={day}
              x={`${((at + 0.08) / 7) * 100}%`}
              width={`${(0.84 / 7) * 100}%`}
              y={height - size}
              height={size}
              rx={point ? 3 : 1.5}
              className={cn(point ? "fill-accent" : "fill-line-strong", point && day !== today && "opacity-35")}
            />
          );
        })}
      </svg>
      <div aria-hidden className="mt-1 grid grid-cols-7 text-center text-[0.6875rem] text-faint leading-tight">
        {week.map(({ day }) => (
          <span key={day} className={day === today ? "font-bold text-ink" : undefined}>
            {words.weekday(day)}
          </span>
        ))}
      </div>
    </div>
  );
}
