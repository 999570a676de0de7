import { BookOpen, Cake, Flame, PencilLine, Target } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { Status, type Tone } from "@/components/ui/badge";
import { Card, CardLink } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import type { Day } from "@/lib/days";
import { assessmentAhead } from "@/lib/school-calendar";
import { distance, type Facts, type NextFact, nextFact, stageOf } from "@/server/features/families/families.domain";
import { type State, stateOf } from "@/server/features/families/families.mood.domain";
import type { Child } from "@/server/features/families/families.schema";
import { MoodStrip } from "./mood-strip";
import { say, type Words } from "./words";

const tones: Record<State["kind"], Tone> = {
  low_run: "danger",
  low: "warn",
  fair: "info",
  well: "good",
  waiting: "off",
  quiet: "warn",
};
const icons = { cake: Cake, target: Target, flame: Flame, book: BookOpen, pencil: PencilLine } as const;

/** How a child is, in words with a dot. */
export function ChildState({ state, words: { t, day } }: { state: State; words: Words }) {
  const text =
    state.kind === "low_run"
      ? t("state.low_run", { days: state.days })
      : state.kind === "quiet"
        ? state.since
          ? t("state.quiet", { day: day(state.since, "weekday") })
          : t("state.never")
        : t(`state.${state.kind}`);
  return <Status tone={state.kind === "quiet" && !state.since ? "off" : tones[state.kind]}>{text}</Status>;
}

/** "Grade 8 · KJSEA in 11 months", or the stage when no national assessment lies ahead. */
export function gradeLine(child: Pick<Child, "grade">, today: Day, t: Words["t"]): string {
  const ahead = assessmentAhead(child.grade, today);
  const far = ahead && distance(ahead.days);
  const beside =
    ahead && far ? t(`ahead.${far.unit}`, { name: ahead.name, count: far.count }) : t(`stage.${stageOf(child.grade)}`);
  return `${t(`grade.${child.grade}`)} · ${beside}`;
}

function Fact({ child, fact, words }: { child: Child; fact: NextFact | null; words: Words }) {
  const title = fact ? say(words, "fact", fact, "short") : words.t("fact.none", { name: child.firstName });
  const note = fact ? say(words, "fact", { ...fact, key: `${fact.key}_note` }, "short") : words.t("fact.none_note");
  return (
    <div className="flex gap-2 border-line border-t pt-3 text-small">
      <Icon as={icons[fact?.icon ?? "target"]} size={16} className="mt-0.5 shrink-0 text-muted" />
      <span className="min-w-0">
        <span className="block break-words">{title}</span>
        <span className="block text-muted">{note}</span>
      </span>
    </div>
  );
}

/** One child on the home: who, the week, how today is, and the next thing worth knowing. */
export function ChildCard({ child, facts, words }: { child: Child; facts: Facts; words: Words }) {
  const points = facts.moods.filter(({ studentId }) => studentId === child.id);
  return (
    <Card
      interactive
      className="grid grid-cols-[minmax(0,1fr)_7.5rem] content-start gap-x-4 gap-y-3.5 p-4 sm:grid-cols-1"
    >
      <div className="flex min-w-0 items-center gap-3">
        <Avatar name={child.firstName} seed={child.id} />
        <div className="min-w-0">
          <h3 className="truncate text-lg leading-tight">
            <CardLink href={`/dashboard/parent/children/${child.id}`} data-soft>
              {child.firstName}
            </CardLink>
          </h3>
          <p className="text-muted text-xs">{gradeLine(child, facts.today, words.t)}</p>
        </div>
      </div>
      <MoodStrip name={child.firstName} points={points} today={facts.today} words={words} />
      <div className="col-span-full">
        <ChildState state={stateOf(points, facts.today)} words={words} />
      </div>
      <div className="col-span-full mt-auto">
        <Fact child={child} fact={nextFact(child, facts)} words={words} />
      </div>
    </Card>
  );
}
