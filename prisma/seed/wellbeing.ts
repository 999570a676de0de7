/** Thirty days of moods, what follows from them by rule, and what families set out to do. */

import { type Risk, riskOf } from "@/server/features/families/risk.domain";
import { buildRisk } from "../../tests/factories/care";
import { buildGoal, buildMood, buildTeaching } from "../../tests/factories/families";
import { insertRows } from "../../tests/factories/insert";
import type { Random } from "../../tests/factories/random";
import { demoChildren } from "./demo";
import type { Child, World } from "./world";

export const moodDays = 30;
const scale = (value: number) => Math.max(1, Math.min(5, Math.round(value)));

const words = {
  low: [
    "Tired today",
    "Missed a friend",
    "Did not sleep well",
    "The work felt too much",
    "Nilichoka leo",
    "Quarrelled with my brother",
  ],
  fair: ["An ordinary day", "Rained all day, stayed in", "Sawa tu", "Slow start, better later"],
  high: [
    "Finished the book!",
    "Made chapati together",
    "Nilifurahi sana",
    "Went to the park",
    "Understood fractions at last",
  ],
};

type Entry = { daysAgo: number; mood: number; energy: number | null };

/**
 * A month of a child: each day leans on the day before, energy follows mood, weekends are told less often, and
 * today most families have not been asked yet.
 */
export function moodSeries(random: Random, kid: Child["mood"], weekday: (daysAgo: number) => number): Entry[] {
  const entries: Entry[] = [];
  let swing = 0;
  for (let daysAgo = moodDays - 1; daysAgo >= 0; daysAgo--) {
    swing = 0.6 * swing + 0.65 * random.normal();
    const told = (daysAgo === 0 ? 0.35 : [0, 6].includes(weekday(daysAgo)) ? 0.5 : 0.92) * kid.diligence;
    const mood = scale(kid.base + kid.slope * (moodDays - daysAgo) + swing);
    const energy = random.chance(0.85) ? scale(0.6 * mood + 1.3 + 0.7 * random.normal()) : null;
    if (random.chance(told)) entries.push({ daysAgo, mood, energy });
  }
  return entries;
}

/** Baraka has been low for four days; Amani and Daudi have not been asked today, Chebet has. */
function demoDays(w: World, kid: Child, entries: Entry[]): Entry[] {
  const { baraka, chebet, amani, daudi } = demoChildren(w);
  const set = (written: Entry[]) => [
    ...entries.filter((one) => one.daysAgo > Math.max(...written.map((w) => w.daysAgo))),
    ...written,
  ];
  if (kid === baraka)
    return set([
      { daysAgo: 4, mood: 3, energy: 3 },
      { daysAgo: 3, mood: 2, energy: 2 },
      { daysAgo: 2, mood: 2, energy: 2 },
      { daysAgo: 1, mood: 1, energy: 2 },
      { daysAgo: 0, mood: 2, energy: 2 },
    ]);
  if (kid === chebet)
    return set([6, 5, 4, 3, 2, 1, 0].map((daysAgo) => ({ daysAgo, mood: daysAgo % 3 === 1 ? 4 : 5, energy: 4 })));
  if (kid === amani || kid === daudi) return set([{ daysAgo: 1, mood: 4, energy: 4 }]);
  return entries;
}

/** Moods of every child; returns them by child for the rule that rates risk. */
export async function seedMoods(w: World): Promise<Map<string, Entry[]>> {
  const all = new Map<string, Entry[]>();
  const rows: object[] = [];
  const demo = new Set(w.demo?.family.children);
  for (const household of w.households)
    for (const kid of household.children) {
      if (kid.row.status === "LEFT") continue;
      const random = w.random.child(`moods ${kid.row.admissionNumber}`);
      let entries = moodSeries(random, kid.mood, w.clock.weekday);
      if (demo.has(kid)) entries = demoDays(w, kid, entries);
      all.set(kid.row.id, entries);
      const tellers = kid.guardians.filter(({ tie }) => tie.canView).map(({ person }) => person.id);
      for (const { daysAgo, mood, energy } of entries) {
        const own = kid.account && random.chance(0.5) ? kid.account.id : null;
        const createdAt = w.clock.at(daysAgo, daysAgo === 0 ? 7 : random.int(7, 20), random.int(0, 59));
        rows.push(
          buildMood(random, {
            studentId: kid.row.id,
            day: w.clock.day(daysAgo),
            mood,
            energy,
            note: random.chance(0.07)
              ? random.pick(mood <= 2 ? words.low : mood === 3 ? words.fair : words.high)
              : null,
            recordedById: own ?? tellers[0] ?? kid.account?.id ?? "",
            createdAt,
          }),
        );
      }
    }
  await insertRows(w.sql, "MoodEntry", rows);
  return all;
}

/** The risk of each child for the last fortnight, by the school's own rule on the moods above. */
export async function seedRisks(w: World, moods: Map<string, Entry[]>): Promise<({ kid: Child } & Risk)[]> {
  const random = w.random.child("risks");
  const rows: object[] = [];
  const latest: ({ kid: Child } & Risk)[] = [];
  for (const household of w.households)
    for (const kid of household.children) {
      const points = (moods.get(kid.row.id) ?? []).map(({ daysAgo, mood, energy }) => ({
        day: w.clock.day(daysAgo),
        mood,
        energy,
      }));
      if (kid.row.status !== "ACTIVE") continue;
      for (let daysAgo = 13; daysAgo >= 0; daysAgo--) {
        const day = w.clock.day(daysAgo);
        const { score, reasons } = riskOf(
          points.filter((point) => point.day <= day),
          day,
        );
        rows.push(
          buildRisk(random, { studentId: kid.row.id, day, score, reasons, createdAt: w.clock.at(daysAgo, 4, 10) }),
        );
        if (daysAgo === 0) latest.push({ kid, score, reasons });
      }
    }
  await insertRows(w.sql, "RiskScore", rows);
  return latest.sort((a, b) => b.score - a.score || (a.kid.row.admissionNumber < b.kid.row.admissionNumber ? -1 : 1));
}

/** So many children at most sit in one class: a teacher, a learning area and a grade. */
const classSize = 28;

/**
 * Teachers in the main areas for the children who are in classes. A fifth of the households teach by themselves, and
 * a class that is full takes nobody in: those children learn with their family or home, at their own pace.
 */
export async function seedTeaching(w: World): Promise<void> {
  const random = w.random.child("teaching");
  const rows: object[] = [];
  const alone = new Set(w.households.filter(({ kind }) => kind === "HOUSEHOLD" && random.chance(0.2)));
  const own = w.demo?.family.children ?? [];
  const others = w.households
    .filter((household) => household !== w.demo?.family && !alone.has(household))
    .flatMap(({ children }) => children);
  const seats = new Map<string, number>();
  for (const kid of [...own, ...random.shuffle(others)]) {
    if (kid.row.status === "LEFT") continue;
    const able = w.instructors.filter((one) => one.grades.includes(kid.row.grade));
    for (const area of new Set(able.flatMap((one) => one.areas))) {
      const taken = (one: { id: string }) => seats.get(`${one.id}/${area}/${kid.row.grade}`) ?? 0;
      const choice = able.filter((one) => one.areas.includes(area));
      const teacher = choice.reduce((least, one) => (taken(one) < taken(least) ? one : least));
      if (taken(teacher) >= classSize) continue;
      seats.set(`${teacher.id}/${area}/${kid.row.grade}`, taken(teacher) + 1);
      const assign = (instructorId: string, startedAgo: number, endedAgo: number | null) =>
        rows.push(
          buildTeaching(random, {
            instructorId,
            studentId: kid.row.id,
            learningAreaCode: area,
            startsOn: w.clock.day(startedAgo),
            endsOn: endedAgo === null ? null : w.clock.day(endedAgo),
            createdAt: w.clock.at(startedAgo, 9),
          }),
        );
      // A few changed teacher in the middle of the year: the old assignment has ended.
      const before = random.chance(0.05) ? choice.find((one) => one !== teacher) : undefined;
      if (before) assign(before.id, 300, 206);
      assign(teacher.id, before ? 205 : random.pick([24, 88, 150, 205, 290]), null);
    }
  }
  await insertRows(w.sql, "TeachingAssignment", rows);
}

const goals: Record<"en" | "sw", [string, string, number][]> = {
  en: [
    ["Read aloud every evening", "evenings", 20],
    ["Learn ten new Kiswahili words", "words", 10],
    ["Practise number bonds", "sessions", 12],
    ["Plant and water seedlings", "days", 14],
    ["Write a letter to grandmother", "letters", 4],
    ["Finish the science project", "steps", 6],
    ["Cook one local dish together", "dishes", 5],
    ["Walk to the library", "visits", 8],
  ],
  sw: [
    ["Soma kwa sauti kila jioni", "jioni", 20],
    ["Jifunze maneno kumi ya Kiingereza", "maneno", 10],
    ["Fanya mazoezi ya kujumlisha", "vipindi", 12],
    ["Panda na umwagilie miche", "siku", 14],
    ["Andika barua kwa nyanya", "barua", 4],
    ["Pika chakula cha nyumbani pamoja", "vyakula", 5],
  ],
};

/** One to four goals a household, two to five a home. */
export async function seedGoals(w: World): Promise<void> {
  const random = w.random.child("goals");
  const rows: object[] = [];
  for (const household of w.households) {
    if (household === w.demo?.family) continue;
    const adult = household.adults[0];
    if (!adult) continue;
    for (const [title, unit, target] of random.sample(
      goals[adult.locale === "sw" ? "sw" : "en"],
      random.int(1, household.kind === "HOME" ? 5 : 4),
    )) {
      const status = random.weighted({ OPEN: 65, REACHED: 25, DROPPED: 10 });
      rows.push(
        buildGoal(random, {
          familyId: household.id,
          studentId: random.chance(0.6) ? random.pick(household.children).row.id : null,
          title,
          unit,
          target,
          progress: status === "REACHED" ? target : random.int(0, target - 1),
          status,
          dueOn: random.chance(0.6) ? w.clock.day(-random.int(-10, 60)) : null,
          createdById: adult.id,
          createdAt: w.clock.at(random.int(12, 80), random.int(8, 20)),
          updatedAt: w.clock.at(random.int(0, 11), random.int(8, 20)),
        }),
      );
    }
  }
  await insertRows(w.sql, "FamilyGoal", rows);
}
