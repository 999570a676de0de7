import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCompetency } from "@/tests/factories/curriculum";
import { createStudent } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { createCoTeacher, createCourse, createSubmission } from "@/tests/factories/learning";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import type { EditAssignment } from "./assignments.schema";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("assignments");
});
afterAll(() => t.close());

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { message: string; cause?: { fields?: Record<string, string> } }) =>
      Object.values(error.cause?.fields ?? {})[0] ?? error.message,
  );

/** A teacher with a course of their own and an assignment begun in it. */
async function setting(language = "en") {
  const teacher = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  const course = await createCourse(t.sql, t.random, { ownerId: teacher.id, language });
  const api = await t.as(teacher);
  const { id: assignmentId } = await api.assignments.create({ courseId: course.id, title: "Share a chapati" });
  const terms: EditAssignment = {
    assignmentId,
    revision: 1,
    title: "Share a chapati fairly",
    instructions: "Share one chapati among four and draw it.",
    opensOn: null,
    dueOn: "2030-03-01",
    dueTime: "18:00",
    lateRule: "MARK",
    mayTakeBack: true,
    takesText: true,
    takesPhotos: true,
    takesFiles: true,
    maxFiles: 5,
  };
  const read = () => api.assignments.read({ assignmentId });
  return { teacher, course, api, assignmentId, terms, read };
}
type Setting = Awaited<ReturnType<typeof setting>>;
const handedIn = async ({ course, assignmentId }: Setting) =>
  createSubmission(t.sql, t.random, {
    assignmentId,
    courseId: course.id,
    studentId: (await createStudent(t.sql, t.random)).id,
  });

describe("setting an assignment", () => {
  test("goes from a draft with a rubric in the course's language to learners, due by Nairobi's clock", async () => {
    const one = await setting("sw");
    expect(await one.read()).toMatchObject({ status: "DRAFT", gaps: ["instructions"], closed: false });
    expect((await one.read()).rubric.criteria[0]?.title).toBe("Uelewa");
    expect(await refusal(one.api.assignments.publish({ assignmentId: one.assignmentId }))).toBe(
      "assignment.gap_instructions",
    );
    expect(await one.api.assignments.edit(one.terms)).toEqual({ revision: 2 });
    await one.api.assignments.publish({ assignmentId: one.assignmentId });
    expect(await one.read()).toMatchObject({ status: "PUBLISHED", dueAt: new Date("2030-03-01T15:00:00Z") });
    expect(await refusal(one.api.assignments.discard({ assignmentId: one.assignmentId }))).toBe(
      "assignment.not_discarded",
    );
    expect(await one.api.assignments.list({ courseId: one.course.id })).toMatchObject([{ handedIn: 0, toGrade: 0 }]);
  });

  test("what cannot be is said beside its field, and two editors do not overwrite each other", async () => {
    const { api, terms } = await setting();
    const none = { takesText: false, takesPhotos: false, takesFiles: false };
    expect(await refusal(api.assignments.edit({ ...terms, ...none }))).toBe("assignment.no_kind");
    expect(await refusal(api.assignments.edit({ ...terms, opensOn: "2030-03-02" }))).toBe("assignment.due_first");
    await api.assignments.edit(terms);
    expect(await refusal(api.assignments.edit(terms))).toBe("assignment.changed");
  });

  test("a draft is thrown away with its rubric", async () => {
    const one = await setting();
    await one.api.assignments.discard({ assignmentId: one.assignmentId });
    expect(await refusal(one.read())).toBe("assignment.not_found");
    const { rows } = await t.sql.query(`SELECT FROM "Rubric" WHERE "courseId" = $1`, [one.course.id]);
    expect(rows).toEqual([]);
  });
});

describe("once work is handed in", () => {
  test("terms are widened, never narrowed", async () => {
    const one = await setting();
    await one.api.assignments.edit(one.terms);
    await handedIn(one);
    const edit = (given: object) => refusal(one.api.assignments.edit({ ...one.terms, revision: 2, ...given }));
    expect(await edit({ takesFiles: false })).toBe("assignment.promised");
    expect(await edit({ maxFiles: 1 })).toBe("assignment.promised");
    expect(await edit({ lateRule: "REFUSE" })).toBe("assignment.promised");
    expect(await edit({ dueOn: "2030-02-01" })).toBe("assignment.due_earlier");
    expect(await edit({ dueOn: "2030-04-01", maxFiles: 8 })).toBe("done");
  });

  test("rubric and competencies stand, also for an editor who may not see learners", async () => {
    const one = await setting();
    const { id: competencyId } = await createCompetency(t.sql, t.random);
    const aim = { assignmentId: one.assignmentId, competencyId };
    await one.api.assignments.addAim(aim);
    expect((await one.read()).competencies).toMatchObject([{ id: competencyId }]);
    await handedIn(one);
    const { userId } = await createCoTeacher(t.sql, t.random, { courseId: one.course.id, canEdit: true });
    const editor = await t.as({ id: userId, role: "INSTRUCTOR" });
    expect(await refusal(editor.assignments.removeAim(aim))).toBe("assignment.handed_in");
    const { rubric } = await one.read();
    const saved = { assignmentId: one.assignmentId, ...rubric };
    expect(await refusal(editor.assignments.saveRubric(saved))).toBe("assignment.handed_in");
    expect(await editor.assignments.read({ assignmentId: one.assignmentId })).toMatchObject({ closed: true });
  });
});

test("another teacher's assignment is not there, and a colleague without the right changes nothing", async () => {
  const [one, other] = [await setting(), await setting()];
  const { assignmentId } = one;
  expect(await refusal(other.api.assignments.read({ assignmentId }))).toBe("assignment.not_found");
  expect(await refusal(other.api.assignments.edit(one.terms))).toBe("assignment.not_found");
  const { userId } = await createCoTeacher(t.sql, t.random, { courseId: one.course.id, canGrade: true });
  const grader = await t.as({ id: userId, role: "INSTRUCTOR" });
  expect(await grader.assignments.read({ assignmentId })).toMatchObject({ title: "Share a chapati" });
  expect(await refusal(grader.assignments.publish({ assignmentId }))).toBe("assignment.not_found");
});
