import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createGuardianship, createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { createCourse, createEnrollment, createLesson } from "@/tests/factories/learning";
import { attempt, type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";

let t: TestDatabase;
let parentId: string;
let parent: Caller;
let child: { id: string; firstName: string };
let account: { id: string };
let course: { id: string; slug: string; ownerId: string; title: string };

beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());
beforeEach(async () => {
  const home = await createHousehold(t.sql, t.random, { children: 1 });
  parentId = home.parent.id;
  child = home.students[0] ?? expect.fail("no child");
  account = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  await t.sql.query(`UPDATE "Student" SET "userId" = $1, grade = 'G4' WHERE id = $2`, [account.id, child.id]);
  course = await createCourse(t.sql, t.random);
  await createLesson(t.sql, t.random, { courseId: course.id });
  parent = await t.as(parentId);
});

const place = () => ({ courseId: course.id, studentId: child.id });
const standing = async () => {
  const { rows } = await t.sql.query(
    `SELECT status, source, "lessonsDone" FROM "Enrollment" WHERE "courseId" = $1 AND "studentId" = $2`,
    [course.id, child.id],
  );
  return rows;
};
/** A guardian of the child with these rights only. */
async function relative(rights: { canView: boolean; canPay: boolean }) {
  const person = await createUser(t.sql, t.random, { roles: ["PARENT"] });
  await createGuardianship(t.sql, t.random, {
    guardianId: person.id,
    studentId: child.id,
    canConsent: false,
    ...rights,
  });
  return person.id;
}

test("a guardian enrols a child, who finds the course at once; the teacher is told, the log and the activity know", async () => {
  const pupil = await t.as(account);
  expect(await pupil.learning.courses()).toEqual([]);
  await parent.enrolment.enrol(place());
  expect((await pupil.learning.courses()).map(({ title }) => title)).toEqual([course.title]);
  expect(await standing()).toEqual([{ status: "ACTIVE", source: "FREE", lessonsDone: 0 }]);
  const told = await t.sql.query(`SELECT type, "userId" FROM "Notification" WHERE "studentId" = $1 ORDER BY type`, [
    child.id,
  ]);
  expect(told.rows).toEqual([
    { type: "course.enrolled", userId: account.id },
    { type: "course.joined", userId: course.ownerId },
  ]);
  const log = await t.sql.query(`SELECT action FROM "AuditEvent" WHERE "studentId" = $1`, [child.id]);
  expect(log.rows).toEqual([{ action: "course.enrolled" }]);
  const activity = await t.sql.query(`SELECT kind FROM "StudentActivity" WHERE "studentId" = $1`, [child.id]);
  expect(activity.rows).toEqual([{ kind: "ENROLLED" }]);
  await expect(parent.enrolment.enrol(place())).rejects.toThrow("enrolment.already");
});

test("a plan opens what is in every plan; what must be bought waits for the release that takes money", async () => {
  await t.sql.query(`UPDATE "Course" SET price = 50000, "inPlan" = false WHERE id = $1`, [course.id]);
  expect((await parent.enrolment.read({ slug: course.slug })).course.way).toBeNull();
  await expect(parent.enrolment.enrol(place())).rejects.toThrow("enrolment.paid");
  await t.sql.query(`UPDATE "Course" SET "inPlan" = true WHERE id = $1`, [course.id]);
  await parent.enrolment.enrol(place());
  expect(await standing()).toMatchObject([{ source: "PLAN" }]);
});

test("what comes first is named, and enough once it is finished or put away", async () => {
  const first = await createCourse(t.sql, t.random, { title: "Counting to ten" });
  await t.sql.query(`INSERT INTO "CoursePrerequisite" VALUES ($1, $2)`, [course.id, first.id]);
  const [seen] = (await parent.enrolment.read({ slug: course.slug })).children;
  expect(seen).toMatchObject({ missing: [{ title: "Counting to ten", slug: first.slug }], mayDecide: true });
  await expect(parent.enrolment.enrol(place())).rejects.toMatchObject({
    message: "enrolment.requires",
    cause: { meta: { name: child.firstName, courses: "“Counting to ten”" } },
  });
  await createEnrollment(t.sql, t.random, {
    courseId: first.id,
    studentId: child.id,
    status: "COMPLETED",
    completedAt: new Date(),
  });
  await parent.enrolment.enrol(place());
  expect(await standing()).toHaveLength(1);
});

test("a child leaves with what it learned kept, and comes back to it", async () => {
  await parent.enrolment.enrol(place());
  await t.sql.query(`UPDATE "Enrollment" SET "lessonsDone" = 1 WHERE "studentId" = $1`, [child.id]);
  await parent.enrolment.leave(place());
  expect(await (await t.as(account)).learning.courses()).toEqual([]);
  expect((await parent.enrolment.courses()).children[0]?.courses).toEqual([]);
  await expect(parent.enrolment.leave(place())).rejects.toThrow("enrolment.left");
  await parent.enrolment.enrol(place());
  expect(await standing()).toEqual([{ status: "ACTIVE", source: "FREE", lessonsDone: 1 }]);
});

describe("who decides", () => {
  test("is a guardian who sees the child and may pay for it", async () => {
    const looker = await t.as(await relative({ canView: true, canPay: false }));
    expect((await looker.enrolment.read({ slug: course.slug })).children).toMatchObject([{ mayDecide: false }]);
    await expect(looker.enrolment.enrol(place())).rejects.toThrow("enrolment.not_decider");
    const payer = await t.as(await relative({ canView: false, canPay: true }));
    await expect(payer.enrolment.enrol(place())).rejects.toThrow("child.not_found");
    await parent.enrolment.enrol(place());
    await expect(looker.enrolment.leave(place())).rejects.toThrow("enrolment.not_decider");
  });

  test("is nobody for a course that families do not find", async () => {
    await t.sql.query(`UPDATE "Course" SET status = 'ARCHIVED' WHERE id = $1`, [course.id]);
    await expect(parent.enrolment.enrol(place())).rejects.toThrow("course.not_found");
    await expect(parent.enrolment.read({ slug: course.slug })).rejects.toThrow("course.not_found");
  });
});

describe("the database alone refuses", () => {
  const insert = (source: string) =>
    `INSERT INTO "Enrollment" (id, "courseId", "studentId", source, "enrolledById", "updatedAt") VALUES (gen_random_uuid(), $1, $2, '${source}', $3, now())`;
  const enrolAs = (userId: string, source = "FREE") =>
    t.asApp(userId, "PARENT", (query) => attempt(query, insert(source), [course.id, child.id, userId]));

  test("whoever may not decide, a course that must be bought, and one with something to finish first", async () => {
    expect(await enrolAs(parentId)).toHaveProperty("rows");
    expect(await enrolAs(await relative({ canView: true, canPay: false }))).toHaveProperty("refused");
    expect(await enrolAs(parentId, "SPONSOR")).toHaveProperty("refused");
    expect(await enrolAs(parentId, "PURCHASE")).toHaveProperty("refused");
    const first = await createCourse(t.sql, t.random);
    await t.sql.query(`INSERT INTO "CoursePrerequisite" VALUES ($1, $2)`, [course.id, first.id]);
    expect(await enrolAs(parentId)).toHaveProperty("refused");
    await t.sql.query(`UPDATE "Course" SET price = 100, "inPlan" = false WHERE id = $1`, [course.id]);
    await t.sql.query(`DELETE FROM "CoursePrerequisite" WHERE "courseId" = $1`, [course.id]);
    expect(await enrolAs(parentId)).toHaveProperty("refused");
  });

  test("progress that was not counted, and a way back that is no longer open", async () => {
    await parent.enrolment.enrol(place());
    await t.asApp(parentId, "PARENT", async (query) => {
      const change = (set: string) =>
        attempt(query, `UPDATE "Enrollment" SET ${set} WHERE "studentId" = $1 RETURNING id`, [child.id]);
      for (const set of [`status = 'COMPLETED'`, `"lessonsDone" = 9`, `source = 'SPONSOR'`, `"completedAt" = now()`])
        expect([set, await change(set)]).toEqual([set, { refused: expect.stringMatching(/course/) }]);
      expect(await change(`status = 'WITHDRAWN'`)).toMatchObject({ rows: [{}] });
    });
    await parent.enrolment.leave(place());
    await t.sql.query(`UPDATE "Course" SET status = 'ARCHIVED' WHERE id = $1`, [course.id]);
    await t.asApp(parentId, "PARENT", async (query) => {
      expect(
        await attempt(query, `UPDATE "Enrollment" SET status = 'ACTIVE' WHERE "studentId" = $1`, [child.id]),
      ).toHaveProperty("refused");
    });
  });
});

test("the family's page shows the courses of each child, and of no other family's", async () => {
  await parent.enrolment.enrol(place());
  const { parent: mother, students } = await createHousehold(t.sql, t.random, { children: 4 });
  for (const { id } of students) await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: id });
  const { children } = await (await t.as(mother)).enrolment.courses();
  expect(children.map(({ courses }) => courses.length)).toEqual([1, 1, 1, 1]);
});
