import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createConsent } from "@/tests/factories/consent";
import { createHousehold, createTeaching } from "@/tests/factories/families";
import { createUser, type UserRow } from "@/tests/factories/identity";
import { createCoTeacher, createCourse, createEnrollment } from "@/tests/factories/learning";
import { attempt, type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";

let t: TestDatabase;
let course: { id: string; ownerId: string };
let teacher: Caller;
let stranger: Caller;
let child: { id: string; firstName: string };
let parent: { id: string };
let account: { id: string };

beforeAll(async () => {
  t = await testDatabase("learners");
});
afterAll(() => t.close());
beforeEach(async () => {
  course = await createCourse(t.sql, t.random);
  const household = await createHousehold(t.sql, t.random, { children: 1 });
  child = household.students[0] as typeof child;
  parent = household.parent;
  account = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  await t.sql.query(`UPDATE "Student" SET "userId" = $1 WHERE id = $2`, [account.id, child.id]);
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: child.id, enrolledById: parent.id });
  teacher = await t.as(course.ownerId);
  const other = await createCourse(t.sql, t.random);
  await createEnrollment(t.sql, t.random, { courseId: other.id });
  stranger = await t.as(other.ownerId);
});

const ids = async (api: Caller, filters = {}) => (await api.learners.list({ filters })).rows.map(({ id }) => id);
const inbox = async (who: string) =>
  (
    await t.sql.query(`SELECT type, params, href FROM "Notification" WHERE "userId" = $1 AND "studentId" = $2`, [
      who,
      child.id,
    ])
  ).rows;
const praise = { kind: "COURAGE", words: "She read aloud for the first time." } as const;
const hire = (status: UserRow["status"] = "ACTIVE") => createUser(t.sql, t.random, { status, roles: ["STAFF"] });
const flag = { title: "Falls asleep in lessons", reason: "Three mornings this week, and the work comes late." };

describe("the learners of a teacher", () => {
  test("are those in the own courses and those the school has assigned, and nobody else's", async () => {
    const assigned = await createTeaching(t.sql, t.random, { instructorId: course.ownerId });
    expect((await ids(teacher)).sort()).toEqual([child.id, assigned.studentId].sort());
    expect(await ids(stranger)).not.toContain(child.id);
    await expect(stranger.learners.read({ studentId: child.id })).rejects.toThrow("child.not_found");
    await t.sql.query(
      `UPDATE "TeachingAssignment" SET "startsOn" = '2026-01-01', "endsOn" = '2026-01-02' WHERE id = $1`,
      [assigned.id],
    );
    await t.sql.query(`UPDATE "Enrollment" SET status = 'WITHDRAWN' WHERE "studentId" = $1`, [child.id]);
    expect(await ids(teacher)).toEqual([]);
    await expect(teacher.learners.read({ studentId: child.id })).rejects.toThrow("child.not_found");
  });

  test("are shown to a co-teacher only with that right", async () => {
    const looker = await createCoTeacher(t.sql, t.random, { courseId: course.id });
    expect(await ids(await t.as(looker.userId))).toEqual([]);
    const carer = await createCoTeacher(t.sql, t.random, { courseId: course.id, canLearners: true });
    expect(await ids(await t.as(carer.userId))).toEqual([child.id]);
  });

  test("carry figures from the rows, and are narrowed by quiet, course and flag", async () => {
    const at = new Date(Date.now() - 20 * 86_400_000);
    await t.sql.query(`UPDATE "Enrollment" SET "lessonsDone" = 2, "lastActivityAt" = $2 WHERE "studentId" = $1`, [
      child.id,
      at,
    ]);
    await t.sql.query(`UPDATE "Course" SET "lessonCount" = 8 WHERE id = $1`, [course.id]);
    const [row] = (await teacher.learners.list({})).rows;
    expect(row).toMatchObject({ courses: 1, done: 2, lessons: 8, lastAt: at, waiting: 0, flagged: false });
    expect(await ids(teacher, { quiet: "14" })).toEqual([child.id]);
    expect(await ids(teacher, { quiet: "30" })).toEqual([]);
    expect(await ids(teacher, { course: course.id, flagged: false })).toEqual([child.id]);
    await teacher.learners.flag({ studentId: child.id, ...flag });
    expect(await ids(teacher, { flagged: true })).toEqual([child.id]);
    expect(await ids(teacher, { flagged: false })).toEqual([]);
  });

  test("show another course's records only while a guardian has named the teacher", async () => {
    const elsewhere = await createCourse(t.sql, t.random);
    await createEnrollment(t.sql, t.random, { courseId: elsewhere.id, studentId: child.id, enrolledById: parent.id });
    const places = async () =>
      (await teacher.learners.read({ studentId: child.id })).places.map(({ courseId }) => courseId).sort();
    expect(await places()).toEqual([course.id]);
    const consent = await createConsent(t.sql, t.random, {
      studentId: child.id,
      grantedById: parent.id,
      dataType: "PROGRESS",
      recipientType: "INSTRUCTOR",
      recipientId: course.ownerId,
    });
    expect(await places()).toEqual([course.id, elsewhere.id].sort());
    await t.sql.query(`UPDATE "ConsentRecord" SET "supersededAt" = now() WHERE id = $1`, [consent.id]);
    expect(await places()).toEqual([course.id]);
  });
});

describe("praise", () => {
  test("reaches the child and the guardians once a day, is logged, and can be taken back until it is read", async () => {
    const { id } = await teacher.learners.praise({ studentId: child.id, ...praise });
    const params = { child: child.firstName, kind: "COURAGE", own: "yes", words: praise.words };
    expect(await inbox(parent.id)).toMatchObject([{ type: "learner.praised", params }]);
    expect(await inbox(account.id)).toMatchObject([{ href: "/dashboard/student/achievements" }]);
    await expect(teacher.learners.praise({ studentId: child.id, ...praise })).rejects.toThrow("learner.praised_today");
    await t.sql.query(`UPDATE "Notification" SET "readAt" = now() WHERE "userId" = $1`, [parent.id]);
    await expect(stranger.learners.takeBackPraise({ id })).rejects.toThrow("learner.no_praise");
    expect(await teacher.learners.takeBackPraise({ id })).toEqual({ unsaid: 1 });
    expect(await inbox(account.id)).toEqual([]);
    expect(await inbox(parent.id)).toHaveLength(1);
    const { rows } = await t.sql.query(`SELECT action FROM "AuditEvent" WHERE "subjectId" = $1 ORDER BY action`, [id]);
    expect(rows.map(({ action }) => action)).toEqual(["learner.praise_taken_back", "learner.praised"]);
  });

  test("holds no way around the school and nothing that hurts, and is not given to another's learner", async () => {
    for (const words of ["Call me on 0712 345 678", "At last you were not stupid"])
      await expect(teacher.learners.praise({ studentId: child.id, kind: "EFFORT", words })).rejects.toMatchObject({
        cause: { fields: { words: "learner.words" } },
      });
    await expect(stranger.learners.praise({ studentId: child.id, ...praise })).rejects.toThrow("child.not_found");
    expect(await inbox(parent.id)).toEqual([]);
  });

  test("is a personal word: thirty on one day are enough", async () => {
    const author = course.ownerId;
    for (let n = 0; n < 30; n++) {
      const { studentId } = await createEnrollment(t.sql, t.random, { courseId: course.id });
      await t.sql.query(
        `INSERT INTO "Praise" (id, "studentId", "authorId", day, kind) VALUES (gen_random_uuid(), $1, $2, (now() AT TIME ZONE 'Africa/Nairobi')::date, 'EFFORT')`,
        [studentId, author],
      );
    }
    await expect(teacher.learners.praise({ studentId: child.id, ...praise })).rejects.toThrow("learner.praised_enough");
  });
});

describe("a flag", () => {
  test("waits on the desk of staff, one at a time, and is taken back until somebody has it", async () => {
    const staff = await t.as(await hire());
    const { id } = await teacher.learners.flag({ studentId: child.id, ...flag });
    expect((await staff.cases.desk()).waiting).toContainEqual(
      expect.objectContaining({ id, kind: "FLAG", title: flag.title }),
    );
    await expect(teacher.learners.flag({ studentId: child.id, ...flag })).rejects.toThrow("learner.flagged_already");
    await teacher.learners.takeBackFlag({ id });
    expect((await staff.cases.desk()).waiting.map((one) => one.id)).not.toContain(id);
    const again = await teacher.learners.flag({ studentId: child.id, ...flag });
    await staff.cases.take({ id: again.id });
    await expect(teacher.learners.takeBackFlag({ id: again.id })).rejects.toThrow("case.taken");
    expect((await teacher.learners.acts({ studentId: child.id })).flags).toHaveLength(2);
  });

  test("reaches every open desk when it comes, goes back or is taken, and nobody else's page", async () => {
    const [one, two] = [await hire(), await hire()];
    const gone = await hire("SUSPENDED");
    const told = async () => {
      const { rows } = await t.sql.query<{ userId: string }>(
        `SELECT "userId" FROM "LiveEvent" WHERE payload->>'topic' = 'desk' AND "userId" = ANY($1::uuid[])`,
        [[one.id, two.id, gone.id, course.ownerId, parent.id, account.id]],
      );
      return rows.map(({ userId }) => userId).sort();
    };
    const desks = (times: number) =>
      Array.from({ length: times }, () => [one.id, two.id])
        .flat()
        .sort();
    const { id } = await teacher.learners.flag({ studentId: child.id, ...flag });
    expect(await told()).toEqual(desks(1));
    await teacher.learners.takeBackFlag({ id });
    expect(await told()).toEqual(desks(2));
    const again = await teacher.learners.flag({ studentId: child.id, ...flag });
    await (await t.as(one)).cases.take({ id: again.id });
    expect(await told()).toEqual(desks(4));
    expect(await t.asApp(parent.id, "PARENT", (query) => query("SELECT app.case_desk()"))).toEqual([]);
  });

  test("is seen by its teacher and staff alone", async () => {
    await teacher.learners.flag({ studentId: child.id, ...flag });
    const carer = await createCoTeacher(t.sql, t.random, { courseId: course.id, canLearners: true });
    const colleague = await t.as(carer.userId);
    expect((await colleague.learners.acts({ studentId: child.id })).flags).toEqual([]);
    expect((await colleague.learners.list({})).rows[0]?.flagged).toBe(false);
    await expect(stranger.learners.flag({ studentId: child.id, ...flag })).rejects.toThrow("child.not_found");
  });
});

describe("the database alone refuses", () => {
  const tries = async (who: string, text: string, values: unknown[]) =>
    "rows" in (await t.asApp(who, "INSTRUCTOR", (query) => attempt(query, text, values)));
  const row = (ownerId: string) => [child.id, ownerId];

  test("flags, praise and plans about another's learner, or in another's name", async () => {
    const other = (await createCourse(t.sql, t.random)).ownerId;
    const insert = {
      flag: `INSERT INTO "FamilyCase" (id, "studentId", "openedById", kind, title, reason, "updatedAt") VALUES (gen_random_uuid(), $1, $2, 'FLAG', 'Title', 'Reason', now())`,
      praise: `INSERT INTO "Praise" (id, "studentId", "authorId", day, kind) VALUES (gen_random_uuid(), $1, $2, '2026-11-01', 'EFFORT')`,
      plan: `INSERT INTO "Intervention" (id, "studentId", "ownerId", aim, plan, "startsOn", "reviewOn", "toldFamily", "updatedAt") VALUES (gen_random_uuid(), $1, $2, 'Aim', 'Plan', '2026-11-01', '2026-12-01', true, now())`,
    };
    for (const text of Object.values(insert)) {
      expect(await tries(course.ownerId, text, row(course.ownerId))).toBe(true);
      expect(await tries(course.ownerId, text, row(other))).toBe(false);
      expect(await tries(other, text, row(other))).toBe(false);
    }
    expect(await tries(course.ownerId, insert.flag.replace("'FLAG'", "'CARE'"), row(course.ownerId))).toBe(false);
  });
});
