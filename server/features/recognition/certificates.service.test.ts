import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createConsent } from "@/tests/factories/consent";
import { createGuardianship, createHousehold, rights } from "@/tests/factories/families";
import { createMembership, createStaff, createUser } from "@/tests/factories/identity";
import { insertRow } from "@/tests/factories/insert";
import {
  createAssessment,
  createCoTeacher,
  createCourse,
  createEnrollment,
  createLesson,
} from "@/tests/factories/learning";
import { attempt, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { makeCode, RANDOM_SIGNS, spellCode } from "./certificates.code.domain";
import { certificateLate, certificatesBegun } from "./certificates.events";
import { listCertificates, verifyCertificate } from "./certificates.queries";
import type { CertificateRule } from "./certificates.schema";
import { findLate, issueCertificate } from "./certificates.service";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());
const rows = async <R extends object>(text: string, values: unknown[]) => (await t.sql.query(text, values)).rows as R[];
const known = (typed: string) => verifyCertificate(t.visitorCtx(), typed);

/** A child with an account in a course of one lesson, which it has finished unless told. */
async function finisher({ certificate = {}, finished = true }: { certificate?: object; finished?: boolean } = {}) {
  const { parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
  const account = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  const [child] = students;
  if (!child) throw new Error("no child");
  await t.sql.query(
    `UPDATE "Student" SET "userId" = $1, "firstName" = 'Zawadi', "lastName" = 'Wanjikũ' WHERE id = $2`,
    [account.id, child.id],
  );
  const owner = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"], name: "Daniel Kiprop" });
  const course = await createCourse(t.sql, t.random, {
    ownerId: owner.id,
    title: "Fractions in the kitchen",
    certificate: { given: true, words: "You share fairly.", ...certificate },
  });
  const lesson = await createLesson(t.sql, t.random, { courseId: course.id, minutes: 25 });
  await createEnrollment(t.sql, t.random, { courseId: course.id, studentId: child.id, enrolledById: parent.id });
  // Late on the 19th in London is the 20th in Nairobi.
  const doneAt = new Date("2026-11-19T22:30:00Z");
  const learn = async () =>
    (await t.as(account)).learning.saveProgress({
      ...{ lessonId: lesson.id, sitting: t.random.uuid(), startedAt: doneAt, seconds: 60, percent: 100 },
      ...{ place: null, placeAt: null, doneAt, answers: {} },
    });
  if (finished) await learn();
  const issue = () => issueCertificate({ studentId: child.id, cause: lesson.id });
  const list = async () => (await t.as(parent)).certificates.list({ studentId: child.id });
  return { parent, account, child, owner, course, lesson, learn, issue, list };
}

/** The same, with the certificate in hand. */
async function holder() {
  const made = await finisher();
  const id = await made.issue();
  const [certificate] = await made.list();
  if (!id || !certificate) throw new Error("no certificate");
  return { ...made, id, code: certificate.code };
}

describe("a certificate is made out", () => {
  test("by the lesson that finishes the course, once, with what was true that day; family and child are told", async () => {
    const { child, parent, account, issue, list, learn } = await finisher({ finished: false });
    expect(await issue()).toBeNull();
    await learn();
    const made = await Promise.all([issue(), issue(), issue()]);
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await issue()).toBeNull();
    const [row] = await rows(`SELECT * FROM "Certificate" WHERE "studentId" = $1`, [child.id]);
    expect(row).toMatchObject({
      ...{ firstName: "Zawadi", lastName: "Wanjikũ", title: "Fractions in the kitchen", teacher: "Daniel Kiprop" },
      ...{ grade: "G4", lessons: 1, minutes: 25, words: "You share fairly.", issuedById: null },
    });
    expect(await list()).toMatchObject([{ completedOn: new Date("2026-11-20T00:00:00Z"), mayKeep: false }]);
    expect(
      await rows(
        `SELECT "userId", type, href FROM "Notification" WHERE "studentId" = $1 AND type LIKE 'certificate.%'`,
        [child.id],
      ),
    ).toEqual(
      expect.arrayContaining([
        { userId: account.id, type: "certificate.issued", href: "/dashboard/student/achievements" },
        {
          userId: parent.id,
          type: "certificate.issued",
          href: `/dashboard/parent/children/${child.id}?tab=achievements`,
        },
      ]),
    );
    const log = await rows(`SELECT action, system FROM "AuditEvent" WHERE "studentId" = $1 AND action LIKE 'cert%'`, [
      child.id,
    ]);
    expect(log).toEqual([{ action: "certificate.issued", system: "recognition" }]);
  });

  test("not where the course gives none", async () => {
    const { issue } = await finisher({ certificate: { given: false } });
    expect(await issue()).toBeNull();
  });

  test("by the attempt that was still missing, where a level is asked for in every assessment", async () => {
    const { child, course, issue, list } = await finisher({ certificate: { least: "ME" } });
    const assessment = await createAssessment(t.sql, t.random, { courseId: course.id });
    await createAssessment(t.sql, t.random, { courseId: course.id, status: "DRAFT" });
    const take = async (number: number, percent: number, levelCode: string) => {
      const id = t.random.uuid();
      await insertRow(t.sql, "Attempt", {
        ...{ id, assessmentId: assessment.id, courseId: course.id, studentId: child.id, number, percent, levelCode },
        ...{ status: "GRADED", submittedAt: new Date(), updatedAt: new Date() },
      });
      return { id };
    };
    expect(await issue()).toBeNull();
    const low = await take(1, 30, "AE");
    expect(await issueCertificate({ studentId: child.id, cause: low.id })).toBeNull();
    const enough = await take(2, 60, "ME");
    expect(await issueCertificate({ studentId: child.id, cause: enough.id })).not.toBeNull();
    expect(await list()).toHaveLength(1);
  });
});

describe("a course that begins to give certificates", () => {
  /** Its teacher's edit of the rule alone. */
  async function rules({ course, owner }: Awaited<ReturnType<typeof finisher>>, certificate: CertificateRule) {
    const api = await t.as(owner);
    const { revision, ...told } = await api.courses.read({ id: course.id });
    const { title, grade, learningAreaCode, language, summary, price, inPlan, drip } = told;
    const kept = {
      title,
      grade,
      learningAreaCode,
      language: language as "en",
      summary,
      price,
      inPlan,
      drip,
      requires: [],
    };
    const written = { description: "", whatYouLearn: "", audience: "", requirements: "" };
    const { allowsReviews, allowsQuestions, allowsComments } = told;
    const allows = { allowsReviews, allowsQuestions, allowsComments };
    return api.courses.edit({ id: course.id, revision, ...kept, ...written, ...allows, certificate });
  }
  const begun = async ({ course }: { course: { id: string } }) =>
    (
      await rows<{ payload: unknown }>(
        `SELECT payload FROM "OutboxEvent" WHERE name = $1 AND payload->>'courseId' = $2 ORDER BY id`,
        [certificatesBegun.name, course.id],
      )
    ).map(({ payload }) => certificatesBegun.schema.parse(payload));
  const asked = ({ child }: { child: { id: string } }) =>
    rows(`SELECT payload FROM "OutboxEvent" WHERE name = $1 AND payload->>'studentId' = $2`, [
      certificateLate.name,
      child.id,
    ]);
  const given = { given: true, least: "NONE", words: "" } as const;

  test("gives one to who had finished it, with the day on which that was; once, however often it is said", async () => {
    const made = await finisher({ certificate: { given: false } });
    await rules(made, { ...given, given: false });
    expect(await begun(made)).toEqual([]);
    await rules(made, given);
    await rules(made, { ...given, words: "Well done." });
    const [first, ...more] = await begun(made);
    expect([first?.courseId, more]).toEqual([made.course.id, []]);
    if (!first) return;
    expect([await findLate(first), await findLate(first)]).toEqual([1, 1]);
    expect(await asked(made)).toEqual([{ payload: { studentId: made.child.id, courseId: made.course.id } }]);
    const issue = () => issueCertificate({ studentId: made.child.id, cause: made.course.id });
    expect((await Promise.all([issue(), issue()])).filter(Boolean)).toHaveLength(1);
    expect(await made.list()).toMatchObject([{ completedOn: new Date("2026-11-20T00:00:00Z") }]);
    expect(await findLate(first)).toBe(0);
  });

  test("gives none to who has not finished it, or not reached its level; and nobody else may ask who did", async () => {
    const unfinished = await finisher({ finished: false, certificate: { given: false } });
    await rules(unfinished, given);
    const [event] = await begun(unfinished);
    expect(event && (await findLate(event))).toBe(0);
    expect(await issueCertificate({ studentId: unfinished.child.id, cause: unfinished.course.id })).toBeNull();
    const low = await finisher({ certificate: { given: false } });
    await createAssessment(t.sql, t.random, { courseId: low.course.id });
    await rules(low, { ...given, least: "ME" });
    expect(await issueCertificate({ studentId: low.child.id, cause: low.course.id })).toBeNull();
    const told = await t.asApp(low.owner.id, "INSTRUCTOR", (query) =>
      query(`SELECT app.uncertified($1::uuid)`, [low.course.id]),
    );
    expect(told).toEqual([]);
  });
});

describe("a code", () => {
  test("of a certificate that stands tells a stranger no more of the child than its given name and an initial", async () => {
    const { code } = await holder();
    const told = await known(` ${spellCode(code).toLowerCase()} `);
    expect(told).toEqual({
      ...{ state: "valid", name: "Zawadi W.", title: "Fractions in the kitchen", language: "en" },
      ...{ completedOn: new Date("2026-11-20T00:00:00Z"), issuedOn: expect.any(Date) },
    });
    const answer = await t.asApp(null, null, (query) => query(`SELECT * FROM app.verify_certificate($1)`, [code]));
    expect(JSON.stringify(answer)).not.toContain("anjik");
  });

  test("nobody has is unknown, and so is every part of one", async () => {
    const { code } = await holder();
    expect(await known(makeCode(randomBytes(RANDOM_SIGNS)))).toEqual({ state: "unknown" });
    for (const typed of [code.slice(0, 19), `${code}2`, "%", `${code.slice(0, 10)}%`, "' OR true --", ""])
      expect(await known(typed)).toEqual({ state: "mistyped" });
    expect(await t.asApp(null, null, (query) => query(`SELECT * FROM app.verify_certificate('%')`))).toEqual([]);
    expect(await t.asApp(null, null, (query) => query(`SELECT code FROM "Certificate"`))).toEqual([]);
  });
});

describe("a certificate is withdrawn", () => {
  test("by the course's lead with a reason that the family reads and no stranger does", async () => {
    const { id, code, owner, parent, child, list } = await holder();
    const api = await t.as(owner);
    await api.certificates.revoke({ id, reason: "Somebody else did the lessons." });
    expect(await known(code)).toEqual({ state: "revoked", on: expect.any(Date) });
    expect(await list()).toMatchObject([{ reason: "Somebody else did the lessons.", revokedAt: expect.any(Date) }]);
    const [notice] = await rows(
      `SELECT params FROM "Notification" WHERE "userId" = $1 AND type = 'certificate.revoked'`,
      [parent.id],
    );
    expect(notice).toMatchObject({ params: { reason: "Somebody else did the lessons." } });
    await expect(api.certificates.revoke({ id, reason: "Once more." })).rejects.toThrow("certificate.revoked_already");
    const log = await rows(`SELECT "actorId" FROM "AuditEvent" WHERE "studentId" = $1 AND action = $2`, [
      child.id,
      "certificate.revoked",
    ]);
    expect(log).toEqual([{ actorId: owner.id }]);
  });

  test("also by staff; by a co-teacher, another teacher or the family never", async () => {
    const { id, course, parent } = await holder();
    const coTeacher = await createCoTeacher(t.sql, t.random, {
      courseId: course.id,
      ...{ canEdit: true, canGrade: true, canLearners: true },
    });
    const stranger = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
    for (const teacher of [coTeacher.userId, stranger.id]) {
      const { certificates } = await t.as(teacher);
      await expect(certificates.revoke({ id, reason: "No." })).rejects.toThrow("certificate.not_found");
      await expect(certificates.reissue({ id })).rejects.toThrow("certificate.not_found");
    }
    await expect((await t.as(parent)).certificates.revoke({ id, reason: "No." })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const staff = await t.as(await createStaff(t.sql, t.random));
    await staff.certificates.revoke({ id, reason: "Issued in error." });
  });

  test("without words of why it is refused beside the field", async () => {
    const { id, owner } = await holder();
    await expect((await t.as(owner)).certificates.revoke({ id, reason: " " })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });
});

describe("a certificate is made out anew", () => {
  test("with the name as it is written now; the old code says that it was replaced, and the deed stays as it was", async () => {
    const { id, code, owner, child, list, course } = await holder();
    const { certificates } = await t.as(owner);
    await expect(certificates.reissue({ id })).rejects.toThrow("certificate.unchanged");
    await t.sql.query(`UPDATE "Student" SET "lastName" = 'Mũthoni' WHERE id = $1`, [child.id]);
    await t.sql.query(`UPDATE "Course" SET title = 'Another course by now' WHERE id = $1`, [course.id]);
    const fresh = await certificates.reissue({ id });
    expect(await known(code)).toEqual({ state: "replaced", on: expect.any(Date) });
    const [now] = await list();
    expect(now).toMatchObject({ id: fresh.id, title: "Fractions in the kitchen" });
    expect(await known(now?.code ?? "")).toMatchObject({ state: "valid", name: "Zawadi M." });
    await expect(certificates.reissue({ id })).rejects.toThrow("certificate.not_found");
  });

  test("after it was withdrawn by mistake; and never by itself", async () => {
    const { id, owner, issue, list } = await holder();
    const { certificates } = await t.as(owner);
    await certificates.revoke({ id, reason: "A mistake." });
    expect(await issue()).toBeNull();
    await certificates.reissue({ id });
    expect(await list()).toMatchObject([{ revokedAt: null, reason: null }]);
  });
});

describe("a child's certificates are seen", () => {
  test("by family, class and staff; not by a guardian without the right, a partner without consent, another course's teacher", async () => {
    const { id, child, parent, account, owner } = await holder();
    const payer = await createUser(t.sql, t.random);
    await createGuardianship(t.sql, t.random, { guardianId: payer.id, studentId: child.id, ...rights.payOnly });
    const { userId: partner, organizationId } = await createMembership(t.sql, t.random, {});
    const other = await createCourse(t.sql, t.random);
    await createEnrollment(t.sql, t.random, { courseId: other.id, studentId: child.id });
    const staff = await createStaff(t.sql, t.random);
    const seenBy = (who: string, role: "PARENT" | "STUDENT" | "INSTRUCTOR" | "PARTNER" | "STAFF") =>
      t.asApp(who, role, async (query) => (await query(`SELECT 1 FROM "Certificate" WHERE id = $1`, [id])).length);
    expect(await seenBy(parent.id, "PARENT")).toBe(1);
    expect(await seenBy(account.id, "STUDENT")).toBe(1);
    expect(await seenBy(owner.id, "INSTRUCTOR")).toBe(1);
    expect(await seenBy(staff.id, "STAFF")).toBe(1);
    expect(await seenBy(payer.id, "PARENT")).toBe(0);
    expect(await seenBy(partner, "PARTNER")).toBe(0);
    expect(await seenBy(other.ownerId, "INSTRUCTOR")).toBe(0);
    expect(await listCertificates(await t.ctx(other.ownerId), child.id)).toEqual([]);
    expect(await listCertificates(await t.ctx(owner), child.id)).toMatchObject([{ id, mayKeep: true }]);
    for (const nobody of [payer.id, (await createUser(t.sql, t.random)).id])
      await expect((await t.as(nobody)).certificates.list({ studentId: child.id })).rejects.toThrow("child.not_found");
    await createConsent(t.sql, t.random, {
      ...{ studentId: child.id, grantedById: parent.id, dataType: "PROGRESS" },
      ...{ recipientType: "PARTNER", recipientId: organizationId },
    });
    expect(await seenBy(partner, "PARTNER")).toBe(1);
  });
});

test("past all of our code nobody writes a certificate, changes one, or takes a withdrawal back", async () => {
  const { id, owner, account, child, course } = await holder();
  const copy = `INSERT INTO "Certificate" SELECT gen_random_uuid(), $2, "studentId", "courseId", "firstName", "lastName", title, language, grade, teacher,
    lessons, minutes, words, "completedOn", now(), $3::uuid FROM "Certificate" WHERE id = $1`;
  const code = makeCode(randomBytes(RANDOM_SIGNS));
  for (const [who, role] of [
    [owner.id, "INSTRUCTOR"],
    [account.id, "STUDENT"],
  ] as const)
    await t.asApp(who, role, async (query) => {
      expect(await attempt(query, copy, [id, code, who])).toMatchObject({ refused: /row-level security/ });
      expect(await query(`DELETE FROM "Certificate" WHERE id = $1 RETURNING id`, [id])).toEqual([]);
    });
  await t.asApp(owner.id, "INSTRUCTOR", async (query) => {
    for (const set of [`"firstName" = 'Other'`, `title = 'Other'`, `"completedOn" = '2020-01-01'`])
      expect(await attempt(query, `UPDATE "Certificate" SET ${set} WHERE id = $1`, [id])).toMatchObject({
        refused: /stays as it was made out/,
      });
    await query(`UPDATE "Certificate" SET "revokedAt" = now(), "revokedById" = $2, reason = 'x' WHERE id = $1`, [
      id,
      owner.id,
    ]);
    expect(
      await attempt(query, `UPDATE "Certificate" SET "revokedAt" = NULL, reason = NULL WHERE id = $1`, [id]),
    ).toMatchObject({ refused: /stays as it was made out/ });
  });
  expect(
    await t.asApp(account.id, "STUDENT", (query) =>
      query(`UPDATE "Certificate" SET reason = 'x' WHERE id = $1 RETURNING id`, [id]),
    ),
  ).toEqual([]);
  for (const [who, role] of [
    [owner.id, "INSTRUCTOR"],
    [null, null],
  ] as const)
    expect(
      await t.asApp(who, role, (query) => query(`SELECT * FROM app.certificate_due($1, $2)`, [child.id, course.id])),
    ).toEqual([]);
});
