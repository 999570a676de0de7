import { csvHeaders, csvStream } from "@/lib/csv";
import { parseList } from "@/lib/list";
import { exportPeople } from "@/server/features/identity/people.queries";
import { peopleListInput } from "@/server/features/identity/people.schema";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { requestCtx } from "@/server/platform/context";
import { seeOther } from "@/server/platform/origin";
import { limit } from "@/server/platform/rate-limit";
import { proofOf } from "@/server/platform/step-up";

export const dynamic = "force-dynamic";

/** The people list as CSV, with the filters of the screen. Reading so many names at once is audited. */
export async function GET(request: Request): Promise<Response> {
  const seen = await requestCtx(request);
  if (seen.actor.kind !== "user") return new Response(null, { status: 401 });
  const ctx = seen as Ctx;
  const allowed = ctx.actor.permissions.has("person:write");
  await ctx.work((db) =>
    audit(db, ctx, {
      action: "people.exported",
      subjectType: "list",
      subjectId: "people",
      outcome: allowed ? "DONE" : "DENIED",
    }),
  );
  if (!allowed) return new Response(null, { status: 404 });
  // Every name and address of the school leaves in one file: who takes it has proved themselves a moment ago.
  if (!(await proofOf(ctx)).fresh) return seeOther("/login/confirm?next=/dashboard/admin/users");
  await limit("export", ctx.actor.userId, 10, 600);
  const input = parseList(peopleListInput, Object.fromEntries(new URL(request.url).searchParams));
  async function* lines() {
    for await (const rows of exportPeople(ctx, input))
      for (const row of rows)
        yield [row.name, row.email, row.roles.join(" "), row.status, row.createdAt, row.lastSeenAt];
  }
  return new Response(csvStream(["name", "email", "roles", "status", "created", "last_here"], lines()), {
    headers: csvHeaders("people.csv"),
  });
}
