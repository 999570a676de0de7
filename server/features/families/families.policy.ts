import { wordsOf } from "@/lib/list";
import type { Actor } from "@/server/platform/actor";
import { type Prisma, Sql } from "@/server/platform/db/work";

const nobody: Prisma.StudentWhereInput = { id: { in: [] } };

/**
 * The children a person may see in the family rooms. It opens every query; row-level security says the same once more.
 * A guardian whose rights do not include seeing, and one whose guardianship has ended, see nobody. Partners meet
 * children in the sponsorship room, by consent.
 */
export function visibleStudents(actor: Actor): Prisma.StudentWhereInput {
  if (actor.kind !== "user") return nobody;
  if (actor.permissions.has("child:read_all")) return {};
  switch (actor.role) {
    case "PARENT":
      return { guardianships: { some: { guardianId: actor.userId, endedAt: null, canView: true } } };
    case "STUDENT":
      return { userId: actor.userId };
    default:
      return nobody;
  }
}

/** The same condition for hand-written SQL over `"Student" s`. */
export function visibleStudentsSql(actor: Actor): Sql.Sql {
  if (actor.kind !== "user") return Sql.sql`false`;
  if (actor.permissions.has("child:read_all")) return Sql.sql`true`;
  switch (actor.role) {
    case "PARENT":
      return Sql.sql`s.id IN (SELECT v."studentId" FROM "Guardianship" v WHERE v."guardianId" = ${actor.userId}::uuid AND v."endedAt" IS NULL AND v."canView")`;
    case "STUDENT":
      return Sql.sql`s."userId" = ${actor.userId}::uuid`;
    default:
      return Sql.sql`false`;
  }
}

/** Children by parts of their names, each of which must fit one of them. */
export const called = (q: string | undefined): Prisma.StudentWhereInput[] =>
  wordsOf(q).map((word) => ({ OR: [{ firstName: like(word) }, { lastName: like(word) }] }));
const like = (word: string) => ({ contains: word, mode: "insensitive" }) as const;

/** Goals of those children, and goals their families share. */
export function visibleGoals(actor: Actor): Prisma.FamilyGoalWhereInput {
  const students = visibleStudents(actor);
  return { OR: [{ student: students }, { studentId: null, family: { students: { some: students } } }] };
}
