/** What teachers did about their learners in half a year: praise, flags for staff, and plans of help with their ends. */
import { buildCase, buildIntervention, buildPraise } from "../../../tests/factories/care";
import { insertRows } from "../../../tests/factories/insert";
import type { Random } from "../../../tests/factories/random";
import type { World } from "../world";
import type { Learner, Learning } from "./learners";

const half = 180;
const kinds = ["EFFORT", "PROGRESS", "MASTERY", "COURAGE", "KINDNESS"] as const;
const words = {
  en: ["You asked the question nobody dared to ask.", "Three weeks ago this was hard for you. Look now!", null, null],
  sw: ["Umeuliza swali ambalo hakuna aliyethubutu.", "Wiki tatu zilizopita hili lilikuwa gumu. Tazama sasa!", null],
};
const flags = [
  ["Falls asleep over lessons", "Three mornings in a row the lesson stayed open without an answer until noon."],
  ["Hands in empty pages", "The last three pieces of work were empty; before that they were always full."],
  [
    "Says there is no time to learn",
    "Wrote twice that work at home comes first. I would like somebody to call the family.",
  ],
] as const;
const plans = [
  {
    aim: "Reads a page aloud without stopping",
    plan: "Ten minutes of reading together on Monday and Thursday, the same page until it goes well.",
    outcome: "We read eleven times. The last three pages went through without a stop.",
  },
  {
    aim: "Finishes the lesson that was begun",
    plan: "One short lesson a day, in two halves with a pause; I look every evening and answer.",
    outcome: "The lessons are finished now, mostly in one go.",
  },
  {
    aim: "Compares two fractions with things from the kitchen",
    plan: "Twice a week with an orange or a chapati at home, then three questions here.",
    outcome: "Halves and quarters are sure. Thirds are not, so we go on in the course.",
  },
] as const;

type Place = { learner: Learner; teacherId: string; language: "en" | "sw"; sinceAgo: number };

/** One learner of each teacher's courses in turn, so that every teacher has some to look after. */
function placesOf({ learners }: Learning): Place[] {
  return learners.flatMap((learner) =>
    learner.enrolled.map(({ course, sinceAgo }) => ({
      learner,
      teacherId: course.ownerId,
      language: course.language,
      sinceAgo,
    })),
  );
}

function praiseOf(w: World, random: Random, { learner, teacherId, language, sinceAgo }: Place): object {
  const daysAgo = random.int(1, sinceAgo);
  return buildPraise(random, {
    studentId: learner.kid.row.id,
    authorId: teacherId,
    day: w.clock.day(daysAgo),
    kind: random.pick(kinds),
    words: random.pick(words[language]),
    createdAt: w.clock.at(daysAgo, random.int(8, 18), random.int(0, 59)),
  });
}

function flagOf(w: World, random: Random, { learner, teacherId }: Place, open: boolean): object {
  const [title, reason] = random.pick(flags);
  const daysAgo = open ? random.int(0, 6) : random.int(20, half - 40);
  const createdAt = w.clock.at(daysAgo, random.int(8, 17), random.int(0, 59));
  const closedAt = open ? null : w.clock.at(daysAgo - random.int(2, 12), 15);
  const ownerId = open ? null : random.pick(w.staff).id;
  return buildCase(random, {
    studentId: learner.kid.row.id,
    openedById: teacherId,
    kind: "FLAG",
    title,
    reason,
    status: open ? "OPEN" : "CLOSED",
    ownerId,
    closedAt,
    createdAt,
    updatedAt: closedAt ?? createdAt,
  });
}

function planOf(w: World, random: Random, { learner, teacherId, sinceAgo }: Place, n: number): object {
  const { aim, plan, outcome } = random.pick(plans);
  const state = (["ended", "running", "ended", "due", "planned"] as const)[n % 5] ?? "ended";
  const begun = { planned: -random.int(2, 6), running: random.int(4, 20), due: random.int(30, 38), ended: 0 }[state];
  const startsAgo = state === "ended" ? random.int(35, Math.max(36, sinceAgo - 5)) : begun;
  const result = state === "ended" ? random.weighted({ HELPED: 5, PARTLY: 3, NO_CHANGE: 1, STOPPED: 1 }) : null;
  const createdAt = w.clock.at(Math.max(0, startsAgo) + 1, random.int(9, 17), random.int(0, 59));
  return buildIntervention(random, {
    studentId: learner.kid.row.id,
    ownerId: teacherId,
    aim,
    plan,
    status: state === "planned" ? "PLANNED" : !result ? "RUNNING" : result === "STOPPED" ? "DROPPED" : "DONE",
    result,
    outcome: result && (result === "STOPPED" ? "The family asked to go on without it." : outcome),
    startsOn: w.clock.day(startsAgo),
    reviewOn: w.clock.day(startsAgo - 28),
    endedOn: result ? w.clock.day(startsAgo - 28) : null,
    toldFamily: true,
    createdAt,
    updatedAt: createdAt,
  });
}

/** Praise, flags and plans spread over the half year and over all teachers; the demonstration's teacher has some of each. */
export async function seedSupport(w: World, learning: Learning): Promise<void> {
  const random = w.random.child("support of learners");
  const all = random.shuffle(placesOf(learning).filter(({ sinceAgo }) => sinceAgo > 45));
  const shown = all.filter(({ teacherId }) => teacherId === w.demo?.instructor.id).slice(0, 8);
  const others = all.filter((place) => !shown.includes(place));
  const some = (from: number, count: number) => [...shown, ...others.slice(from * w.scale, (from + count) * w.scale)];
  const praised = new Map(
    some(0, 90).map((place) => [`${place.teacherId} ${place.learner.kid.row.id}`, place] as const),
  );
  await insertRows(
    w.sql,
    "Praise",
    [...praised.values()].map((place) => praiseOf(w, random, place)),
  );
  await insertRows(
    w.sql,
    "FamilyCase",
    [...shown.slice(0, 2), ...others.slice(100 * w.scale, 112 * w.scale)].map((place, n) =>
      flagOf(w, random, place, n % 4 === 0),
    ),
  );
  await insertRows(
    w.sql,
    "Intervention",
    some(120, 40).map((place, n) => planOf(w, random, place, n)),
  );
}
