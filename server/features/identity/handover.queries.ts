import { manages } from "@/server/features/families/members.domain";
import { type Circle, readCircle } from "@/server/features/families/members.queries";
import { type Ctx, systemActor } from "@/server/platform/actor";
import { type Db, work } from "@/server/platform/db/work";
import { alwaysStrict, hashToken } from "@/server/platform/session";
import { device } from "./identity.domain";

/** A device that a guardian handed over: it opens the children's door and nothing else. */
export type ChildrensDoor = {
  sessionId: string;
  guardianId: string;
  name: string;
  /** What the guardian signs in with. */
  login: string;
  locale: "en" | "sw";
};
export type ChildAtDoor = {
  studentId: string;
  familyId: string;
  userId: string;
  firstName: string;
  kind: "PIN" | "PICTURES";
};

export const childrenOf = (db: Db, door: ChildrensDoor) =>
  db.$queryRaw<ChildAtDoor[]>`SELECT * FROM app.children_at_door(${door.sessionId}::uuid, ${alwaysStrict()})`;

/** The door a browser's cookie opens, with the children who may come in. Null once the guardian's session has ended. */
export async function readDoor(token: string | null): Promise<{ door: ChildrensDoor; children: ChildAtDoor[] } | null> {
  if (!token) return null;
  return work(systemActor("identity"), async (db) => {
    const [door] = await db.$queryRaw<
      ChildrensDoor[]
    >`SELECT * FROM app.resolve_handover(${hashToken(token)}, ${alwaysStrict()})`;
    return door ? { door, children: await childrenOf(db, door) } : null;
  });
}

/** The children of a guardian who can sign in on a family device. */
export function childrenWithKeys(ctx: Ctx): Promise<{ id: string; firstName: string }[]> {
  return ctx.work((db) =>
    db.student.findMany({
      where: {
        key: { isNot: null },
        status: { not: "LEFT" },
        guardianships: { some: { guardianId: ctx.actor.userId, endedAt: null, canView: true } },
      },
      orderBy: [{ birthDate: "asc" }, { id: "asc" }],
      take: 200,
      select: { id: true, firstName: true },
    }),
  );
}

export const decidesFor = (ctx: Ctx, circle: Circle): boolean =>
  manages(
    circle.ties.find((tie) => tie.guardianId === ctx.actor.userId),
    circle.contested,
  );

type SessionRow = { id: string; userAgent: string | null; amr: string[]; lastSeenAt: Date };

/** How a child signs in, and where it is signed in now, as far as the guardian looking may see it. */
export function readChildSignIn(ctx: Ctx, { studentId }: { studentId: string }) {
  return ctx.work(async (db) => {
    const circle = await readCircle(ctx, db, studentId);
    const student = await db.student.findUniqueOrThrow({
      where: { id: studentId },
      select: { userId: true, key: { select: { kind: true, updatedAt: true } } },
    });
    const rows = student.userId
      ? await db.$queryRaw<SessionRow[]>`
          SELECT s.id, s."userAgent", s.amr, s."lastSeenAt" FROM "AuthSession" s JOIN "User" u ON u.id = s."userId"
          WHERE s."userId" = ${student.userId}::uuid AND s."revokedAt" IS NULL AND s."expiresAt" > now() AND s."userVersion" = u."sessionVersion"
            AND CASE WHEN s."parentSessionId" IS NULL THEN s."lastSeenAt" > now() - interval '14 days'
                     ELSE s."lastSeenAt" > now() - interval '1 hour' AND app.guarded_session(s."parentSessionId", s."userId", ${alwaysStrict()}) END
          ORDER BY s."lastSeenAt" DESC LIMIT 20`
      : [];
    return {
      child: circle.child,
      key: student.key,
      decides: decidesFor(ctx, circle),
      sessions: rows.map(({ id, userAgent, amr, lastSeenAt }) => ({
        id,
        lastSeenAt,
        way: amr.includes("pin")
          ? ("pin" as const)
          : amr.includes("pictures")
            ? ("pictures" as const)
            : ("own" as const),
        ...device(userAgent),
      })),
    };
  });
}
export type ChildSignIn = Awaited<ReturnType<typeof readChildSignIn>>;
