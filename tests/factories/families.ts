import type { Prisma } from "@/server/platform/db/work";
import { createLearningArea } from "./curriculum";
import { createUser, madeAt } from "./identity";
import { insertRow, type Sql } from "./insert";
import { givenName, home, type Sex, surname } from "./names";
import type { Random } from "./random";

type Given<T> = Partial<T>;
const aDay = 86_400_000;
export const grades = ["PP1", "PP2", "G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9"] as const;
export type Grade = (typeof grades)[number];

/** YYYY-MM-DD of a moment in Nairobi, where it is never summer time. */
export const dayOf = (at: Date) => new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 10);

export function buildFamily(random: Random, given: Given<Prisma.FamilyCreateManyInput> = {}) {
  return {
    id: random.uuid(given.createdAt as Date | undefined),
    name: surname(random),
    kind: "HOUSEHOLD" as const,
    ...home(random),
    createdAt: madeAt,
    updatedAt: madeAt,
    ...given,
  };
}

export async function createFamily(sql: Sql, random: Random, given: Given<Prisma.FamilyCreateManyInput> = {}) {
  const family = buildFamily(random, given);
  await insertRow(sql, "Family", family);
  return family;
}

/** A child's birth day for a grade: between four and a half and five and a half at PP1, a year more per grade. */
export function birthDate(random: Random, grade: Grade, today: Date = new Date()): string {
  const years = 4.5 + grades.indexOf(grade) + random.next();
  return dayOf(new Date(today.getTime() - years * 365.25 * aDay));
}

export function buildStudent(random: Random, given: Given<Prisma.StudentCreateManyInput> & { familyId: string }) {
  const createdAt = (given.createdAt as Date | undefined) ?? madeAt;
  const id = given.id ?? random.uuid(createdAt);
  const sex: Sex = (given.sex as Sex | undefined) ?? random.pick(["FEMALE", "MALE"]);
  const grade: Grade = given.grade ?? random.pick(grades);
  return {
    id,
    userId: null as string | null,
    admissionNumber: `T-${id.slice(-10)}`,
    firstName: givenName(random, sex),
    lastName: surname(random),
    grade,
    birthDate: birthDate(random, grade),
    sex,
    learningProfile: {},
    status: "ACTIVE" as const,
    updatedAt: createdAt,
    ...given,
    createdAt,
  };
}

/** A child; with a family of their own unless one is given. */
export async function createStudent(sql: Sql, random: Random, given: Given<Prisma.StudentCreateManyInput> = {}) {
  const familyId = given.familyId ?? (await createFamily(sql, random)).id;
  const student = buildStudent(random, { ...given, familyId });
  await insertRow(sql, "Student", student);
  return student;
}

/** What a guardian may do, by the names used in conversation. */
export const rights = {
  full: { canView: true, canMessage: true, canPay: true, canConsent: true },
  viewOnly: { canView: true, canMessage: false, canPay: false, canConsent: false },
  payOnly: { canView: false, canMessage: false, canPay: true, canConsent: false },
  none: { canView: false, canMessage: false, canPay: false, canConsent: false },
};

/** Full rights unless told. */
export const buildGuardianship = (
  random: Random,
  given: Given<Prisma.GuardianshipCreateManyInput> & { guardianId: string; studentId: string },
) => ({
  id: random.uuid(),
  relation: "MOTHER" as const,
  ...rights.full,
  isPrimary: false,
  endedAt: null,
  createdAt: madeAt,
  updatedAt: madeAt,
  ...given,
});

export async function createGuardianship(
  sql: Sql,
  random: Random,
  given: Given<Prisma.GuardianshipCreateManyInput> = {},
) {
  const guardianId = given.guardianId ?? (await createUser(sql, random)).id;
  const studentId = given.studentId ?? (await createStudent(sql, random)).id;
  const guardianship = buildGuardianship(random, { ...given, guardianId, studentId });
  await insertRow(sql, "Guardianship", guardianship);
  return guardianship;
}

/** The usual start of a test: a family, a parent with every right, and children. */
export async function createHousehold(
  sql: Sql,
  random: Random,
  { children = 2, grade }: { children?: number; grade?: Grade } = {},
) {
  const family = await createFamily(sql, random);
  const parent = await createUser(sql, random, { roles: ["PARENT"] });
  const students = [];
  for (let i = 0; i < children; i++) {
    const student = await createStudent(sql, random, {
      familyId: family.id,
      lastName: family.name,
      ...(grade && { grade }),
    });
    await createGuardianship(sql, random, { guardianId: parent.id, studentId: student.id, isPrimary: true });
    students.push(student);
  }
  return { family, parent, students };
}

export const buildTeaching = (
  random: Random,
  given: Given<Prisma.TeachingAssignmentCreateManyInput> & {
    instructorId: string;
    studentId: string;
    learningAreaCode: string;
  },
) => ({ id: random.uuid(), startsOn: "2026-01-05", endsOn: null, createdAt: madeAt, ...given });

export async function createTeaching(
  sql: Sql,
  random: Random,
  given: Given<Prisma.TeachingAssignmentCreateManyInput> = {},
) {
  const instructorId = given.instructorId ?? (await createUser(sql, random, { roles: ["INSTRUCTOR"] })).id;
  const studentId = given.studentId ?? (await createStudent(sql, random)).id;
  const learningAreaCode = (await createLearningArea(sql, random, { code: given.learningAreaCode ?? "MATH" })).code;
  const teaching = buildTeaching(random, { ...given, instructorId, studentId, learningAreaCode });
  await insertRow(sql, "TeachingAssignment", teaching);
  return teaching;
}

export const buildMood = (
  random: Random,
  given: Given<Prisma.MoodEntryCreateManyInput> & { studentId: string; recordedById: string },
) => {
  const createdAt = (given.createdAt as Date | undefined) ?? new Date();
  return {
    id: random.uuid(createdAt),
    day: dayOf(createdAt),
    mood: 4,
    energy: 3 as number | null,
    note: null as string | null,
    updatedAt: createdAt,
    ...given,
    createdAt,
  };
};

/** How a child felt; recorded by somebody who exists, made when absent. */
export async function createMood(sql: Sql, random: Random, given: Given<Prisma.MoodEntryCreateManyInput> = {}) {
  const studentId = given.studentId ?? (await createStudent(sql, random)).id;
  const recordedById = given.recordedById ?? (await createUser(sql, random)).id;
  const mood = buildMood(random, { ...given, studentId, recordedById });
  await insertRow(sql, "MoodEntry", mood);
  return mood;
}

export const buildGoal = (
  random: Random,
  given: Given<Prisma.FamilyGoalCreateManyInput> & { familyId: string; createdById: string },
) => {
  const createdAt = (given.createdAt as Date | undefined) ?? madeAt;
  return {
    id: random.uuid(createdAt),
    studentId: null,
    title: "Read together in the evening",
    target: 20,
    progress: 0,
    unit: "evenings",
    dueOn: null,
    status: "OPEN" as const,
    updatedAt: createdAt,
    ...given,
    createdAt,
  };
};

export async function createGoal(sql: Sql, random: Random, given: Given<Prisma.FamilyGoalCreateManyInput> = {}) {
  const familyId = given.familyId ?? (await createFamily(sql, random)).id;
  const createdById = given.createdById ?? (await createUser(sql, random)).id;
  const goal = buildGoal(random, { ...given, familyId, createdById });
  await insertRow(sql, "FamilyGoal", goal);
  return goal;
}
