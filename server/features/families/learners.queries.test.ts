import { afterAll, beforeAll, expect, it } from "vitest";
import { createLearningArea } from "@/tests/factories/curriculum";
import { createStudent, createTeaching } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { readTeaching } from "./learners.queries";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("teaching");
});
afterAll(() => t.close());

it("an instructor's learners are counted alike everywhere, leave out who has left, and nobody else's appear", async () => {
  const mine = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  const other = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  const area = await createLearningArea(t.sql, t.random);
  for (const status of ["ACTIVE", "ACTIVE", "LEFT"] as const) {
    const student = await createStudent(t.sql, t.random, { status, grade: "G4" });
    await createTeaching(t.sql, t.random, {
      instructorId: mine.id,
      studentId: student.id,
      learningAreaCode: area.code,
    });
  }
  const foreign = await createStudent(t.sql, t.random, { grade: "G4" });
  await createTeaching(t.sql, t.random, { instructorId: other.id, studentId: foreign.id, learningAreaCode: area.code });
  const teaching = await readTeaching(await t.ctx(mine));
  expect(teaching.shared.learners).toBe(2);
  expect(teaching.groups.map((group) => [group.grade, group.learners])).toEqual([["G4", 2]]);
  expect(teaching.newest).toHaveLength(2);
  expect(JSON.stringify(teaching)).not.toContain(foreign.id);
});
