import { type Notice, notifyAll } from "@/server/features/notify/notify.service";
import type { Db } from "@/server/platform/db/work";
import { live } from "@/server/platform/live";

/** The pages on which talk is read. */
export const talkPages = {
  STUDENT: "/dashboard/student/discussions",
  PARENT: "/dashboard/parent/discussions",
  INSTRUCTOR: "/dashboard/instructor/discussions",
} as const;
export const queuePage = "/dashboard/staff/moderation/talk";

export type Told = { id: string; courseId: string; studentId: string | null; course: string };

async function teamOf(db: Db, courseId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT app.talk_team(${courseId}::uuid) AS id`;
  return rows.map(({ id }) => id);
}

/** Open pages of those who answer in a course are drawn anew. */
export async function tellTeamPages(db: Db, courseId: string): Promise<void> {
  await live(db, await teamOf(db, courseId), "changed", { topic: "talk" });
}

/** A question is in view: those who answer are told. */
export async function tellAsked(db: Db, { id, courseId, course }: Told, topic: string): Promise<void> {
  const team = await teamOf(db, courseId);
  await notifyAll(
    db,
    team.map((userId) => ({
      userId,
      type: "talk.asked",
      params: { course, topic },
      href: `${talkPages.INSTRUCTOR}/${id}`,
      dedupeKey: id,
    })),
  );
  await live(db, team, "changed", { topic: "talk" });
}

type Reader = { userId: string; studentId: string; name: string; guardian: boolean };
const readersOf = (db: Db, courseId: string, studentId: string | null) =>
  db.$queryRaw<
    Reader[]
  >`SELECT "userId", "studentId", name, guardian FROM app.talk_audience(${courseId}::uuid, ${studentId}::uuid)`;

type Fact = {
  type: "talk.answered" | "talk.announced" | "talk.shown" | "talk.removed";
  courseId: string;
  /** The child it concerns; null for everybody who learns in the course. */
  studentId: string | null;
  /** Where it stands. */
  topicId: string;
  params: Record<string, string>;
  dedupeKey: string;
  /** What the family does not read, its child alone is told. */
  childOnly?: boolean;
};

/** Tells children and their guardians, each on their own page. */
export async function tellFamilies(
  db: Db,
  { type, courseId, studentId, topicId, params, dedupeKey, childOnly }: Fact,
): Promise<void> {
  const readers = (await readersOf(db, courseId, studentId)).filter(({ guardian }) => !(guardian && childOnly));
  const notices = readers.map(
    ({ userId, guardian, studentId: child, name }): Notice => ({
      userId,
      type,
      params: { child: name, ...params },
      href: `${guardian ? talkPages.PARENT : talkPages.STUDENT}/${topicId}`,
      studentId: child,
      dedupeKey,
    }),
  );
  await notifyAll(db, notices);
  await live(
    db,
    readers.map(({ userId }) => userId),
    "changed",
    { topic: "talk" },
  );
}

/** The people who look after children's safety learn that something waits; what cannot wait wakes them. */
export async function tellDesk(
  db: Db,
  { id, course, studentId }: Told,
  urgent: { child: string } | null,
): Promise<void> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT app.safety_desk() AS id`;
  const desk = rows.map(({ id: userId }) => userId);
  if (urgent)
    await notifyAll(
      db,
      desk.map((userId) => ({
        userId,
        type: "talk.urgent",
        params: { child: urgent.child, course },
        href: queuePage,
        studentId,
        dedupeKey: id,
      })),
    );
  await live(db, desk, "changed", { topic: "moderation" });
}
