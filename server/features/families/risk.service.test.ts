import { afterAll, beforeAll, expect, test } from "vitest";
import { createMood, createStudent } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { scoreRisks } from "./risk.service";

const day = "2026-11-20";
let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("risk");
});
afterAll(() => t.close());

const scores = async () =>
  (
    await t.sql.query<{ studentId: string; score: number; reasons: { key: string }[]; version: string }>(
      `SELECT "studentId", score, reasons, xmin::text || ctid::text AS version FROM "RiskScore" WHERE day = $1 ORDER BY score DESC`,
      [day],
    )
  ).rows;

/** A night in bites of two, as the job goes through it. */
async function night() {
  let next: string | null = null;
  let [scored, written] = [0, 0];
  do {
    const result = await scoreRisks(day, next, 2);
    scored += result.scored;
    written += result.written;
    next = result.next;
  } while (next !== null);
  return { scored, written };
}

test("each active child gets what the rule says, once, and the desk shows it", async () => {
  const falling = await createStudent(t.sql, t.random, { status: "ACTIVE", firstName: "Nafula" });
  // Fives the week before, twos since the fourteenth, one a day; a day that has not come yet says nothing.
  for (let date = 7; date <= 21; date++)
    await createMood(t.sql, t.random, {
      studentId: falling.id,
      day: `2026-11-${String(date).padStart(2, "0")}`,
      mood: date === 21 ? 5 : date >= 14 ? 2 : 5,
      energy: 3,
    });
  const well = await createStudent(t.sql, t.random, { status: "ACTIVE" });
  await createMood(t.sql, t.random, { studentId: well.id, day, mood: 5, energy: 4 });
  const unheard = await createStudent(t.sql, t.random, { status: "ACTIVE" });
  const left = await createStudent(t.sql, t.random, { status: "LEFT" });
  await createMood(t.sql, t.random, { studentId: left.id, day, mood: 1, energy: 1 });

  expect(await night()).toEqual({ scored: 3, written: 3 });
  const first = await scores();
  expect(first[0]).toMatchObject({
    studentId: falling.id,
    score: 80,
    reasons: [
      { key: "low_average", value: 2, points: 50 },
      { key: "falling", value: 3, points: 20 },
      { key: "low_today", value: 2, points: 10 },
    ],
  });
  expect(first.slice(1).map(({ studentId, score }) => [studentId, score])).toEqual(
    expect.arrayContaining([
      [well.id, 0],
      [unheard.id, 0],
    ]),
  );
  expect(first).toHaveLength(3);

  expect(await night()).toEqual({ scored: 3, written: 0 });
  expect(await scores()).toEqual(first);

  const desk = await (await t.as(await createUser(t.sql, t.random, { roles: ["STAFF"] }))).cases.desk();
  expect(desk.risks[0]).toMatchObject({ studentId: falling.id, firstName: "Nafula", score: 80 });

  await t.sql.query(`UPDATE "MoodEntry" SET mood = 5 WHERE "studentId" = $1 AND day = $2`, [falling.id, day]);
  expect(await night()).toEqual({ scored: 3, written: 1 });
  expect((await scores())[0]?.score).toBeLessThan(80);
});
