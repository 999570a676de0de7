import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as importRoute } from "@/app/api/imports/questions/route";
import { createCompetency, createLearningArea } from "@/tests/factories/curriculum";
import { createStaff, createUser } from "@/tests/factories/identity";
import { createAssessment, createCoTeacher, createCourse, createQuestion } from "@/tests/factories/learning";
import { type Person, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { exportBank, previewExport } from "./bank.export.service";
import { acceptImport, previewImport } from "./bank.import.service";
import { listQuestions, readQuestion } from "./bank.queries";
import { bankListInput } from "./bank.schema";

let t: TestDatabase;
let area: string;
beforeAll(async () => {
  t = await testDatabase("bank");
  area = (await createLearningArea(t.sql, t.random)).code;
});
afterAll(() => t.close());

const teacher = () => createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { message: string; reason?: string }) => error.reason ?? error.message,
  );
const list = async (who: Person, filters: object = {}, q?: string) =>
  (await listQuestions(await t.ctx(who), bankListInput.parse({ filters, q, sort: "title" }))).rows.map(
    (row) => row.title,
  );
const choice = (stem: string, right = "A") => ({
  body: {
    type: "mcq" as const,
    stem,
    options: [
      { key: "A", text: "One half" },
      { key: "B", text: "One quarter" },
    ],
  },
  key: { type: "mcq" as const, correct: [right] },
});
const labels = () => ({
  grade: "G4" as const,
  learningAreaCode: area,
  language: "en" as const,
  difficulty: 2 as const,
  tags: ["Halves "],
  competencyIds: [] as string[],
});
const bytes = (text: string) => new TextEncoder().encode(text);

describe("writing a question", () => {
  test("an instructor's is theirs, a keeper's is the school's; each save is a version, and the old one stays", async () => {
    const one = await teacher();
    const api = await t.as(one);
    const competency = await createCompetency(t.sql, t.random, { learningAreaCode: area });
    const { id } = await api.questions.create({
      ...labels(),
      competencyIds: [competency.id],
      question: choice("Which is larger?"),
    });
    expect(
      await api.questions.save({ id, number: 1, ...labels(), question: choice("Which is smaller?", "B") }),
    ).toEqual({
      number: 2,
    });
    const record = await readQuestion(await t.ctx(one), id);
    expect(record).toMatchObject({
      title: "Which is smaller?",
      currentNumber: 2,
      keeper: "own",
      tags: ["halves"],
      competencies: [],
    });
    expect(record.versions.map(({ number, question }) => [number, question.key])).toMatchObject([
      [2, { correct: ["B"] }],
      [1, { correct: ["A"] }],
    ]);
    const staff = await t.as(await createStaff(t.sql, t.random));
    const school = await staff.schoolQuestions.create({ ...labels(), question: choice("Whose is it?") });
    expect((await readQuestion(await t.ctx(one), school.id)).keeper).toBe("school");
    expect(await refusal(api.questions.save({ ...labels(), ...school, number: 1, question: choice("Mine") }))).toBe(
      "question.not_yours",
    );
  });

  test("of two who save at once one is told, and nothing of the other is lost", async () => {
    const one = await teacher();
    const [desk, phone] = [await t.as(one), await t.as(one)];
    const { id } = await desk.questions.create({ ...labels(), question: choice("Which?") });
    const said = await Promise.all(
      [desk, phone].map((api, at) =>
        refusal(api.questions.save({ id, number: 1, ...labels(), question: choice(`Which ${at}?`) })),
      ),
    );
    expect(said.sort()).toEqual(["done", "question.changed"]);
  });

  test("what does not fit is refused beside its place", async () => {
    const api = await t.as(await teacher());
    const wrong = { ...labels(), question: choice("", "C") };
    await expect(api.questions.create(wrong)).rejects.toMatchObject({
      cause: { fields: { "question.body.stem": expect.stringMatching(/^field\.required/) } },
    });
    await expect(api.questions.create({ ...labels(), question: choice("Which?", "C") })).rejects.toMatchObject({
      cause: { fields: { "question.key.correct.0": "field.choice" } },
    });
    await expect(
      api.questions.create({ ...labels(), learningAreaCode: "NONE", question: choice("Which?") }),
    ).rejects.toMatchObject({ cause: { fields: { learningAreaCode: "field.choice" } } });
  });
});

describe("who sees a question", () => {
  test("another's, with its key, is not there; a colleague's is while it stands in a course one teaches", async () => {
    const [one, other] = [await teacher(), await teacher()];
    const theirs = await createQuestion(t.sql, t.random, {
      ownerId: one.id,
      learningAreaCode: area,
      title: "Zebrawood",
    });
    const api = await t.as(other);
    expect(await list(other, {}, "zebrawood")).toEqual([]);
    expect(await refusal(readQuestion(await t.ctx(other), theirs.id))).toBe("question.not_found");
    expect(await refusal(api.questions.retire({ id: theirs.id }))).toBe("question.not_found");
    expect(await refusal(exportBank(await t.ctx(other), { format: "gift", ids: [theirs.id] }))).toBe(
      "question.not_found",
    );
    const past = (who: string) =>
      t.asApp(who, "INSTRUCTOR", (query) =>
        query(`SELECT FROM "QuestionKey" WHERE "versionId" = $1`, [theirs.versionId]),
      );
    expect(await past(other.id)).toEqual([]);
    const course = await createCourse(t.sql, t.random, { ownerId: one.id, learningAreaCode: area });
    await createCoTeacher(t.sql, t.random, { courseId: course.id, userId: other.id });
    await createAssessment(t.sql, t.random, { courseId: course.id, questions: [theirs] });
    expect(await readQuestion(await t.ctx(other), theirs.id)).toMatchObject({
      keeper: "colleague",
      abilities: { keep: false },
      uses: 1,
    });
    expect(await past(other.id)).toHaveLength(1);
    expect(await refusal(api.questions.retire({ id: theirs.id }))).toBe("question.not_yours");
  });

  test("a student knocks at no door of the bank", async () => {
    const api = await t.as(await createUser(t.sql, t.random, { roles: ["STUDENT"] }));
    expect(await refusal(api.questions.create({ ...labels(), question: choice("Which?") }))).toBe("forbidden");
    expect(await refusal(api.schoolQuestions.create({ ...labels(), question: choice("Which?") }))).toBe("forbidden");
  });
});

test("a question is found by the beginnings of its words and its tags, and filed by type, step, area and state", async () => {
  const one = await teacher();
  const ctx = { ownerId: one.id, learningAreaCode: area };
  await createQuestion(t.sql, t.random, { ...ctx, title: "Photosynthesis in leaves", tags: ["plants"], difficulty: 4 });
  const old = await createQuestion(t.sql, t.random, { ...ctx, title: "Roots of plants", type: "ESSAY" });
  expect(await list(one, {}, "photosyn")).toEqual(["Photosynthesis in leaves"]);
  expect(await list(one, {}, "plant")).toEqual(["Photosynthesis in leaves", "Roots of plants"]);
  expect(await list(one, { keeper: "own", type: ["ESSAY"] })).toEqual(["Roots of plants"]);
  expect(await list(one, { keeper: "own", difficulty: ["4"], tag: "plants" })).toEqual(["Photosynthesis in leaves"]);
  const api = await t.as(one);
  await api.questions.retire({ id: old.id });
  expect(await list(one, { keeper: "own" })).toEqual(["Photosynthesis in leaves"]);
  expect(await list(one, { keeper: "own", status: ["RETIRED"] })).toEqual(["Roots of plants"]);
  await api.questions.restore({ id: old.id });
  expect(await list(one, { keeper: "own" })).toHaveLength(2);
});

describe("files of other programs", () => {
  const good = "::one:: Which is larger? {=One half ~One quarter}\n\nTwo and two is {=four =4}\n";
  const counted = async () => Number((await t.sql.query(`SELECT count(*) AS n FROM "Question"`)).rows[0].n);
  const place = () => ({ grade: "G4" as const, learningAreaCode: area, language: "en" as const });

  test("a file is looked into without a trace, taken whole, and comes out equal", async () => {
    const ctx = await t.ctx(await teacher());
    const before = await counted();
    const preview = await previewImport(ctx, bytes(good));
    expect(preview).toMatchObject({
      format: "gift",
      problems: [],
      questions: [
        { line: 1, type: "mcq", title: "Which is larger?", difficulty: 3 },
        { line: 3, type: "short_answer" },
      ],
    });
    expect(await counted()).toBe(before);
    expect(await refusal(acceptImport(ctx, bytes(`${good} `), { ...place(), digest: preview.digest }))).toBe(
      "question.other_file",
    );
    expect(await acceptImport(ctx, bytes(good), { ...place(), digest: preview.digest })).toEqual({ count: 2 });
    const { rows } = await listQuestions(ctx, bankListInput.parse({ filters: { keeper: "own" }, sort: "title" }));
    expect(rows.map(({ title }) => title)).toEqual(["Two and two is", "Which is larger?"]);
    const ids = rows.map(({ id }) => id);
    expect((await previewExport(ctx, ids)).map(({ format }) => format)).toEqual(["gift", "moodle", "qti"]);
    for (const format of ["gift", "moodle", "qti"] as const) {
      const back = await previewImport(ctx, (await exportBank(ctx, { format, ids })).bytes);
      expect([format, back.problems, back.questions.map(({ title }) => title)]).toEqual([
        format,
        [],
        ["Two and two is", "Which is larger?"],
      ]);
    }
    const log = await t.sql.query(
      `SELECT count(*)::int AS n FROM "AuditEvent" WHERE action = 'question.exported' AND "actorId" = $1`,
      [ctx.actor.userId],
    );
    expect(log.rows).toEqual([{ n: 3 }]);
  });

  test("one fault refuses the whole file with its line and reason; so does a competency nobody knows", async () => {
    const ctx = await t.ctx(await teacher());
    const before = await counted();
    const faulty = bytes(`${good}\nWhich? {~one ~two}\n`);
    const preview = await previewImport(ctx, faulty);
    expect(preview.problems).toMatchObject([{ line: 5, reason: "noRightAnswer" }]);
    expect(await refusal(acceptImport(ctx, faulty, { ...place(), digest: preview.digest }))).toBe(
      "question.faulty_file",
    );
    const unknown = bytes("// [tag:competency:NO.SUCH]\nWhich? {=one ~two}\n");
    expect((await previewImport(ctx, unknown)).problems).toMatchObject([
      { line: 2, reason: "reference", detail: "NO.SUCH" },
    ]);
    expect(await counted()).toBe(before);
  });

  test("the door takes nobody in without a session, and nothing from another site", async () => {
    const knock = (headers: Record<string, string>) =>
      importRoute(new Request("http://127.0.0.1:3000/api/imports/questions", { method: "POST", headers, body: good }));
    expect((await knock({})).status).toBe(401);
    expect((await knock({ origin: "https://evil.example", cookie: "a=b" })).status).toBe(403);
  });
});
