import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mendDrift } from "@/server/features/courses/courses.drift.service";
import { createStudent, createTeaching } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { createCoTeacher, createCourse, createEnrollment } from "@/tests/factories/learning";
import { attempt, type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("class-list");
});
afterAll(() => t.close());

const day = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * day);
const change = (text: string, ...values: unknown[]) => t.sql.query(text, values);
const listed = async (api: Caller) => (await api.learners.list({})).rows;

describe("the list of a class is kept by the rows it is counted from", () => {
  test("through whatever happens to a child, a course and its teachers", async () => {
    const course = await createCourse(t.sql, t.random);
    const second = await createCourse(t.sql, t.random, { ownerId: course.ownerId });
    const child = await createStudent(t.sql, t.random);
    const [owner, colleague] = [
      await t.as(course.ownerId),
      await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] }),
    ];
    const looker = await t.as(colleague);
    const of = async (api: Caller) => (await listed(api)).find(({ id }) => id === child.id);
    const none = undefined;
    const steps: [
      what: string,
      act: () => Promise<unknown>,
      owner: object | undefined,
      colleague: object | undefined,
    ][] = [
      [
        "enrolled",
        () => createEnrollment(t.sql, t.random, { courseId: course.id, studentId: child.id }),
        { courses: 1, done: 0, lastAt: null },
        none,
      ],
      [
        "another lesson",
        () => change(`UPDATE "Course" SET "lessonCount" = 4 WHERE id = $1`, course.id),
        { lessons: 4 },
        none,
      ],
      [
        "a lesson done",
        () =>
          change(
            `UPDATE "Enrollment" SET "lessonsDone" = 1, "lastActivityAt" = $2 WHERE "studentId" = $1`,
            child.id,
            daysAgo(3),
          ),
        { done: 1, lastAt: expect.any(Date) },
        none,
      ],
      [
        "a second course",
        () => createEnrollment(t.sql, t.random, { courseId: second.id, studentId: child.id }),
        { courses: 2, done: 1, lessons: 4 },
        none,
      ],
      [
        "a colleague who looks after learners",
        () => createCoTeacher(t.sql, t.random, { courseId: course.id, userId: colleague.id, canLearners: true }),
        { courses: 2 },
        { courses: 1, done: 1, lessons: 4 },
      ],
      [
        "finished",
        () =>
          change(
            `UPDATE "Enrollment" SET "lessonsDone" = 4, status = 'COMPLETED', "lastActivityAt" = $3 WHERE "studentId" = $1 AND "courseId" = $2`,
            child.id,
            course.id,
            daysAgo(1),
          ),
        { done: 4 },
        { done: 4 },
      ],
      [
        "the colleague only edits",
        () =>
          change(
            `UPDATE "CourseInstructor" SET "canLearners" = false, "canEdit" = true WHERE "userId" = $1`,
            colleague.id,
          ),
        { courses: 2 },
        none,
      ],
      [
        "given to the colleague",
        () => createTeaching(t.sql, t.random, { instructorId: colleague.id, studentId: child.id }),
        { courses: 2 },
        { courses: 0, done: 0, quietSince: null },
      ],
      [
        "another name",
        () => change(`UPDATE "Student" SET "lastName" = 'Zawadi', grade = 'G7' WHERE id = $1`, child.id),
        { lastName: "Zawadi", grade: "G7" },
        { lastName: "Zawadi" },
      ],
      [
        "out of one course",
        () =>
          change(
            `UPDATE "Enrollment" SET status = 'WITHDRAWN' WHERE "studentId" = $1 AND "courseId" = $2`,
            child.id,
            course.id,
          ),
        { courses: 1, done: 0, lessons: 0 },
        { courses: 0 },
      ],
      [
        "and back",
        () =>
          change(
            `UPDATE "Enrollment" SET status = 'ACTIVE' WHERE "studentId" = $1 AND "courseId" = $2`,
            child.id,
            course.id,
          ),
        { courses: 2, done: 4 },
        { courses: 0 },
      ],
      [
        "the assignment is over",
        () =>
          change(
            `UPDATE "TeachingAssignment" SET "startsOn" = '2026-01-01', "endsOn" = '2026-01-02' WHERE "instructorId" = $1`,
            colleague.id,
          ),
        { courses: 2 },
        none,
      ],
      [
        "the course goes to the colleague",
        () => change(`UPDATE "Course" SET "ownerId" = $2 WHERE id = $1`, course.id, colleague.id),
        { courses: 1, done: 0 },
        { courses: 1, done: 4 },
      ],
      ["left the school", () => change(`UPDATE "Student" SET status = 'LEFT' WHERE id = $1`, child.id), none, none],
    ];
    for (const [what, act, own, other] of steps) {
      await act();
      for (const [api, line] of [
        [owner, own],
        [looker, other],
      ] as const) {
        const found = await of(api);
        if (line) expect([what, found]).toEqual([what, expect.objectContaining(line)]);
        else expect([what, found]).toEqual([what, undefined]);
      }
      expect([what, await drifted()]).toEqual([what, []]);
    }
  });

  test("and a line that drifted is mended in the night", async () => {
    const { courseId, studentId } = await createEnrollment(t.sql, t.random);
    await mendDrift();
    await change(`UPDATE "ClassMember" SET "lessonsDone" = 9 WHERE "studentId" = $1`, studentId);
    expect(await mendDrift()).toEqual({ mended: 1 });
    const { rows } = await change(
      `SELECT m."lessonsDone" FROM "ClassMember" m JOIN "Course" c ON c."ownerId" = m."teacherId" WHERE c.id = $1`,
      courseId,
    );
    expect(rows).toEqual([{ lessonsDone: 0 }]);
    expect(await mendDrift()).toEqual({ mended: 0 });
  });

  test("when a child enters two courses of a teacher at once", async () => {
    const course = await createCourse(t.sql, t.random);
    const second = await createCourse(t.sql, t.random, { ownerId: course.ownerId });
    const [child, parent] = [await createStudent(t.sql, t.random), await createUser(t.sql, t.random)];
    const clients = [new pg.Client(t.url), new pg.Client(t.url)];
    await Promise.all(clients.map((client) => client.connect()));
    await Promise.all(
      [course.id, second.id].map((courseId, at) =>
        createEnrollment(clients[at] as pg.Client, t.random, {
          courseId,
          studentId: child.id,
          enrolledById: parent.id,
        }),
      ),
    );
    await Promise.all(clients.map((client) => client.end()));
    expect(await listed(await t.as(course.ownerId))).toMatchObject([{ id: child.id, courses: 2 }]);
  });
});

/** Lines of the class list that are not as the rows say. */
const drifted = async () =>
  (
    await change(
      `SELECT coalesce(k."studentId", m."studentId") AS id FROM app.class_rows(array(SELECT id FROM "Student")) k
       FULL JOIN "ClassMember" m ON m."teacherId" = k."teacherId" AND m."studentId" = k."studentId" WHERE to_jsonb(m) IS DISTINCT FROM to_jsonb(k)`,
    )
  ).rows;

describe("the list is sorted, page by page", () => {
  let teacher: Caller;
  const names = ["Achieng", "Barasa", "Chebet", "Duma", "Etyang"];
  /** Lessons done of ten, and days since the last one; null before the first, enrolled 40 days ago. */
  const learned: [done: number, quiet: number | null][] = [
    [5, 2],
    [0, null],
    [9, 30],
    [1, 12],
    [5, 7],
  ];
  beforeAll(async () => {
    const course = await createCourse(t.sql, t.random);
    for (const [at, lastName] of names.entries()) {
      const [done, quiet] = learned[at] as (typeof learned)[number];
      const student = await createStudent(t.sql, t.random, { lastName, firstName: "Same" });
      const figures = {
        lessonsDone: done,
        lastActivityAt: quiet === null ? null : daysAgo(quiet),
        createdAt: daysAgo(40),
      };
      await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: student.id, ...figures });
    }
    await change(`UPDATE "Course" SET "lessonCount" = 10 WHERE id = $1`, course.id);
    teacher = await t.as(course.ownerId);
  });
  const page = (given: object) => teacher.learners.list({ limit: 2, ...given });
  const lastNames = ({ rows }: Awaited<ReturnType<typeof page>>) => rows.map(({ lastName }) => lastName);

  test.each([
    ["name", ["Achieng", "Barasa", "Chebet", "Duma", "Etyang"]],
    ["last", ["Barasa", "Chebet", "Duma", "Etyang", "Achieng"]],
    ["quiet", ["Achieng", "Etyang", "Duma", "Chebet", "Barasa"]],
  ] as const)("by %s, up and down, forwards and back", async (sort, order) => {
    for (const [asked, expected] of [
      [sort, [...order]],
      [`-${sort}` as const, order.toReversed()],
    ] as const) {
      const first = await page({ sort: asked });
      const second = await page({ sort: asked, cursor: first.next, from: 2 });
      const third = await page({ sort: asked, cursor: second.next, from: 4 });
      expect([first, second, third].map(lastNames)).toEqual([
        expected.slice(0, 2),
        expected.slice(2, 4),
        expected.slice(4),
      ]);
      expect([third.next, first.previous, first.total]).toEqual([null, null, 5]);
      expect(lastNames(await page({ sort: asked, cursor: third.previous, dir: "before" }))).toEqual(
        expected.slice(2, 4),
      );
    }
  });

  test("by the share of lessons done, ties in a fixed order", async () => {
    const shares = async (sort: "progress" | "-progress") => {
      const first = await page({ sort });
      const rest = await page({ sort, cursor: first.next, limit: 5 });
      return [...first.rows, ...rest.rows];
    };
    const up = await shares("progress");
    expect(up.map(({ done }) => done)).toEqual([0, 1, 5, 5, 9]);
    expect((await shares("-progress")).map(({ id }) => id)).toEqual(up.map(({ id }) => id).toReversed());
  });

  test("a cursor of another order begins at the first page", async () => {
    const { next } = await page({ sort: "last" });
    expect(lastNames(await page({ sort: "progress", cursor: next }))[0]).toBe("Barasa");
  });

  test("whoever has just come is not quiet, and words are parts of names", async () => {
    const quiet = async () => (await page({ limit: 9, filters: { quiet: "14" } })).rows.map(({ lastName }) => lastName);
    expect(await quiet()).toEqual(["Barasa", "Chebet"]);
    await change(`UPDATE "ClassMember" SET since = now() WHERE "lastName" = 'Barasa'`);
    expect(await quiet()).toEqual(["Chebet"]);
    expect(lastNames(await page({ q: "ME ach" }))).toEqual(["Achieng"]);
    expect(lastNames(await page({ q: "%" }))).toEqual([]);
  });
});

test("the database alone shows a teacher only the own class, and lets nobody write it", async () => {
  const { courseId, studentId } = await createEnrollment(t.sql, t.random);
  const stranger = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  const { ownerId } = (await change(`SELECT "ownerId" FROM "Course" WHERE id = $1`, courseId)).rows[0];
  const seen = (who: string, role: "INSTRUCTOR" | "PARENT") =>
    t.asApp(who, role, async (query) =>
      (await query(`SELECT "studentId" FROM "ClassMember"`)).map((row) => row.studentId),
    );
  expect(await seen(ownerId, "INSTRUCTOR")).toEqual([studentId]);
  expect(await seen(ownerId, "PARENT")).toEqual([]);
  expect(await seen(stranger.id, "INSTRUCTOR")).toEqual([]);
  const tried = (act: string) => t.asApp(ownerId, "INSTRUCTOR", (query) => attempt(query, act));
  expect(await tried(`UPDATE "ClassMember" SET courses = 9 RETURNING 1`)).toEqual({ rows: [] });
  expect(await tried(`DELETE FROM "ClassMember" RETURNING 1`)).toEqual({ rows: [] });
  expect(await tried(`INSERT INTO "ClassMember" SELECT * FROM "ClassMember"`)).toHaveProperty("refused");
  expect(await tried("SELECT app.refresh_class('{}')")).toHaveProperty("refused");
});
