import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompetency, createLearningArea } from "@/tests/factories/curriculum";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
  await createLearningArea(t.sql, t.random, { code: "ART", position: 2 });
  await createLearningArea(t.sql, t.random, { code: "MATH", position: 1 });
  for (let at = 1; at <= 5; at++)
    await createCompetency(t.sql, t.random, { learningAreaCode: "MATH", grade: "G4", code: `MATH.G4.NUM.0${at}` });
  await createCompetency(t.sql, t.random, { learningAreaCode: "ART", grade: "G4", statement: "Weave a basket." });
  await createCompetency(t.sql, t.random, { learningAreaCode: "MATH", grade: "G5" });
  await createCompetency(t.sql, t.random, { learningAreaCode: "MATH", grade: "G4", retiredAt: new Date() });
});
afterAll(() => t.close());

test("a grade's areas in the order of the design, counting what is taught and not what was retired", async () => {
  const api = await t.as(await createUser(t.sql, t.random, { roles: ["STUDENT"] }));
  const areas = await api.curriculum.areas({ grade: "G4" });
  expect(areas.map(({ code, count }) => `${code} ${count}`)).toEqual(["MATH 5", "ART 1"]);
});

test("the list by pages holds each competency once, and is found by its words", async () => {
  const api = await t.as(await createUser(t.sql, t.random, { roles: ["PARENT"] }));
  const filters = { grade: "G4", area: "MATH" } as const;
  const codes: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.curriculum.list({ filters, limit: 2, ...(cursor && { cursor }) });
    codes.push(...page.rows.map(({ code }) => code));
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(codes).toEqual([1, 2, 3, 4, 5].map((at) => `MATH.G4.NUM.0${at}`));
  const found = await api.curriculum.list({ q: "basket" });
  expect(found.rows.map(({ statement }) => statement)).toEqual(["Weave a basket."]);
});
