import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../harness/db";
import { createAudit } from "./audit";
import { createCase, createDataRequest, createIntervention, createNote, createRisk } from "./care";
import { createConsent, createConsentText, createSponsorship } from "./consent";
import { createCompetency } from "./curriculum";
import { createGoal, createHousehold, createMood, createTeaching } from "./families";
import { createMembership, createSession, createStaff } from "./identity";
import { createNotification } from "./notify";
import { Random } from "./random";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

test("every factory builds its own parents, twice, without meeting itself", async () => {
  for (let round = 0; round < 2; round++) {
    await createHousehold(t.sql, t.random, { children: 3 });
    await createTeaching(t.sql, t.random);
    await createMood(t.sql, t.random);
    await createGoal(t.sql, t.random);
    await createCase(t.sql, t.random);
    await createNote(t.sql, t.random);
    await createIntervention(t.sql, t.random);
    await createRisk(t.sql, t.random);
    await createDataRequest(t.sql, t.random);
    await createConsentText(t.sql, t.random);
    await createConsent(t.sql, t.random);
    await createSponsorship(t.sql, t.random);
    await createNotification(t.sql, t.random, { type: "test.type" });
    await createCompetency(t.sql, t.random);
    await createAudit(t.sql, t.random);
    await createStaff(t.sql, t.random, { lead: true });
    await createMembership(t.sql, t.random);
    await createSession(t.sql, t.random);
  }
  const { rows } = await t.sql.query(`SELECT count(*)::int AS n FROM "MoodEntry" WHERE day <= current_date + 1`);
  expect(rows).toEqual([{ n: 2 }]);
});

test("the same seed gives the same values, another seed others, and streams do not disturb each other", () => {
  const draw = (seed: string) => {
    const random = new Random(seed);
    return [random.next(), random.int(1, 1000), random.uuid(), random.pick(["a", "b", "c"])];
  };
  expect(draw("a")).toEqual(draw("a"));
  expect(draw("a")).not.toEqual(draw("b"));
  const one = new Random("x");
  const before = one.child("moods").next();
  one.next();
  expect(one.child("moods").next()).toBe(before);
});
