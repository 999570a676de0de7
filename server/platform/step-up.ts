import type { Ctx } from "./actor";
import { AppError } from "./errors";

/** How old the proof behind a dangerous act may be. */
export const freshForMs = 10 * 60_000;

/** No `authTime`: a child's PIN is no proof. */
type Proof = { mfaAt: Date | null; authTime: Date | null; hasFactor: boolean };

/** How fresh the proof in this session is, and whether a second factor is there to be asked for. */
export async function proofOf(ctx: Ctx): Promise<{ fresh: boolean; hasFactor: boolean }> {
  const [proof] = await ctx.work(
    (db) => db.$queryRaw<Proof[]>`SELECT * FROM app.proof_of(${ctx.actor.sessionId}::uuid)`,
  );
  if (!proof) return { fresh: false, hasFactor: false };
  const at = proof.hasFactor ? proof.mfaAt : proof.authTime;
  return { fresh: at !== null && ctx.now.getTime() - at.getTime() <= freshForMs, hasFactor: proof.hasFactor };
}

/**
 * Asks for a proof at most ten minutes old before a dangerous act: the second factor, or from people who have none the
 * password. Refused with `step_up_required`, upon which the browser leads to /login/confirm and back.
 */
export async function requireFreshFactor(ctx: Ctx): Promise<{ hasFactor: boolean }> {
  const { fresh, hasFactor } = await proofOf(ctx);
  if (!fresh) throw new AppError("FORBIDDEN", "step_up_required");
  return { hasFactor };
}
