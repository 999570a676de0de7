import type { AuditKeys } from "@/server/platform/audit-chain";
import type { AnchorRow, LinkRow, UnlinkedRow } from "./audit.verify";
import {
  type Anchors,
  type ChainState,
  startAt,
  verifyAnchors,
  verifyEnd,
  verifyLinks,
  verifyUnlinked,
} from "./audit.verify";

/** A row as text, whatever the session's zone and formats: what was hashed. For `"AuditEvent" e`. */
export const STORED_COLUMNS = `e.id::text AS id, e."actorId"::text AS "actorId", e."actorRole"::text AS "actorRole", e.system, e.action,
  e.outcome::text AS outcome, e."subjectType", e."subjectId", e."studentId"::text AS "studentId", e.before::text AS before, e.after::text AS after,
  e.ip, e."userAgent", e."requestId", (extract(epoch FROM e."createdAt") * 1000)::bigint::text AS "createdMs",
  (extract(epoch FROM e."recordedAt") * 1000000)::bigint::text AS "recordedUs", e.mac`;
export const LINK_COLUMNS = `l.seq::text AS seq, l."eventId"::text AS "eventId", encode(l.hash, 'hex') AS hash, ${STORED_COLUMNS}`;
export const ANCHOR_COLUMNS = `day::text AS day, seq::text AS seq, encode(hash, 'hex') AS hash, "unsignedThrough"::text AS "unsignedThrough", "keyId", signature`;

/** Where the log is read from: the application's own units of work, or the owner's connection of the command. */
export type ChainSource = {
  anchors(): Promise<AnchorRow[]>;
  /** The links after `seq`, oldest first. */
  links(after: string, most: number): Promise<LinkRow[]>;
  /** Rows without a link; recorded since that day, or all. */
  unlinked(sinceDay: string | null, most: number): Promise<UnlinkedRow[]>;
  /** Days of the first and last link. */
  span(): Promise<{ firstDay: string; lastDay: string } | null>;
};

export const toLinkRow = ({ seq, eventId, hash, ...event }: Record<string, string | null>): LinkRow => ({
  seq: seq as string,
  eventId: eventId as string,
  hash: hash as string,
  event: event.id === null ? null : (event as LinkRow["event"]),
});
export const toUnlinkedRow = ({
  seconds,
  ...event
}: Record<string, string | null> & { seconds: string }): UnlinkedRow => ({
  event: event as UnlinkedRow["event"],
  seconds: Number(seconds),
});

export type Plan = { state: ChainState; anchors: Anchors; rows: AnchorRow[]; sinceDay: string | null };

/** Where a verification begins: at the first link, or at the newest anchor older than the days asked for. */
export async function planVerify(source: ChainSource, sinceDay: string | null, keys?: AuditKeys): Promise<Plan> {
  const rows = await source.anchors();
  const probe = startAt();
  const anchors = verifyAnchors(probe, rows, keys);
  const start = sinceDay ? anchors.good.filter(({ day }) => day < sinceDay).at(-1) : undefined;
  const state = start ? startAt(start.seq, start.hash) : startAt();
  return {
    state: { ...state, found: probe.found, findings: probe.findings },
    anchors,
    rows,
    sinceDay: start ? start.day : null,
  };
}

/** Walks on by at most `most` links. False when the end is reached. */
export async function verifySlice(source: ChainSource, plan: Plan, most: number, keys?: AuditKeys): Promise<boolean> {
  const rows = await source.links(plan.state.seq, most);
  verifyLinks(plan.state, rows, plan.anchors, keys);
  return rows.length === most;
}

/** Rows read at once when looking for those without a link. */
const MOST_UNLINKED = 5_000;

/** The last part: rows without a link, and whether chain and anchors end together. */
export async function finishVerify(source: ChainSource, plan: Plan, keys?: AuditKeys): Promise<ChainState> {
  verifyUnlinked(plan.state, await source.unlinked(plan.sinceDay, MOST_UNLINKED), keys);
  verifyEnd(plan.state, plan.anchors, plan.rows, await source.span());
  return plan.state;
}

/** The whole of it. `heard` is told after each piece. */
export async function verifyChain(
  source: ChainSource,
  { sinceDay = null, piece = 5_000, keys }: { sinceDay?: string | null; piece?: number; keys?: AuditKeys } = {},
  heard?: (state: ChainState) => void,
): Promise<ChainState> {
  const plan = await planVerify(source, sinceDay, keys);
  while (await verifySlice(source, plan, piece, keys)) heard?.(plan.state);
  return finishVerify(source, plan, keys);
}
