import { csvHeaders, csvStream } from "@/lib/csv";
import { parseList } from "@/lib/list";
import { exportLearners } from "@/server/features/learners/learners.queries";
import { learnersInput } from "@/server/features/learners/learners.schema";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { requestCtx } from "@/server/platform/context";
import { limit } from "@/server/platform/rate-limit";

export const dynamic = "force-dynamic";

/** A teacher's learners as CSV, with the filters of the screen. Taking names out of the house is audited. */
export async function GET(request: Request): Promise<Response> {
  const seen = await requestCtx(request);
  if (seen.actor.kind !== "user") return new Response(null, { status: 401 });
  const ctx = seen as Ctx;
  const allowed = ctx.actor.permissions.has("learner:read");
  const entry = { action: "learners.exported", subjectType: "list", subjectId: "learners" };
  await ctx.work((db) => audit(db, ctx, { ...entry, outcome: allowed ? "DONE" : "DENIED" }));
  if (!allowed) return new Response(null, { status: 404 });
  await limit("export", ctx.actor.userId, 10, 600);
  const input = parseList(learnersInput, Object.fromEntries(new URL(request.url).searchParams));
  async function* lines() {
    for await (const rows of exportLearners(ctx, input))
      for (const row of rows)
        yield [
          `${row.firstName} ${row.lastName}`,
          row.grade,
          row.courses,
          row.done,
          row.lessons,
          row.lastAt,
          row.waiting,
          row.flagged ? "yes" : "no",
        ];
  }
  const head = ["name", "grade", "courses", "lessons_done", "lessons", "last_activity", "work_to_mark", "flagged"];
  return new Response(csvStream(head, lines()), { headers: csvHeaders("learners.csv") });
}
