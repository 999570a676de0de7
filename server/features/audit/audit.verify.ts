import {
  type Anchor,
  type AuditKeys,
  auditKeys,
  checkAnchor,
  checkStoredMac,
  linkHash,
  type StoredRow,
} from "@/server/platform/audit-chain";

/**
 * Verification of the audit log, as a walk over the chain in pieces: what was found so far is a plain value, so that a
 * job can stop after any piece and go on later, and five million rows need no more memory than five thousand.
 */
export type FindingKind =
  | "changed"
  | "removed"
  | "inserted"
  | "link_changed"
  | "link_removed"
  | "unsealed"
  | "anchor_wrong"
  | "anchor_missing"
  | "key_unknown";
export type Finding = { kind: FindingKind; seq: string | null; id: string | null; detail: string };
export type ChainState = {
  /** The last link walked over and its hash, in hex. */
  seq: string;
  hash: string | null;
  /** What the last link's hash should have been, when it was another. */
  due: string | null;
  from: string;
  checked: number;
  waiting: number;
  found: number;
  findings: Finding[];
};
export type LinkRow = { seq: string; eventId: string; hash: string; event: StoredRow | null };
export type UnlinkedRow = { event: StoredRow; seconds: number };
export type AnchorRow = {
  day: string;
  seq: string;
  hash: string;
  unsignedThrough: string;
  keyId: string;
  signature: string;
};
/** Anchors whose signature holds, and up to where rows may be unsigned. */
export type Anchors = { good: { day: string; seq: bigint; hash: string }[]; unsignedThrough: bigint };

/** Findings named in full; the rest is counted. */
export const MOST_FINDINGS = 100;
/** A committed row is sealed within a minute; one that has waited this long was passed over. */
export const UNSEALED_SECONDS = 15 * 60;
/** The anchor of the time before rows were signed; made by the migration. */
export const GENESIS_DAY = "2000-01-01";

export const startAt = (seq = 0n, hash = ""): ChainState => ({
  seq: String(seq),
  hash,
  due: null,
  from: String(seq + 1n),
  checked: 0,
  waiting: 0,
  found: 0,
  findings: [],
});

function note(state: ChainState, kind: FindingKind, seq: bigint | null, id: string | null, detail: string, times = 1) {
  state.found += times;
  if (state.findings.length < MOST_FINDINGS)
    state.findings.push({ kind, seq: seq === null ? null : String(seq), id, detail });
}

/** Checks the anchors among themselves: each signature covers the one before it. Oldest first. */
export function verifyAnchors(state: ChainState, rows: readonly AnchorRow[], keys: AuditKeys = auditKeys()): Anchors {
  const good: Anchors["good"] = [];
  let previous = "";
  const genesis = rows[0]?.day === GENESIS_DAY && rows[0].signature === "" ? rows[0] : null;
  const signed = genesis ? rows.slice(1) : rows;
  // The signed word counts; the migration's own only until there is one.
  const unsignedThrough = BigInt(signed[0]?.unsignedThrough ?? genesis?.unsignedThrough ?? 0);
  if (genesis) good.push({ day: genesis.day, seq: BigInt(genesis.seq), hash: genesis.hash });
  for (const row of signed) {
    const anchor: Anchor = {
      day: row.day,
      seq: BigInt(row.seq),
      hash: Buffer.from(row.hash, "hex"),
      unsignedThrough: BigInt(row.unsignedThrough),
      previous,
    };
    previous = row.signature;
    if (!keys.keys[row.keyId])
      note(state, "key_unknown", anchor.seq, null, `anchor of ${row.day}: FIELD_KEYS has no key "${row.keyId}"`);
    else if (checkAnchor(anchor, row, keys) && anchor.unsignedThrough === unsignedThrough)
      good.push({ day: row.day, seq: anchor.seq, hash: row.hash });
    else
      note(
        state,
        "anchor_wrong",
        anchor.seq,
        null,
        `anchor of ${row.day}: its signature does not fit; it was changed, or the one before it was removed`,
      );
  }
  return { good, unsignedThrough };
}

/** Walks over the next links, oldest first. */
export function verifyLinks(
  state: ChainState,
  rows: readonly LinkRow[],
  anchors: Anchors,
  keys: AuditKeys = auditKeys(),
): void {
  const anchored = new Map(anchors.good.map((anchor) => [anchor.seq, anchor]));
  for (const row of rows) {
    const seq = BigInt(row.seq);
    const expected = BigInt(state.seq) + 1n;
    if (seq !== expected) {
      const last = seq - 1n;
      const span = last > expected ? `links ${expected} to ${last} are` : `link ${expected} is`;
      note(state, "link_removed", expected, null, `${span} missing`, Number(seq - expected));
      for (const anchor of anchors.good)
        if (anchor.seq >= expected && anchor.seq < seq)
          note(state, "anchor_wrong", anchor.seq, null, `the link signed on ${anchor.day} is missing`);
      // What stood before this link is lost: its own hash cannot be computed.
      state.hash = null;
      state.due = null;
    }
    state.checked += 1;
    let due: string | null = null;
    if (row.event === null) note(state, "removed", seq, row.eventId, "the row was removed");
    else {
      const { event } = row;
      const fits = (previous: string | null) => {
        if (previous === null) return false;
        const hash = linkHash(Buffer.from(previous, "hex"), seq, event).toString("hex");
        due ??= hash;
        return hash === row.hash;
      };
      const whole = state.hash === null || fits(state.hash) || fits(state.due);
      const mac = checkStoredMac(event, keys);
      if (mac === "unknown_key")
        note(state, "key_unknown", seq, event.id, `FIELD_KEYS has no key "${event.mac?.split(".")[0]}"`);
      else if (mac === "wrong") note(state, "changed", seq, event.id, "the row is not what the application wrote");
      else if (mac === "missing" && seq > anchors.unsignedThrough)
        note(state, "inserted", seq, event.id, "the row was not written by the application");
      else if (!whole)
        note(
          state,
          mac === "missing" ? "changed" : "link_changed",
          seq,
          event.id,
          mac === "missing" ? "the row is not what was sealed" : "its link, or the time it was recorded, was changed",
        );
      if (whole) due = null;
    }
    const anchor = anchored.get(seq);
    if (anchor && anchor.hash !== row.hash)
      note(
        state,
        "anchor_wrong",
        seq,
        row.eventId,
        `the chain is not the one signed on ${anchor.day}: it was rewritten before this link`,
      );
    state.seq = row.seq;
    state.hash = row.hash;
    state.due = due;
  }
}

/** Rows of the log without a link: on their way, forgotten by the sealer, or put in by somebody. */
export function verifyUnlinked(state: ChainState, rows: readonly UnlinkedRow[], keys: AuditKeys = auditKeys()): void {
  for (const { event, seconds } of rows) {
    const mac = checkStoredMac(event, keys);
    if (mac === "missing") note(state, "inserted", null, event.id, "the row was not written by the application");
    else if (mac === "wrong") note(state, "changed", null, event.id, "the row is not what the application wrote");
    else if (seconds > UNSEALED_SECONDS)
      note(state, "unsealed", null, event.id, "the row has waited too long for its link: the sealing job does not run");
    else state.waiting += 1;
  }
}

const dayMs = 86_400_000;
/** What can only be said at the end: the chain reaches its anchors, and the anchors keep up with it. */
export function verifyEnd(
  state: ChainState,
  anchors: Anchors,
  rows: readonly AnchorRow[],
  span: { firstDay: string; lastDay: string } | null,
): void {
  for (const anchor of anchors.good)
    if (anchor.seq > BigInt(state.seq))
      note(
        state,
        "anchor_wrong",
        anchor.seq,
        null,
        `the chain signed on ${anchor.day} reached link ${anchor.seq}, it now ends at ${state.seq}: its end was removed`,
      );
  if (!span) return;
  const newest = rows.filter(({ day }) => day !== GENESIS_DAY).at(-1)?.day ?? span.firstDay;
  if (Date.parse(span.lastDay) - Date.parse(newest) > 2 * dayMs)
    note(state, "anchor_missing", null, null, `no anchor after ${newest}, yet rows were sealed until ${span.lastDay}`);
}

export type Verdict = "INTACT" | "FINDINGS";
export const verdictOf = (state: ChainState): Verdict => (state.found === 0 ? "INTACT" : "FINDINGS");
