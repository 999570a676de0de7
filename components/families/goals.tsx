import { Target } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { Day } from "@/lib/days";
import { byUrgency, goalDays } from "@/server/features/families/families.goal.domain";
import type { Child, Goal } from "@/server/features/families/families.schema";
import { GoalBoard, type GoalLabels } from "./goal-board";
import type { Owner } from "./goal-form";
import type { Words } from "./words";

function labels(t: Words["t"]): GoalLabels {
  return {
    add: t("goals.add"),
    edit: t("goals.edit"),
    reached: t("goals.reached"),
    reachedNow: t("goals.reached_now", { title: "{title}" }),
    dropped: t("goals.dropped", { title: "{title}" }),
    undo: t("goals.undo"),
    takeBack: t("goals.take_back"),
    newTitle: t("goals.new_title"),
    editTitle: t("goals.edit_title"),
    what: t("goals.what"),
    whatHelp: t("goals.what_help"),
    howMany: t("goals.how_many"),
    unit: t("goals.unit"),
    unitHelp: t("goals.unit_help"),
    who: t("goals.who"),
    until: t("goals.until"),
    optional: t("goals.optional"),
    saveNew: t("goals.save_new"),
    save: t("goals.save"),
    drop: t("goals.drop"),
    close: t("goals.close"),
    failed: t("error.title"),
  };
}

/** A child first, then the families the children belong to. */
function ownersOf(children: readonly Child[], t: Words["t"], childFirst: boolean): Owner[] {
  const families = [...new Map(children.map((child) => [child.familyId, child.familyName]))];
  const shared = families.map(([id, name]) => ({
    value: id,
    label: families.length > 1 ? `${t("goals.whole_family")} (${name})` : t("goals.whole_family"),
    familyId: id,
    studentId: null,
  }));
  const single = children.map(({ id, firstName, familyId }) => ({
    value: id,
    label: firstName,
    familyId,
    studentId: id,
  }));
  return childFirst ? [...single, ...shared] : [...shared, ...single];
}

/** Goals in the order of their urgency, each in the reader's words. */
export function Goals({
  goals,
  owners,
  today,
  words,
  title,
  note,
  childFirst = false,
  own,
}: {
  goals: readonly Goal[];
  owners: readonly Child[];
  today: Day;
  words: Words;
  title: string;
  note?: string;
  childFirst?: boolean;
  /** What the pupil's own goals are called on their own page. */
  own?: string;
}) {
  const { t, day, format } = words;
  const names = new Map(owners.map(({ id, firstName }) => [id, firstName]));
  const rows = [...goals].sort(byUrgency(today)).map((goal) => {
    const figures = { progress: format.number(goal.progress), target: format.number(goal.target) };
    const days = goalDays(goal, today);
    return {
      goal,
      whose: goal.studentId === null ? t("goals.whole_family") : (own ?? names.get(goal.studentId) ?? ""),
      due:
        goal.dueOn === null
          ? null
          : t(days !== null && days < 0 ? "goals.late" : "goals.due", { day: day(goal.dueOn) }),
      count: t("goals.of", figures),
      meter: t("goals.meter", { ...figures, title: goal.title, unit: goal.unit }),
      plus: t("goals.plus", { title: goal.title }),
      minus: t("goals.minus", { title: goal.title }),
      after: t("goals.after", { ...figures, progress: format.number(goal.progress + 1), title: goal.title }),
    };
  });
  return (
    <Section id="goals" title={title} note={note}>
      <GoalBoard goals={rows} owners={ownersOf(owners, t, childFirst)} labels={labels(t)}>
        <EmptyState
          icon={Target}
          title={t("goals.empty_title")}
          text={t("goals.empty_text")}
          className="rounded border border-line bg-surface py-8"
        />
      </GoalBoard>
    </Section>
  );
}
