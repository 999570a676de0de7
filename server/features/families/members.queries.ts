import { maskContact } from "@/lib/phone";
import { invitationGrants } from "@/server/features/identity/invitations.schema";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { visibleStudents } from "./families.policy";
import type { Relation } from "./families.schema";
import { leads, manages, mayDo, type Tie } from "./members.domain";
import type { FamilyMembers, MemberChild, PendingInvitation } from "./members.schema";

const most = 200;

export type Circle = {
  child: { id: string; firstName: string; familyId: string };
  contested: boolean;
  ties: (Tie & { id: string; relation: Relation; since: Date; name: string })[];
};

/** A child in sight and everybody who looks after it. NOT_FOUND for any other child, whoever's it may be. */
export async function readCircle(ctx: Ctx, db: Db, studentId: string): Promise<Circle> {
  const child = await db.student.findFirst({
    where: { AND: [visibleStudents(ctx.actor), { id: studentId, status: { not: "LEFT" } }] },
    select: { id: true, firstName: true, familyId: true },
  });
  if (!child) throw new AppError("NOT_FOUND", "child.not_found");
  await auditChildRead(db, ctx, [child.id], "members");
  const contested = (await db.childContest.count({ where: { studentId, liftedAt: null } })) > 0;
  return { child, contested, ties: (await tiesOf(db, [studentId])).get(studentId) ?? [] };
}

async function tiesOf(db: Db, studentIds: string[]): Promise<Map<string, Circle["ties"]>> {
  const rows = await db.guardianship.findMany({
    where: { studentId: { in: studentIds }, endedAt: null },
    orderBy: [{ isPrimary: "desc" }, { createdAt: "asc" }, { id: "asc" }],
    take: most * 5,
    select: {
      id: true,
      studentId: true,
      guardianId: true,
      relation: true,
      canView: true,
      canMessage: true,
      canPay: true,
      canConsent: true,
      isPrimary: true,
      createdAt: true,
      guardian: { select: { name: true } },
    },
  });
  const ties = new Map<string, Circle["ties"]>();
  for (const row of rows) {
    const list = ties.get(row.studentId) ?? [];
    ties.set(row.studentId, list);
    list.push({
      id: row.id,
      guardianId: row.guardianId,
      relation: row.relation as Relation,
      rights: { view: row.canView, message: row.canMessage, pay: row.canPay, consent: row.canConsent },
      isPrimary: row.isPrimary,
      since: row.createdAt,
      name: row.guardian.name,
    });
  }
  return ties;
}

/** PA-7: the circle of each child in sight, and the invitations still open. Four reads for one child or forty. */
export function readMembers(ctx: Ctx): Promise<FamilyMembers> {
  const me = ctx.actor.userId;
  return ctx.work(async (db) => {
    const students = await db.student.findMany({
      where: { AND: [visibleStudents(ctx.actor), { status: { not: "LEFT" } }] },
      orderBy: [{ birthDate: "asc" }, { id: "asc" }],
      take: most,
      select: { id: true, familyId: true, firstName: true, lastName: true },
    });
    const ids = students.map(({ id }) => id);
    if (ids.length === 0) return { children: [], invitations: [] };
    const ties = await tiesOf(db, ids);
    const contests = await db.childContest.findMany({
      where: { studentId: { in: ids }, liftedAt: null },
      select: { studentId: true, createdAt: true, reason: true, openedById: true },
    });
    const children = students.map((student): MemberChild => {
      const circle = ties.get(student.id) ?? [];
      const contest = contests.find((row) => row.studentId === student.id);
      const mine = circle.find((tie) => tie.guardianId === me);
      return {
        ...student,
        manages: manages(mine, contest !== undefined),
        leads: leads(me, circle, contest !== undefined),
        // What one guardian wrote about another is for staff: the others learn that it is so, not what was said.
        contest: contest
          ? { since: contest.createdAt, reason: contest.openedById === me ? contest.reason : null }
          : null,
        members: circle.map(({ id, ...tie }) => ({
          ...tie,
          guardianshipId: id,
          may: mayDo(me, tie, circle, contest !== undefined),
        })),
      };
    });
    return { children, invitations: await openInvitations(ctx, db) };
  });
}

async function openInvitations(ctx: Ctx, db: Db): Promise<PendingInvitation[]> {
  const rows = await db.invitation.findMany({
    where: { role: "PARENT", acceptedAt: null, revokedAt: null, expiresAt: { gt: monthBefore(ctx.now) } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 50,
    select: {
      id: true,
      name: true,
      email: true,
      phone: true,
      grants: true,
      studentIds: true,
      expiresAt: true,
      sentCount: true,
    },
  });
  return rows.flatMap(({ grants, email, phone, ...row }) => {
    const parsed = invitationGrants.safeParse(grants);
    if (!parsed.success || parsed.data.kind !== "guardian") return [];
    const { relation, rights } = parsed.data;
    return [
      { ...row, relation, rights, contact: maskContact(email ?? phone ?? ""), expired: row.expiresAt <= ctx.now },
    ];
  });
}

const monthBefore = (now: Date) => new Date(now.getTime() - 30 * 86_400_000);
