/** What staff record about a child, and what a family asks by law. */
import type { Prisma } from "@/server/platform/db/work";
import { createGuardianship, createStudent } from "./families";
import { createStaff, madeAt } from "./identity";
import { insertRow, type Sql } from "./insert";
import type { Random } from "./random";

type Given<T> = Partial<T>;

export const buildCase = (
  random: Random,
  given: Given<Prisma.FamilyCaseCreateManyInput> & { studentId: string; openedById: string },
) => {
  const createdAt = (given.createdAt as Date | undefined) ?? madeAt;
  return {
    id: random.uuid(createdAt),
    title: "Low mood for a week",
    reason: "Moods of 1 and 2 on five days",
    status: "OPEN" as const,
    ownerId: null,
    dueOn: null,
    closedAt: null,
    updatedAt: createdAt,
    ...given,
    createdAt,
  };
};

export async function createCase(sql: Sql, random: Random, given: Given<Prisma.FamilyCaseCreateManyInput> = {}) {
  const studentId = given.studentId ?? (await createStudent(sql, random)).id;
  const openedById = given.openedById ?? (await createStaff(sql, random)).id;
  const familyCase = buildCase(random, { ...given, studentId, openedById });
  await insertRow(sql, "FamilyCase", familyCase);
  return familyCase;
}

export const buildNote = (
  random: Random,
  given: Given<Prisma.CaseNoteCreateManyInput> & { studentId: string; authorId: string },
) => {
  const createdAt = (given.createdAt as Date | undefined) ?? madeAt;
  return { id: random.uuid(createdAt), caseId: null, body: "Spoke with the family by phone.", ...given, createdAt };
};

export async function createNote(sql: Sql, random: Random, given: Given<Prisma.CaseNoteCreateManyInput> = {}) {
  const studentId = given.studentId ?? (await createStudent(sql, random)).id;
  const authorId = given.authorId ?? (await createStaff(sql, random)).id;
  const note = buildNote(random, { ...given, studentId, authorId });
  await insertRow(sql, "CaseNote", note);
  return note;
}

export const buildIntervention = (
  random: Random,
  given: Given<Prisma.InterventionCreateManyInput> & { studentId: string; ownerId: string },
) => {
  const createdAt = (given.createdAt as Date | undefined) ?? madeAt;
  return {
    id: random.uuid(createdAt),
    aim: null,
    plan: "A call every Monday for four weeks.",
    status: "RUNNING" as const,
    result: null,
    outcome: null,
    startsOn: null,
    reviewOn: null,
    endedOn: null,
    toldFamily: false,
    updatedAt: createdAt,
    ...given,
    createdAt,
  };
};

export async function createIntervention(
  sql: Sql,
  random: Random,
  given: Given<Prisma.InterventionCreateManyInput> = {},
) {
  const studentId = given.studentId ?? (await createStudent(sql, random)).id;
  const ownerId = given.ownerId ?? (await createStaff(sql, random)).id;
  const intervention = buildIntervention(random, { ...given, studentId, ownerId });
  await insertRow(sql, "Intervention", intervention);
  return intervention;
}

/** A teacher's praise, a plain one unless told. */
export const buildPraise = (
  random: Random,
  given: Given<Prisma.PraiseCreateManyInput> & { studentId: string; authorId: string },
) => {
  const createdAt = (given.createdAt as Date | undefined) ?? madeAt;
  return {
    id: random.uuid(createdAt),
    day: createdAt.toISOString().slice(0, 10),
    kind: "EFFORT" as const,
    words: null,
    takenBackAt: null,
    ...given,
    createdAt,
  };
};

export const buildRisk = (
  random: Random,
  given: Given<Prisma.RiskScoreCreateManyInput> & { studentId: string; day: string | Date },
) => ({
  id: random.uuid(),
  score: 50,
  reasons: [],
  createdAt: madeAt,
  ...given,
});

export async function createRisk(sql: Sql, random: Random, given: Given<Prisma.RiskScoreCreateManyInput> = {}) {
  const studentId = given.studentId ?? (await createStudent(sql, random)).id;
  const risk = buildRisk(random, { day: "2026-01-15", ...given, studentId });
  await insertRow(sql, "RiskScore", risk);
  return risk;
}

/** Days the law gives for an answer, by kind of request. */
export const legalDays = { EXPORT: 7, CORRECTION: 14, DELETION: 14 } as const;

export const buildDataRequest = (
  random: Random,
  given: Given<Prisma.DataRequestCreateManyInput> & { studentId: string; requestedById: string },
) => {
  const createdAt = (given.createdAt as Date | undefined) ?? madeAt;
  const kind = given.kind ?? "EXPORT";
  return {
    id: random.uuid(createdAt),
    kind,
    details: null,
    status: "RECEIVED" as const,
    dueAt: new Date(createdAt.getTime() + legalDays[kind] * 86_400_000),
    handledById: null,
    answeredAt: null,
    answer: null,
    updatedAt: createdAt,
    ...given,
    createdAt,
  };
};

/** A guardian's request; a guardian with the right to consent is made when absent. */
export async function createDataRequest(
  sql: Sql,
  random: Random,
  given: Given<Prisma.DataRequestCreateManyInput> = {},
) {
  const made =
    given.studentId && given.requestedById
      ? null
      : await createGuardianship(sql, random, { studentId: given.studentId });
  const request = buildDataRequest(random, {
    ...given,
    studentId: given.studentId ?? made?.studentId ?? "",
    requestedById: given.requestedById ?? made?.guardianId ?? "",
  });
  await insertRow(sql, "DataRequest", request);
  return request;
}
