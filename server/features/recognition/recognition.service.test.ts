import { afterAll, beforeAll, expect, test } from "vitest";
import { createStudent } from "@/tests/factories/families";
import { createBadge } from "@/tests/factories/learning";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { rewardAttempt, rewardLesson, rewardWork } from "./recognition.service";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
  await createBadge(t.sql, t.random, { code: "one", points: 10, criteria: { fact: "lesson", atLeast: 1 } });
  await createBadge(t.sql, t.random, { code: "two", points: 20, criteria: { fact: "lesson", atLeast: 2 } });
});
afterAll(() => t.close());

const log = async (studentId: string) =>
  (
    await t.sql.query<{ fact: string; points: number }>(
      `SELECT fact, points FROM "PointsLog" WHERE "studentId" = $1 ORDER BY fact`,
      [studentId],
    )
  ).rows.map(({ fact, points }) => `${fact.split(":")[0]} ${points}`);

test("a lesson earns its points once, and each badge once, although jobs repeat and run at the same time", async () => {
  const { id: studentId } = await createStudent(t.sql, t.random);
  const at = new Date("2026-11-20T08:00:00Z");
  const lessons = [t.random.uuid(), t.random.uuid()];
  const told = await Promise.all(
    [...lessons, ...lessons].map((lessonId) => rewardLesson({ studentId, lessonId, completedAt: at })),
  );
  expect(told.flat().sort()).toEqual(["one", "two"]);
  expect(await log(studentId)).toEqual(["badge 10", "badge 20", "lesson 10", "lesson 10"]);
  const { rows } = await t.sql.query(`SELECT kind FROM "StudentActivity" WHERE "studentId" = $1`, [studentId]);
  expect(rows).toEqual([{ kind: "BADGE" }, { kind: "BADGE" }]);
});

test("a marked assessment and work that came back earn theirs once, on the day the child did them", async () => {
  const { id: studentId } = await createStudent(t.sql, t.random);
  const at = new Date("2026-11-18T08:00:00Z");
  const [attemptId, submissionId] = [t.random.uuid(), t.random.uuid()];
  for (let n = 0; n < 2; n++) {
    await rewardAttempt({ studentId, attemptId, percent: 84.6, endedAt: at });
    await rewardWork({ studentId, submissionId, handedInAt: at });
  }
  const { rows } = await t.sql.query(
    `SELECT reason, fact, points, "earnedAt" FROM "PointsLog" WHERE "studentId" = $1 ORDER BY reason`,
    [studentId],
  );
  expect(rows).toEqual([
    { reason: "assessment", fact: `attempt:${attemptId}`, points: 13, earnedAt: at },
    { reason: "work", fact: `work:${submissionId}`, points: 15, earnedAt: at },
  ]);
});
