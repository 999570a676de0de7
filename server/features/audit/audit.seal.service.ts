import { addDays, dayAt } from "@/lib/days";
import { systemActor } from "@/server/platform/actor";
import { signAnchor } from "@/server/platform/audit-chain";
import { type Db, Sql, work } from "@/server/platform/db/work";
import { logger } from "@/server/platform/logger";
import { ANCHOR_COLUMNS } from "./audit.source";
import type { AnchorRow } from "./audit.verify";

export const auditor = systemActor("audit");

type Sealed = { sealed: number; seq: string; hash: string };

/**
 * Gives committed rows their links, a bounded number at once. Null when somebody else is sealing. The new head goes to
 * the log, out of reach of whoever owns the database.
 */
export async function sealAudit(most = 2_000): Promise<Sealed | null> {
  const [head] = await work(
    auditor,
    (db) =>
      db.$queryRaw<Sealed[]>`
        SELECT sealed, "headSeq"::text AS seq, encode("headHash", 'hex') AS hash FROM app.seal_audit(${most}::int)`,
  );
  if (head && head.sealed > 0) logger.info({ audit: { seq: head.seq, hash: head.hash } }, "audit log sealed");
  return head ?? null;
}

/** Seals until nothing waits, or `rounds` are done: a job's whole work, and the first step of a verification. */
export async function sealAll(rounds = 50, most = 2_000): Promise<number> {
  let sealed = 0;
  for (let round = 0; round < rounds; round++) {
    const head = await sealAudit(most);
    sealed += head?.sealed ?? 0;
    if (!head || head.sealed < most) break;
  }
  return sealed;
}

export const readAnchors = (db: Db) =>
  db.$queryRaw<AnchorRow[]>`SELECT ${Sql.raw(ANCHOR_COLUMNS)} FROM "AuditAnchor" ORDER BY day`;

/**
 * Signs the head of the chain as the end of the day before. Once per day however often it is called; a night that was
 * missed is covered by the next. The line in the log is the copy to compare with: it is written at a level that is
 * always kept.
 */
export async function anchorAudit(now = new Date()): Promise<AnchorRow | null> {
  await sealAll();
  const day = addDays(dayAt(now), -1);
  const made = await work(auditor, async (db) => {
    const anchors = await readAnchors(db);
    const last = anchors.at(-1);
    if (last && last.day >= day) return null;
    const [head] = await db.$queryRaw<{ seq: string; hash: string }[]>`
      SELECT seq::text AS seq, encode(hash, 'hex') AS hash FROM "AuditLink" ORDER BY "AuditLink".seq DESC LIMIT 1`;
    if (!head) return null;
    const unsignedThrough = BigInt(last?.unsignedThrough ?? 0);
    const hash = new Uint8Array(Buffer.from(head.hash, "hex"));
    const anchor = { day, seq: BigInt(head.seq), hash, unsignedThrough, previous: last?.signature ?? "" };
    const signed = signAnchor(anchor);
    await db.auditAnchor.createMany({
      data: { day: new Date(`${day}T00:00:00Z`), seq: anchor.seq, hash, unsignedThrough, ...signed },
    });
    return { day, seq: head.seq, hash: head.hash, unsignedThrough: String(unsignedThrough), ...signed };
  });
  if (made) logger.warn({ auditAnchor: made }, "audit log anchored");
  return made;
}
