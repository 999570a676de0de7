import { keyset, pageOf } from "@/lib/keyset";
import type { Ctx } from "@/server/platform/actor";
import { auditChildRead } from "@/server/platform/audit";
import type { Prisma } from "@/server/platform/db/work";
import { type QueueInput, readFindings, readReport } from "./talk.schema";

const fields = {
  id: true,
  title: true,
  body: true,
  language: true,
  state: true,
  sensitive: true,
  score: true,
  findings: true,
  studentId: true,
  signed: true,
  createdAt: true,
  student: { select: { firstName: true, lastName: true, grade: true } },
  topic: { select: { title: true } },
} as const satisfies Prisma.ForumPostSelect;

/** ST-2: what the rules held and what people reported, the longest waiting first. Four reads, whatever their number. */
export function listTalkQueue(ctx: Ctx, input: QueueInput) {
  const where: Prisma.ModerationItemWhereInput = {
    subjectType: "talk",
    status: input.filters.show === "decided" ? { in: ["APPROVED", "SENT_BACK"] } : "WAITING",
  };
  const keys = keyset(input, { createdAt: { field: "createdAt", kind: "date" } });
  return ctx.work(async (db) => {
    const fetched = await db.moderationItem.findMany({
      where: { AND: [where, keys.where] },
      orderBy: keys.orderBy,
      take: keys.take,
      select: {
        id: true,
        subjectId: true,
        title: true,
        status: true,
        feedback: true,
        decidedAt: true,
        findings: true,
        submittedById: true,
        createdAt: true,
      },
    });
    const total = await db.moderationItem.count({ where });
    const page = pageOf(fetched, keys, (row) => [row.createdAt, row.id], { total });
    const posts = await db.forumPost.findMany({
      where: { id: { in: page.rows.map(({ subjectId }) => subjectId) } },
      select: fields,
    });
    const byId = new Map(posts.map((post) => [post.id, post]));
    await auditChildRead(
      db,
      ctx,
      posts.map(({ studentId }) => studentId),
      "talk",
      { glance: true },
    );
    return {
      ...page,
      rows: page.rows.flatMap(({ subjectId, findings, submittedById, ...item }) => {
        const post = byId.get(subjectId);
        if (!post) return [];
        const own = submittedById === ctx.actor.userId;
        return [
          { ...item, own, report: readReport(findings), post: { ...post, findings: readFindings(post.findings) } },
        ];
      }),
    };
  });
}
export type TalkQueue = Awaited<ReturnType<typeof listTalkQueue>>;
export type TalkQueueRow = TalkQueue["rows"][number];
