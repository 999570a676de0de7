import { listOwnAudit } from "@/server/features/audit/audit.queries";
import type { Ctx } from "@/server/platform/actor";
import { readSecurity } from "./factors.queries";
import { readTokens } from "./factors.tokens.queries";
import { listLogins, listSessions } from "./identity.queries";
import { loginHistoryInput } from "./identity.schema";

const shown = 10;

/** All that the security page shows, read one after the other on one connection. */
export async function readSecurityPage(ctx: Ctx) {
  return ctx.work(async () => {
    const security = await readSecurity(ctx);
    const sessions = await listSessions(ctx);
    const logins = await listLogins(ctx, loginHistoryInput.parse({ limit: shown }));
    const audit = await listOwnAudit(ctx, { limit: shown });
    const tokens = ctx.actor.permissions.has("token:write") ? await readTokens(ctx) : null;
    return {
      actor: ctx.actor,
      now: ctx.now,
      security,
      story: { sessions, logins: logins.rows, audit: audit.rows },
      tokens,
    };
  });
}
