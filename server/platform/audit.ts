import { AsyncLocalStorage } from "node:async_hooks";
import { v7 as uuid } from "uuid";
import type { Actor, Ctx } from "./actor";
import { rowMac } from "./audit-chain";
import { afterCommit, type Db, type Prisma } from "./db/work";
import { logger } from "./logger";
import { oncePerProcess } from "./once";

export type AuditEntry = {
  /** What happened, `subject.verb`: "child.mood_recorded". */
  action: string;
  subjectType: string;
  subjectId?: string | null;
  /** The child it is about, so that guardians find it in their own log. */
  studentId?: string | null;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  outcome?: "DONE" | "DENIED";
};
type AuditCtx = Pick<Ctx<Actor>, "actor" | "ip" | "userAgent" | "requestId" | "now">;

const secret =
  /pass(word|phrase|code)|secret|token|code|hash|cookie|authorization|credential|api_?key|private_?key|totp|upi|assessmentNo|^(pin|otp)$|(Pin|Otp|_pin|_otp)$/i;
/** Values that are secrets wherever they stand: password hashes, signed tokens, private keys. */
const secretValue = /^(\$argon2|\$2[aby]\$|eyJ[\w-]+\.eyJ|-----BEGIN)/;
const LONGEST = 4_000;

/** Text PostgreSQL can hold: no NUL, no half of a surrogate pair. */
const storable = (text: string) => text.replaceAll("\u0000", "\uFFFD").replace(/\p{Surrogate}/gu, "\uFFFD");
/** One line: what would break a line or move a cursor is written out, so that no value forges a line of its own. */
export const oneLine = (text: string) =>
  storable(text).replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
const line = (text: string | null | undefined, most: number) => (text == null ? null : oneLine(text).slice(0, most));

/** JSON-safe copy with secrets masked; dates and bigints as text. */
export function recordable(value: Record<string, unknown> | null | undefined): Prisma.InputJsonObject | undefined {
  if (!value) return undefined;
  return JSON.parse(
    JSON.stringify(value, (key, inner) => {
      if (inner == null || inner === "") return inner;
      if (secret.test(key)) return "[masked]";
      if (typeof inner === "bigint") return inner.toString();
      if (typeof inner !== "string") return inner;
      if (secretValue.test(inner)) return "[masked]";
      return storable(inner.length > LONGEST ? `${inner.slice(0, LONGEST)}…` : inner);
    }),
  );
}

function rowOf(ctx: AuditCtx, entry: AuditEntry) {
  const { actor } = ctx;
  const row = {
    id: uuid(),
    actorId: actor.kind === "user" ? actor.userId : null,
    actorRole: actor.kind === "user" ? actor.role : null,
    system: actor.kind === "system" ? actor.name : actor.kind === "visitor" ? "visitor" : null,
    action: oneLine(entry.action).slice(0, 80),
    outcome: entry.outcome ?? ("DONE" as const),
    subjectType: oneLine(entry.subjectType).slice(0, 80),
    subjectId: line(entry.subjectId, 300),
    studentId: entry.studentId ?? null,
    before: recordable(entry.before),
    after: recordable(entry.after),
    ip: line(ctx.ip, 60),
    userAgent: line(ctx.userAgent, 300),
    requestId: line(ctx.requestId, 80),
    createdAt: ctx.now,
  };
  return { ...row, mac: rowMac(row) };
}

/** Writes one line of the audit log in the unit of the change it describes: both stand or neither does. */
export async function audit(db: Db, ctx: AuditCtx, entry: AuditEntry): Promise<void> {
  await db.auditEvent.createMany({ data: rowOf(ctx, entry) });
  const seen = watched.getStore();
  if (seen) seen.lines += 1;
}

const watched = new AsyncLocalStorage<{ lines: number }>();
/** Runs `fn` and says how many lines it wrote: how the door of every mutation knows that one was left. */
export async function countLines<T>(fn: () => Promise<T>): Promise<{ result: T; lines: number }> {
  const seen = { lines: 0 };
  const result = await watched.run(seen, fn);
  return { result, lines: seen.lines };
}

// ── Reading a child's record from outside family and class ───────────────────────────────────────
const outside: readonly string[] = ["STAFF", "PARTNER", "ADMIN"];
/** How long a child met in a list counts as the same reading, for one session and place. */
const GLANCE_MS = 15 * 60_000;
const MOST_GLANCES = 50_000;
const pastGlances = () => oncePerProcess("Glances", () => new Map<string, number>());

/**
 * Notes that somebody outside family and class was shown these children: one line per child, in one statement, so that
 * each child's guardians find theirs. `where` says what was shown: "desk", "search", "case". Family, the child and the
 * class read without a line. With `glance`, for lists that are drawn anew all the time, the same child in the same place
 * of the same session is one reading for a quarter of an hour; opening a record is a reading each time.
 */
export async function auditChildRead(
  db: Db,
  ctx: Pick<Ctx, "actor" | "ip" | "userAgent" | "requestId" | "now">,
  studentIds: Iterable<string | null | undefined>,
  where: string,
  { glance = false }: { glance?: boolean } = {},
): Promise<void> {
  if (!outside.includes(ctx.actor.role)) return;
  const now = ctx.now.getTime();
  const glances = pastGlances();
  const keyOf = (id: string) => `${ctx.actor.sessionId}:${ctx.actor.role}:${where}:${id}`;
  const ids = [...new Set(studentIds)].filter(
    (id): id is string => Boolean(id) && !(glance && (glances.get(keyOf(id as string)) ?? 0) > now - GLANCE_MS),
  );
  if (ids.length === 0) return;
  await db.auditEvent.createMany({
    data: ids.map((id) =>
      rowOf(ctx, { action: "child.read", subjectType: "student", subjectId: id, studentId: id, after: { where } }),
    ),
  });
  if (!glance) return;
  // Remembered only once the lines stand.
  afterCommit(() => {
    if (glances.size > MOST_GLANCES) for (const [key, at] of glances) if (at <= now - GLANCE_MS) glances.delete(key);
    for (const id of ids) glances.set(keyOf(id), now);
  });
}

// ── Asking for what one cannot see ───────────────────────────────────────────────────────────────
/** Lines a minute one person can make by asking for records that are not theirs; the rest is only counted. */
const MOST_MISSES = 30;
const pastMisses = () => oncePerProcess("Misses", () => new Map<string, { count: number; until: number }>());

/** The ids a request named, whatever else it carried: short texts, or the first few of a list, below a key for ids. */
function idsIn(input: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  if (typeof input !== "object" || input === null) return found;
  for (const [key, value] of Object.entries(input).slice(0, 50)) {
    const ids = (Array.isArray(value) ? value.slice(0, 5) : [value]).filter((id) => typeof id === "string");
    if (/^ids?$|Ids?$/.test(key) && ids.length > 0 && Object.keys(found).length < 5)
      found[key.slice(0, 40)] = ids.map((id) => oneLine(id).slice(0, 80)).join(" ");
  }
  return found;
}

/**
 * Notes that somebody asked for a record by its id and was told there is none: it does not exist, or it is another
 * family's, which nobody is told apart. Opens its own unit, because the one that asked was rolled back. Never fails the
 * answer: a log that cannot be written is an error of the house, not of the person.
 */
export async function recordMissing(
  ctx: Ctx,
  subjectType: "procedure" | "page" | "file",
  subjectId: string,
  reason: string,
  input: unknown,
): Promise<void> {
  const ids = idsIn(input);
  if (Object.keys(ids).length === 0) return;
  const now = Date.now();
  const misses = pastMisses();
  let window = misses.get(ctx.actor.userId);
  if (!window || window.until <= now) {
    if (misses.size > 10_000) for (const [who, { until }] of misses) if (until <= now) misses.delete(who);
    window = { count: 0, until: now + 60_000 };
    misses.set(ctx.actor.userId, window);
  }
  window.count += 1;
  if (window.count > MOST_MISSES) {
    // The line after the last says that there is more than is written down.
    if (window.count === MOST_MISSES + 1)
      logger.warn(
        { requestId: ctx.requestId, userId: ctx.actor.userId, subjectId },
        "asks for many records that are not theirs",
      );
    return;
  }
  try {
    await ctx.work((db) =>
      audit(db, ctx, {
        action: `${subjectType}.not_found`,
        subjectType,
        subjectId,
        outcome: "DENIED",
        after: { reason, ids, ...(window.count === MOST_MISSES ? { more: true } : {}) },
      }),
    );
  } catch (error) {
    logger.error({ err: error, requestId: ctx.requestId, subjectId }, "a refused lookup could not be audited");
  }
}
