/** Two families that have nothing to do with each other, each with a row in every table: for tests of what stays apart. */
import { createConsent, createSponsorship } from "../factories/consent";
import { createCompetency } from "../factories/curriculum";
import { createHousehold, createTeaching } from "../factories/families";
import { createMembership, createUser } from "../factories/identity";
import { createBadge, createCourse } from "../factories/learning";
import type { TestDatabase } from "./db";
import { fillTables, learningRows, type Owner, type Table } from "./fill";

/** A family with the people around it. `ids` are those by which a row of theirs is known. */
export type Side = Owner & {
  ids: string[];
  parent: string;
  student: string;
  child: string;
  teacher: string;
  sponsor: string;
};

/** A family with its own parent, child account, teacher, sponsor and staff worker, and a row in every table. */
export async function createSide(t: TestDatabase, tables: Table[]): Promise<Side> {
  const { family, parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
  const child = students[0]!;
  const account = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
  await t.sql.query(`UPDATE "Student" SET "userId" = $1, upi = '\\x01', "assessmentNo" = '\\x02' WHERE id = $2`, [
    account.id,
    child.id,
  ]);
  const teaching = await createTeaching(t.sql, t.random, { studentId: child.id });
  const membership = await createMembership(t.sql, t.random, { role: "OWNER" });
  const organizationId = membership.organizationId;
  await createSponsorship(t.sql, t.random, { studentId: child.id, organizationId, signedById: parent.id });
  for (const dataType of ["PROFILE", "PROGRESS", "MOOD"] as const) {
    await createConsent(t.sql, t.random, {
      studentId: child.id,
      grantedById: parent.id,
      dataType,
      recipientType: "PARTNER",
      recipientId: organizationId,
    });
    await createConsent(t.sql, t.random, {
      studentId: child.id,
      grantedById: parent.id,
      dataType,
      recipientType: "INSTRUCTOR",
      recipientId: teaching.instructorId,
    });
  }
  const competency = await createCompetency(t.sql, t.random, { learningAreaCode: "MATH" });
  const owner: Owner = {
    tables: {
      User: { id: parent.id },
      Family: { id: family.id },
      Student: { id: child.id },
      Organization: { id: organizationId },
      LearningArea: { code: "MATH" },
      Permission: { name: "self:read" },
      Badge: { code: (await createBadge(t.sql, t.random)).code },
      Competency: { id: competency.id },
    },
    columns: {
      userId: parent.id,
      studentId: child.id,
      familyId: family.id,
      organizationId,
      recipientId: organizationId,
      ...Object.fromEntries(
        [
          "guardianId",
          "recordedById",
          "createdById",
          "ownerId",
          "actorId",
          "authorId",
          "openedById",
          "requestedById",
          "handledById",
          "grantedById",
          "signedById",
          "invitedById",
          "addedById",
          "submittedById",
          "enrolledById",
          "setById",
          "changedById",
          "gradedById",
        ].map((name) => [name, parent.id]),
      ),
    },
  };
  const { rows: texts } = await t.sql.query(`SELECT id FROM "ConsentText" WHERE purpose = 'account' LIMIT 1`);
  await fillTables(t.sql, tables, owner, t.random, {
    ProcessingConsent: { textId: texts[0]?.id },
    ChildKey: { hash: "$argon2id$" },
    UserRole: { role: "STAFF", userId: account.id },
    Guardianship: { endedAt: new Date(), isPrimary: false },
    TeachingAssignment: { instructorId: parent.id, learningAreaCode: "MATH", endsOn: null },
    AuditEvent: { system: null },
    AuditLink: { seq: t.random.int(1, 1_000_000_000) },
    AuditAnchor: { day: new Date(t.random.int(1, 20_000) * 86_400_000).toISOString().slice(0, 10) },
    ConsentRecord: { recipientType: "INSTRUCTOR", recipientId: parent.id, withdrawal: false },
    RolePermission: { role: "PARENT", permissionName: "self:read" },
    Membership: { userId: account.id },
    StaffProfile: { userId: account.id },
    MoodEntry: { mood: 3, energy: 3 },
    FeatureFlag: {},
    Notification: { dedupeKey: t.random.uuid() },
    ...learningRows,
    CoursePrerequisite: { requiredId: (await createCourse(t.sql, t.random, { status: "DRAFT" })).id },
  });
  await t.sql.query(`DELETE FROM "UserRole" WHERE role = 'STAFF'`);
  return {
    ...owner,
    ids: [
      ...[parent.id, account.id, child.id, family.id, teaching.instructorId, organizationId, membership.userId],
      competency.id,
      ...["Course", "CourseModule", "Lesson", "Question", "QuestionVersion", "Assessment", "Assignment"].map((name) =>
        String(owner.tables[name]?.id),
      ),
    ],
    parent: parent.id,
    student: account.id,
    child: child.id,
    teacher: teaching.instructorId,
    sponsor: membership.userId,
  };
}
