import { addDays, type Day, daysBetween } from "@/lib/days";
import { type AssessmentAhead, assessmentAhead, type Grade } from "@/lib/school-calendar";
import { goalDays, goalPercent } from "./families.goal.domain";
import {
  averageEnergy,
  averageMood,
  lowRun,
  lowRunThatCounts,
  moodTrend,
  stateOf,
  streak,
} from "./families.mood.domain";
import type { Alert, Child, DataRequest, Expiring, Goal, MoodEntry } from "./families.schema";

/** Message keys with their values: the domain says what is true, the message files say it in words. */
export type Said = { key: string; values: Record<string, string | number> };
/** Whole years on a day. Somebody born on 29 February grows older on 1 March in an ordinary year. */
export function ageOn(birthDate: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** Days until the next birthday; 0 today. */
export function daysToBirthday(birthDate: Day, today: Day): number {
  const inYear = (year: number) => {
    const monthDay = birthDate.slice(5);
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    return monthDay === "02-29" && !leap ? `${year}-03-01` : `${year}-${monthDay}`;
  };
  const year = Number(today.slice(0, 4));
  const next = inYear(year) >= today ? inYear(year) : inYear(year + 1);
  return daysBetween(today, next);
}

export type Stage = "pre_primary" | "lower_primary" | "upper_primary" | "junior";
export function stageOf(grade: Grade): Stage {
  if (grade === "PP1" || grade === "PP2") return "pre_primary";
  if (grade === "G1" || grade === "G2" || grade === "G3") return "lower_primary";
  return grade === "G4" || grade === "G5" || grade === "G6" ? "upper_primary" : "junior";
}

/** How far off, in the unit a person would use. */
export function distance(days: number): { unit: "now" | "days" | "weeks" | "months"; count: number } {
  if (days <= 0) return { unit: "now", count: 0 };
  if (days < 14) return { unit: "days", count: days };
  return days < 61
    ? { unit: "weeks", count: Math.round(days / 7) }
    : { unit: "months", count: Math.round(days / 30.4) };
}

export type Facts = {
  today: Day;
  children: Child[];
  /** The last fortnight of all children. */
  moods: MoodEntry[];
  goals: Goal[];
  expiring: Expiring[];
  requests: DataRequest[];
  alerts: Alert[];
};

const moodsOf = (facts: Pick<Facts, "moods">, child: { id: string }) =>
  facts.moods.filter((entry) => entry.studentId === child.id);
const nameOf = (facts: Pick<Facts, "children">, id: string | null) =>
  facts.children.find((child) => child.id === id)?.firstName ?? "";

/**
 * The two things a parent should know before anything else, most pressing first: a child who has been low for days, then
 * who has not been asked today, an answer that has come, a goal one step from its end; and when all is well, that.
 */
export function opening(facts: Facts): Said[] {
  const { today, children, goals, requests } = facts;
  if (children.length === 0) return [{ key: "no_children", values: {} }];
  const said: Said[] = [];
  const low = children
    .map((child) => ({ child, days: lowRun(moodsOf(facts, child), today) }))
    .filter(({ days }) => days >= lowRunThatCounts)
    .sort((a, b) => b.days - a.days);
  const [worst] = low;
  if (worst)
    said.push({ key: "low", values: { name: worst.child.firstName, days: worst.days, others: low.length - 1 } });
  const answered = requests.find((request) => request.status === "ANSWERED");
  if (answered) said.push({ key: "answered", values: { name: nameOf(facts, answered.studentId) } });
  const waiting = children.filter((child) => !moodsOf(facts, child).some((entry) => entry.day === today));
  if (waiting.length > 0)
    said.push(
      waiting.length === children.length && children.length > 1
        ? { key: "nobody_asked", values: { count: children.length } }
        : waiting.length > 3
          ? { key: "some_asked", values: { count: waiting.length, all: children.length } }
          : {
              key: "not_asked",
              values: { names: waiting.map(({ firstName }) => firstName).join("|"), count: waiting.length },
            },
    );
  const close = goals.find((goal) => goal.status === "OPEN" && goal.progress > 0 && goal.target - goal.progress === 1);
  if (close) said.push({ key: "goal_close", values: { title: close.title } });
  if (waiting.length === 0 && low.length === 0) {
    const well = children.every((child) => stateOf(moodsOf(facts, child), today).kind === "well");
    said.unshift({
      key: well ? "all_well" : "all_asked",
      values: { count: children.length, name: children[0]?.firstName ?? "" },
    });
  }
  return said.slice(0, 2);
}

export type UrgentKind = "mood_low" | "consent" | "answered" | "overdue" | "due" | "goal" | "alert";
export type Urgent = {
  id: string;
  kind: UrgentKind;
  /** Smaller comes first. */
  priority: number;
  studentId: string | null;
  /** Fills the title and the reason of `need.<kind>`. */
  values: Record<string, string | number>;
  alert?: Alert;
  consent?: Expiring;
};

/**
 * What needs the family, in the order a careful friend would put it: a child first, then what the law dates, then what
 * the family set itself. Each kind explains itself in its own words (`need.<kind>.why`).
 */
export function urgentItems(facts: Facts): Urgent[] {
  const { today, children, goals, expiring, requests, alerts } = facts;
  const items: Urgent[] = [];
  for (const child of children) {
    const days = lowRun(moodsOf(facts, child), today);
    if (days >= lowRunThatCounts)
      items.push({
        id: `mood:${child.id}`,
        kind: "mood_low",
        priority: 100 - days,
        studentId: child.id,
        values: { name: child.firstName, days },
      });
  }
  for (const alert of alerts)
    items.push({
      id: `alert:${alert.id}`,
      kind: "alert",
      priority: 200,
      studentId: alert.studentId,
      values: {},
      alert,
    });
  for (const consent of expiring) {
    const days = daysBetween(today, consent.expiresOn);
    if (days >= 0 && days <= 7)
      items.push({
        id: `consent:${consent.id}`,
        kind: "consent",
        priority: 300 + days,
        studentId: consent.studentId,
        values: { name: nameOf(facts, consent.studentId), days, day: consent.expiresOn },
        consent,
      });
  }
  for (const request of requests) {
    const values = { name: nameOf(facts, request.studentId), kind: request.kind, day: request.dueOn };
    const base = { id: `request:${request.id}`, studentId: request.studentId };
    if (request.status === "ANSWERED" || request.status === "REFUSED") {
      if (request.answeredOn !== null && daysBetween(request.answeredOn, today) <= 7)
        items.push({ ...base, kind: "answered", priority: 400, values: { ...values, outcome: request.status } });
    } else if (request.status !== "WITHDRAWN") {
      const days = daysBetween(today, request.dueOn);
      if (days < 0) items.push({ ...base, kind: "overdue", priority: 280, values: { ...values, days: -days } });
      else if (days <= 3) items.push({ ...base, kind: "due", priority: 500 + days, values: { ...values, days } });
    }
  }
  for (const goal of goals) {
    const days = goalDays(goal, today);
    if (goal.status !== "OPEN" || days === null || days > 3) continue;
    items.push({
      id: `goal:${goal.id}`,
      kind: "goal",
      priority: 600 + days,
      studentId: goal.studentId,
      values: {
        title: goal.title,
        days,
        left: goal.target - goal.progress,
        progress: goal.progress,
        target: goal.target,
        unit: goal.unit,
        day: goal.dueOn ?? today,
      },
    });
  }
  return items.sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
}

/** Children who need somebody come first; equals keep the family's order (eldest first). */
export function byAttention(facts: Facts): Child[] {
  const weight = (child: Child) => {
    const state = stateOf(moodsOf(facts, child), facts.today);
    const order = { low_run: 0, low: 1, quiet: 2, waiting: 3, fair: 4, well: 5 } as const;
    const dated = facts.expiring.some((one) => one.studentId === child.id) ? 0.5 : 0;
    return order[state.kind] - dated;
  };
  return facts.children
    .map((child, at) => ({ child, at, weight: weight(child) }))
    .sort((a, b) => a.weight - b.weight || a.at - b.at)
    .map(({ child }) => child);
}

export type NextFact = Said & { icon: "cake" | "target" | "flame" | "book" | "pencil" };
/** One thing worth knowing about a child today, the nearest first. Null when there is nothing true to say. */
export function nextFact(child: Child, facts: Facts): NextFact | null {
  const { today } = facts;
  const birthday = daysToBirthday(child.birthDate, today);
  if (birthday <= 7)
    return {
      icon: "cake",
      key: "birthday",
      values: { days: birthday, age: ageOn(child.birthDate, addDays(today, birthday)) },
    };
  const ahead = assessmentAhead(child.grade, today);
  if (ahead && ahead.days <= 42)
    return { icon: "pencil", key: "assessment", values: { name: ahead.name, day: ahead.opens } };
  const goal = facts.goals
    .filter((one) => one.studentId === child.id && one.status === "OPEN")
    .sort((a, b) => (goalDays(a, today) ?? 9999) - (goalDays(b, today) ?? 9999) || goalPercent(b) - goalPercent(a))[0];
  if (goal)
    return {
      icon: "target",
      key: goal.dueOn ? "goal_due" : "goal",
      values: {
        title: goal.title,
        progress: goal.progress,
        target: goal.target,
        unit: goal.unit,
        day: goal.dueOn ?? "",
      },
    };
  const row = streak(moodsOf(facts, child), today);
  if (row >= 3) return { icon: "flame", key: "streak", values: { days: row } };
  return null;
}

export type Week = { headline: Said; text: Said[]; evidence: Said[]; studentId: string | null };
/**
 * The week in short, by rules: the child whose days were lowest, if anyone's were; else a child whose days are getting
 * better; else a goal that moves; else that the week was even; else that too little was written down to say.
 */
export function weekInShort(facts: Facts): Week {
  const { today, children, goals } = facts;
  const first = addDays(today, -6);
  const seen = children
    .map((child) => {
      const moods = moodsOf(facts, child);
      const week = moods.filter(({ day }) => day >= first);
      return {
        child,
        moods,
        week,
        mood: averageMood(moods, today, 7),
        energy: averageEnergy(moods, today, 7),
        trend: moodTrend(moods, today),
      };
    })
    .filter(({ week }) => week.length >= 3);
  const recorded = facts.moods.filter(({ day }) => day >= first).length;
  const coverage: Said = { key: "coverage", values: { count: recorded, of: children.length * 7 } };
  const proof = (one: (typeof seen)[number]): Said[] => [
    { key: "moods", values: { name: one.child.firstName, average: one.mood ?? 0, count: one.week.length } },
    ...(one.energy === null ? [] : [{ key: "energy", values: { average: one.energy } }]),
    ...(one.trend === null || one.trend === "steady"
      ? []
      : [
          {
            key: one.trend,
            values: { before: averageMood(one.moods, addDays(today, -7), 7) ?? 0, now: one.mood ?? 0 },
          },
        ]),
  ];
  const lowest = [...seen].sort((a, b) => (a.mood ?? 5) - (b.mood ?? 5))[0];
  if (lowest && ((lowest.mood ?? 5) < 3 || lowest.trend === "falling")) {
    const tired = lowest.energy !== null && lowest.energy < 2.5;
    return {
      headline: { key: "sit_with", values: { name: lowest.child.firstName } },
      text: [
        { key: lowest.trend === "falling" ? "has_fallen" : "has_been_low", values: { average: lowest.mood ?? 0 } },
        { key: tired ? "tired_too" : "ask", values: { average: lowest.energy ?? 0 } },
      ],
      evidence: [...proof(lowest), coverage],
      studentId: lowest.child.id,
    };
  }
  const better = seen.find(({ trend }) => trend === "rising");
  if (better)
    return {
      headline: { key: "brighter", values: { name: better.child.firstName } },
      text: [{ key: "has_risen", values: { average: better.mood ?? 0 } }],
      evidence: [...proof(better), coverage],
      studentId: better.child.id,
    };
  if (seen.length > 0) {
    const moving = goals
      .filter((goal) => goal.status === "OPEN" && goalPercent(goal) >= 50)
      .sort((a, b) => goalPercent(b) - goalPercent(a))[0];
    return {
      headline: { key: "even", values: { count: seen.length, name: seen[0]?.child.firstName ?? "" } },
      text: moving
        ? [{ key: "moving", values: { title: moving.title, progress: moving.progress, target: moving.target } }]
        : [],
      evidence: [...seen.slice(0, 3).flatMap((one) => proof(one).slice(0, 1)), coverage],
      studentId: null,
    };
  }
  return {
    headline: { key: "too_little", values: {} },
    text: [{ key: "why_little", values: {} }],
    evidence: [coverage],
    studentId: null,
  };
}

export type { AssessmentAhead };
