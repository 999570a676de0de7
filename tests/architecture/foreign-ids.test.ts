/**
 * Changed ids, at every procedure that takes one, by every role that may call it: another family's row is answered word
 * for word, and statement for statement, like a row that does not exist; the attempt is in the log, and nothing of
 * theirs has moved. Generated from the router: a new procedure is tried without being added here.
 */
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Permission, permissions } from "@/lib/permissions";
import type { Role } from "@/lib/roles";
import { readTeaching } from "@/server/features/families/learners.queries";
import { shellData } from "@/server/features/platform/platform.queries";
import { readPartnerHome } from "@/server/features/sponsorship/sponsorship.queries";
import { publicError, toAppError } from "@/server/platform/trpc";
import { rootRouter } from "@/server/root.router";
import { createGuardianship, createStudent, createTeaching } from "../factories/families";
import { createMembership, createUser } from "../factories/identity";
import { type TestDatabase, testDatabase } from "../harness/db";
import { publicTables, type Table, tablesOf } from "../harness/fill";
import { createSide, type Side } from "../harness/sides";

/** Whose rows an id names, by field or, where a field says nothing, by procedure. A name that is missing fails a test. */
const tableOf: Record<string, string> = {
  studentId: "Student",
  studentIds: "Student",
  child: "Student",
  familyId: "Family",
  guardianshipId: "Guardianship",
  membershipId: "Membership",
  recipientId: "Organization",
  challengeId: "OtpChallenge",
  courseId: "Course",
  moduleId: "CourseModule",
  lessonId: "Lesson",
  "courses.read.id": "Course",
  "courses.edit.id": "Course",
  "courses.edit.requires": "Course",
  "courses.duplicate.id": "Course",
  "courses.archive.id": "Course",
  "courses.restore.id": "Course",
  "courses.discard.id": "Course",
  "courses.setCover.id": "Course",
  "courses.removeCover.id": "Course",
  "courses.changeTeacher.userId": "User",
  "courses.removeTeacher.userId": "User",
  "lessons.outline.id": "Course",
  "lessons.editModule.id": "CourseModule",
  "lessons.moveModule.id": "CourseModule",
  "lessons.moveModule.afterId": "CourseModule",
  "lessons.removeModule.id": "CourseModule",
  "lessons.read.id": "Lesson",
  "lessons.edit.id": "Lesson",
  "lessons.move.id": "Lesson",
  "lessons.move.afterId": "Lesson",
  "lessons.remove.id": "Lesson",
  "lessons.save.id": "Lesson",
  "lessons.restore.id": "Lesson",
  "review.submit.id": "Course",
  "review.withdraw.id": "Course",
  "feedback.read.id": "CourseReview",
  "feedback.reply.id": "CourseReview",
  "feedback.report.id": "CourseReview",
  "questions.save.id": "Question",
  "questions.retire.id": "Question",
  "questions.restore.id": "Question",
  "feedback.list.filters.course": "Course",
  "certificates.revoke.id": "Certificate",
  "certificates.reissue.id": "Certificate",
  "learners.list.filters.course": "Course",
  "learners.takeBackPraise.id": "Praise",
  "learners.takeBackFlag.id": "FamilyCase",
  "interventions.read.id": "Intervention",
  "interventions.start.id": "Intervention",
  "interventions.extend.id": "Intervention",
  "interventions.close.id": "Intervention",
  "grading.queue.filters.course": "Course",
  "grading.queue.filters.assignment": "Assignment",
  topicId: "ForumPost",
  replyId: "ForumPost",
  postId: "ForumPost",
  "talk.topics.filters.course": "Course",
  "talk.topics.filters.lesson": "Lesson",
  "resources.all.filters.course": "Course",
  "talk.led.filters.course": "Course",
  assessmentId: "Assessment",
  assignmentId: "Assignment",
  submissionId: "Submission",
  resourceId: "CourseResource",
  fileId: "StoredFile",
  questionId: "Question",
  itemId: "AssessmentItem",
  rightItemId: "AssessmentItem",
  wrongItemId: "AssessmentItem",
  "assessments.edit.id": "Assessment",
  "assessments.publish.id": "Assessment",
  "assessments.close.id": "Assessment",
  "assessments.moveItem.afterId": "AssessmentItem",
  attemptId: "Attempt",
  "families.saveGoal.id": "FamilyGoal",
  "families.moveGoal.id": "FamilyGoal",
  "families.dropGoal.id": "FamilyGoal",
  "families.resumeGoal.id": "FamilyGoal",
  "grading.queue.course": "Course",
  "grading.queue.assignment": "Assignment",
  "grading.read.id": "Submission",
  "grading.claim.id": "Submission",
  "grading.letGo.id": "Submission",
  "grading.saveDraft.id": "Submission",
  "grading.saveDraft.audioFileId": "StoredFile",
  "grading.giveBack.id": "Submission",
  "grading.changeMark.id": "Submission",
  "grading.answerRegrade.id": "Submission",
  "grading.alike.id": "Submission",
  "grading.annotate.id": "Submission",
  "grading.annotate.fileId": "StoredFile",
  "grading.eraseNote.id": "Annotation",
  "grading.proposals.filters.course": "Course",
  "grading.proposals.filters.assignment": "Assignment",
  "grading.acceptProposals.ids": "GradeProposal",
  "grading.dropSnippet.id": "CommentSnippet",
  "files.link.id": "StoredFile",
  "files.remove.id": "StoredFile",
  "files.mine.after": "StoredFile",
  "identity.endSession.id": "AuthSession",
  "handover.endSession.sessionId": "AuthSession",
  "members.resend.id": "Invitation",
  "members.withdraw.id": "Invitation",
  "team.resend.id": "Invitation",
  "team.withdraw.id": "Invitation",
  "notify.markRead.ids": "Notification",
  "platform.removeView.id": "SavedView",
  "privacy.openExport.id": "DataExport",
  "privacy.withdraw.id": "DataRequest",
  "privacy.acceptCorrection.id": "DataRequest",
  "privacy.objectToCorrection.id": "DataRequest",
  "security.renamePasskey.id": "Passkey",
  "security.removePasskey.id": "Passkey",
  "security.forgetDevice.id": "RememberedDevice",
  "tokens.revoke.id": "ApiToken",
};
/** Ids that name no family's row. */
const ofNobody: Record<string, string> = {
  competencyId: "the curriculum is published",
  competencyIds: "the curriculum is published",
  textId: "the words of a consent are published",
  textIds: "the words of a consent are published",
  "learning.saveProgress.sitting": "made up by the device, so that what is sent twice counts once",
  "talk.begin.id": "made up by the device, so that what is sent twice is said once",
  "talk.reply.id": "made up by the device, so that what is sent twice is said once",
  "talk.answer.id": "made up by the device, so that what is sent twice is said once",
  "work.handIn.key": "made up by the browser, so that a press counts once",
  "families.moveGoal.key": "made up by the browser, so that a press counts once",
};
/** Whose work it is to see every family: for them no row is foreign. Only holders of an office; a test says so. */
const offices: readonly Permission[] = [
  "application:review",
  "assessment:school",
  "audit:read",
  "case:work",
  "course:review",
  "child:contest",
  "data_request:answer",
  "health:read",
  "job:retry",
  "organization:write",
  "person:write",
  "question:school",
  "talk:moderate",
];
/** Procedures that answer a foreign id as they answer an unknown one, but otherwise than by "not found". */
const otherwise: Record<string, string> = {
  "questions.create": "it names nobody's row: competencies are published, and the area of the example is unknown",
  "feedback.list": "what was said about one's own courses, of which the filter chooses one",
  "files.mine": "one's own files, of which the id chooses some",
  "grading.queue": "work one marks, of which the ids choose some",
  "learners.list": "one's own learners, of which the course chooses some",
  "grading.proposals": "work one marks, of which the ids choose some",
  "notify.list": "one's own messages, of which the child chooses some",
  "notify.markRead": "one's own messages, of which the ids choose some",
  "notify.markAllRead": "one's own messages, of which the id chooses some",
  "talk.topics": "topics of courses one follows, of which the filter chooses some",
  "resources.all": "files of courses one changes, of which the filter chooses some",
  "talk.led": "topics of courses one leads, of which the filter chooses some",
  "security.enableCodes": "a code that answers no challenge is a wrong code",
};
/** Values for fields whose shape does not tell all of what they must be. */
const fits: Record<string, unknown> = {
  answer: { type: "essay", text: "words" },
  rating: "4",
  clarity: "",
  engagement: "",
  usefulness: "",
  question: { body: { type: "essay", stem: "words" }, key: { type: "essay" } },
  competencyIds: [],
  contact: "somebody@uhs.test",
  dueOn: null,
  dueTime: "18:00",
  criteria: [{ id: "idea", title: "Idea", weight: 1, levels: { EE: "a", ME: "b", AE: "c", BE: "d" } }],
  code: "123456",
  startsOn: new Date().toISOString().slice(0, 10),
  reviewOn: new Date(Date.now() + 28 * 86_400_000).toISOString().slice(0, 10),
  unit: "pages",
  before: new Date(),
  monthCents: null,
  price: 0n,
  email: "somebody@uhs.test",
  opensOn: null,
  digest: "0".repeat(64),
  opensTime: "08:00",
  body: { type: "doc", content: [{ type: "paragraph" }] },
  startedAt: new Date(),
  place: null,
  placeAt: null,
  doneAt: null,
};

type Definition = {
  type: "query" | "mutation" | "subscription";
  inputs?: z.ZodType[];
  meta: { permission: Permission | "visitor" };
};
type Json = {
  type?: string | string[];
  format?: string;
  properties?: Record<string, Json>;
  required?: string[];
  items?: Json;
  anyOf?: Json[];
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  minLength?: number;
};
type Asked = { path: string; type: Definition["type"]; permission: Permission; shape: Json; fields: string[] };

const shapeOf = (schema: z.ZodType): Json => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json;
const isId = (json: Json): boolean =>
  json.format === "uuid" || Boolean(json.anyOf?.some(isId)) || Boolean(json.items && isId(json.items));
/** The fields of an input that hold ids, however deep they stand: "studentId", "filters.child", "cells.recipientId". */
const idsIn = (json: Json, at = ""): string[] =>
  Object.entries(json.properties ?? {}).flatMap(([name, one]) =>
    isId(one) ? [at + name] : idsIn(one.items ?? one, `${at}${name}.`),
  );
const all = Object.entries(rootRouter._def.procedures as unknown as Record<string, { _def: Definition }>).flatMap(
  ([path, { _def }]): Asked[] => {
    if (_def.meta.permission === "visitor") return [];
    const shape = _def.inputs?.[0] ? shapeOf(_def.inputs[0]) : {};
    return [{ path, type: _def.type, permission: _def.meta.permission, shape, fields: idsIn(shape) }];
  },
);
const nameOf = (path: string, field: string) =>
  `${path}.${field}` in tableOf ? `${path}.${field}` : field.slice(field.lastIndexOf(".") + 1);
/** The tables whose rows a procedure is given, in the order of its fields. */
const taken = ({ path, fields }: Asked) =>
  fields.map((field) => tableOf[nameOf(path, field)]).filter((name) => name !== undefined);
const taking = all.filter(({ fields, permission }) => fields.length > 0 && !offices.includes(permission));

test("every id a procedure takes has a table, or a reason to have none", () => {
  const unknown = taking.flatMap(({ path, fields }) =>
    fields
      .filter((field) => ![nameOf(path, field), `${path}.${field}`].some((name) => name in tableOf || name in ofNobody))
      .map((field) => `${path}.${field}`),
  );
  expect(unknown).toEqual([]);
  expect(taking.length).toBeGreaterThan(35);
});

test("offices that see every family are held by staff and administrators alone", () => {
  const held = offices.flatMap((name) => permissions[name].roles as readonly Role[]);
  expect(held.filter((role) => !["STAFF", "ADMIN"].includes(role))).toEqual([]);
});

// ── Inputs ───────────────────────────────────────────────────────────────────────────────────────
/** A value that passes a shape, so that nothing but the id can be refused. */
function example(name: string, json: Json): unknown {
  const plain = json.type === "integer" || json.type === "number";
  if (name in fits && !plain) return fits[name];
  if (json.const !== undefined) return json.const;
  if (json.enum) return json.enum[0];
  if (json.anyOf) return example(name, json.anyOf[0] ?? {});
  const type = Array.isArray(json.type) ? json.type[0] : json.type;
  if (type === "object") return exampleOf(json);
  if (type === "array") return [example(name, json.items ?? {})];
  if (type === "boolean") return true;
  if (type === "integer" || type === "number") return Math.max(1, json.minimum ?? 1);
  if (json.format === "uuid") return t.random.uuid();
  return "words enough for any field".slice(0, Math.max(26, json.minLength ?? 0));
}
const exampleOf = (json: Json): Record<string, unknown> =>
  Object.fromEntries((json.required ?? []).map((name) => [name, example(name, json.properties?.[name] ?? {})]));

/** The input of a procedure with ids of one side, or of nobody. */
function inputOf({ path, shape, fields }: Asked, side: Side | null): Record<string, unknown> {
  const input = exampleOf(shape);
  for (const field of fields) {
    const table = tableOf[nameOf(path, field)];
    if (!table) continue;
    put(input, shape, field.split("."), side ? side.tables[table]?.id : t.random.uuid());
  }
  return input;
}

/** Puts an id into its field; what holds the field is made where it may be left out, and of a list the first is meant. */
function put(input: Record<string, unknown>, shape: Json, [name = "", ...deeper]: string[], id: unknown): void {
  const json = shape.properties?.[name] ?? {};
  if (deeper.length === 0) {
    input[name] = json.type === "array" ? [id] : id;
    return;
  }
  input[name] ??= example(name, json);
  put([input[name]].flat()[0] as Record<string, unknown>, json.items ?? json, deeper, id);
}

// ── People ───────────────────────────────────────────────────────────────────────────────────────
let t: TestDatabase;
let tables: Table[];
let a: Side;
let b: Side;

/** Somebody new of the first family: whoever asks for much that is not theirs is written down in short. */
async function somebody(role: Role): Promise<string> {
  const organizationId = String(a.tables.Organization?.id);
  if (role === "INSTRUCTOR") return (await createTeaching(t.sql, t.random, { studentId: a.child })).instructorId;
  const { id } = await createUser(t.sql, t.random, { roles: [role] });
  if (role === "PARENT") await createGuardianship(t.sql, t.random, { guardianId: id, studentId: a.child });
  // Of another grade than the curriculum the sides are filled with: what is published is counted for everybody.
  if (role === "STUDENT")
    await createStudent(t.sql, t.random, { userId: id, familyId: String(a.tables.Family?.id), grade: "G9" });
  if (role === "PARTNER") await createMembership(t.sql, t.random, { userId: id, organizationId });
  return id;
}

/** A side whose rows are in the state in which a procedure would act on them: a foreign one is refused for no lesser reason. */
async function liveSide(): Promise<Side> {
  const side = await createSide(t, tables);
  const { rows } = await t.sql.query(
    `SELECT id FROM "Guardianship" WHERE "guardianId" = $1 AND "studentId" = $2 AND "endedAt" IS NULL`,
    [side.parent, side.child],
  );
  side.tables.Guardianship = { id: rows[0]?.id };
  const guardian = {
    kind: "guardian",
    relation: "AUNT",
    rights: { view: true, message: true, pay: false, consent: false },
  };
  await t.sql.query(
    `UPDATE "Invitation" SET "studentIds" = ARRAY[$2::uuid], role = 'PARENT', grants = $3 WHERE id = $1`,
    [side.tables.Invitation?.id, side.child, guardian],
  );
  await t.sql.query(`UPDATE "Course" SET status = 'PUBLISHED' WHERE id = $1`, [side.tables.Course?.id]);
  await t.sql.query(`UPDATE "DataExport" SET status = 'READY', "fileId" = $2 WHERE id = $1`, [
    side.tables.DataExport?.id,
    side.tables.StoredFile?.id,
  ]);
  return side;
}

let statements: string[] | null = null;
const { query } = pg.Client.prototype;
beforeAll(async () => {
  t = await testDatabase("foreign-ids");
  tables = (await tablesOf(t.sql)).filter(({ name }) => !publicTables.includes(name));
  a = await liveSide();
  b = await liveSide();
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [first] = given as [string | { text?: string }];
    if (this !== t.sql) statements?.push(typeof first === "string" ? first : (first.text ?? ""));
    return (query as (...given: unknown[]) => unknown).apply(this, given);
  } as typeof query;
});
afterAll(async () => {
  pg.Client.prototype.query = query;
  await t.close();
});

// ── Asking ───────────────────────────────────────────────────────────────────────────────────────
const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const plain = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
type Answer = { refused: string | null; said: string; statements: string[]; requestId: string };

/** Calls a procedure; what was said is freed of the ids that were sent and of the request's own name. */
async function ask(who: { id: string; role: Role }, path: string, input: Record<string, unknown>): Promise<Answer> {
  const requestId = t.random.uuid();
  const caller = await t.as({ user: who.id, role: who.role }, { requestId });
  const procedure = path.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], caller);
  statements = [];
  let said: unknown;
  let refused: string | null = null;
  try {
    said = await (procedure as (input: unknown) => Promise<unknown>)(input);
  } catch (error) {
    const known = toAppError(error);
    refused = `${known.kind} ${known.reason}`;
    said = publicError(known, { locale: "en", requestId: "" });
  }
  const seen = statements;
  statements = null;
  let text = JSON.stringify(said, plain) ?? "";
  for (const [id] of JSON.stringify(input, plain).matchAll(uuids)) text = text.replaceAll(id, "…");
  return { refused, said: text, statements: seen, requestId };
}

/** Every row of a side, so that a change of any is seen. */
async function stateOf(side: Side): Promise<string> {
  const one = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, md5(coalesce(string_agg(x::text, '|' ORDER BY x::text), '')) AS sum FROM "${name}" x WHERE x::text ~ $1`,
  );
  // Told by their own design to be about a refusal, not a change of what the family has.
  const asked = one.filter((text) => !text.includes(`'AuditEvent'`)).join(" UNION ALL ");
  // A server reads many tables side by side: in which order they come says nothing.
  const { rows } = await t.sql.query(`${asked} ORDER BY 1`, [side.ids.join("|")]);
  return JSON.stringify(rows);
}

const nameOfChild = async ({ child }: Side): Promise<string> =>
  (await t.sql.query(`SELECT "admissionNumber" AS name FROM "Student" WHERE id = $1`, [child])).rows[0].name;
const loggedAs = async (requestId: string) =>
  (await t.sql.query(`SELECT after::text FROM "AuditEvent" WHERE "requestId" = $1 AND outcome = 'DENIED'`, [requestId]))
    .rows;

const pairs = taking
  .filter(({ type }) => type !== "subscription")
  .flatMap((asked) => permissions[asked.permission].roles.map((role: Role) => ({ role, asked, path: asked.path })));

describe("an id of another family", () => {
  /** What the other family had after the last of these cases: before the next one it has the same. */
  let stands: string;
  beforeAll(async () => {
    stands = await stateOf(b);
  });

  test.each(pairs)("$path by $role", async ({ role, asked }) => {
    const who = { id: await somebody(role), role };
    const input = inputOf(asked, b);
    const theirs = await ask(who, asked.path, input);
    const before = stands;
    stands = await stateOf(b);
    expect(stands).toBe(before);
    const nobodys = await ask(who, asked.path, inputOf(asked, null));
    expect({ ...theirs, requestId: "" }).toEqual({ ...nobodys, requestId: "" });
    expect(theirs.said).not.toMatch(new RegExp(b.ids.join("|")));
    if (asked.path in otherwise) return;
    expect(theirs.refused).toMatch(/^NOT_FOUND /);
    for (const { requestId } of [theirs, nobodys]) expect(await loggedAs(requestId)).toHaveLength(1);
    const named = taken(asked).map((table) => String(b.tables[table]?.id));
    expect((await loggedAs(theirs.requestId))[0].after).toContain(named[0]);
  });
});

/** What ends or takes away comes last: the others need what it takes. */
const ends = /remove|end|drop|withdraw|forget|revoke|answer|contest|leave/i;
const own = pairs
  // A guardian ends sessions of a child; the rows of these families are the guardian's own. handover's own tests do it.
  .filter(({ role, path }) => role === "PARENT" && path !== "handover.endSession" && !(path in otherwise))
  .sort((one, two) => Number(ends.test(one.path)) - Number(ends.test(two.path)));

test.each(own)("the same with an id of one's own family is found: $path", async ({ role, asked }) => {
  const answer = await ask({ id: a.parent, role }, asked.path, inputOf(asked, a));
  expect(answer.refused ?? "").not.toMatch(/^NOT_FOUND /);
});

// ── Lists, counts and search ─────────────────────────────────────────────────────────────────────
const asksNothing = ({ type, shape, permission }: Asked) =>
  type === "query" &&
  !offices.includes(permission) &&
  permission !== "person:read" &&
  (shape.required ?? []).length === 0;
/** Left aside: the published curriculum, and one's own sessions and log, which these calls themselves add to. */
const aside = /^(curriculum\.|identity\.sessions$|audit\.mine$)/;
const unasked = all.filter((asked) => asksNothing(asked) && !aside.test(asked.path));
const insiders = ["PARENT", "STUDENT", "INSTRUCTOR", "PARTNER"] as const;

test.each(insiders)(
  "nothing that happens in another family changes a list, a count or what is found, for a %s",
  async (role) => {
    const who = { id: await somebody(role), role };
    const mine = unasked.filter(({ permission }) => (permissions[permission].roles as readonly Role[]).includes(role));
    const everything = async () => {
      const ctx = await t.ctx({ user: who.id, role });
      const told: Record<string, string> = {
        frame: JSON.stringify(await shellData(ctx)),
        home: JSON.stringify(await readPartnerHome(ctx)),
        class: JSON.stringify(await readTeaching(ctx)),
      };
      for (const { path, shape } of mine) told[path] = (await ask(who, path, exampleOf(shape))).said;
      for (const word of words) told[`search ${word}`] = (await ask(who, "platform.search", { q: word })).said;
      return told;
    };
    const words = [await nameOfChild(a), await nameOfChild(b), b.parent];
    const before = await everything();
    const more = await createSide(t, tables);
    const after = await everything();
    expect(after).toEqual(before);
    expect(Object.values(after).join()).not.toMatch(new RegExp([...b.ids, ...more.ids].join("|")));
    expect(mine.length).toBeGreaterThan(5);
  },
);
