import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import canonicalize from "canonicalize";
import { env } from "./env";

/**
 * What makes the audit log tell when it was touched: each row carries the application's seal (an HMAC), each row has a
 * link in a chain of hashes made by the database, and the head of the chain is signed once a day (Ed25519). The keys are
 * derived from FIELD_KEYS and never in the database. Everything here is computed without asking the database's own
 * functions, because whoever owns the database can change those. See docs/adr/0011-audit-chain.md.
 */
export type AuditKeys = { current: string; keys: Record<string, string> };
export const auditKeys = (): AuditKeys => ({ current: env().FIELD_KEY_ID, keys: env().FIELD_KEYS });

const derived = new Map<string, Buffer>();
function deriveKey(purpose: "row" | "anchor", base64: string): Buffer {
  const name = `${purpose}:${base64}`;
  let key = derived.get(name);
  if (!key) {
    key = Buffer.from(hkdfSync("sha256", Buffer.from(base64, "base64"), "uhs-audit", `uhs-audit-${purpose}/1`, 32));
    derived.set(name, key);
  }
  return key;
}

type Field = string | null | undefined;
/** Length before value, `-` for nothing: no two different lists have the same text. The same encoding as app.audit_text. */
const fieldsText = (fields: readonly Field[]) =>
  fields.map((field) => (field == null ? "-" : `${Buffer.byteLength(field)}:${field}`)).join("");

const canonicalJson = (value: unknown): string | null => (value == null ? null : (canonicalize(value) ?? null));

/** A row as it is written. */
export type AuditRow = {
  id: string;
  actorId: string | null;
  actorRole: string | null;
  system: string | null;
  action: string;
  outcome: string;
  subjectType: string;
  subjectId: string | null;
  studentId: string | null;
  before: unknown;
  after: unknown;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  createdAt: Date;
};

const rowText = (row: AuditRow) =>
  fieldsText([
    "uhs-audit-row/1",
    row.id.toLowerCase(),
    row.actorId?.toLowerCase(),
    row.actorRole,
    row.system,
    row.action,
    row.outcome,
    row.subjectType,
    row.subjectId,
    row.studentId?.toLowerCase(),
    canonicalJson(row.before),
    canonicalJson(row.after),
    row.ip,
    row.userAgent,
    row.requestId,
    String(row.createdAt.getTime()),
  ]);

/** The application's seal on one row: nobody who holds only the database can make it. */
export function rowMac(row: AuditRow, { current, keys }: AuditKeys = auditKeys()): string {
  const key = keys[current];
  if (!key) throw new Error(`FIELD_KEYS has no key "${current}"`);
  return `${current}.${createHmac("sha256", deriveKey("row", key)).update(rowText(row)).digest("base64url")}`;
}

export type MacState = "good" | "missing" | "wrong" | "unknown_key";
export function checkMac(row: AuditRow, mac: string | null, keys: AuditKeys = auditKeys()): MacState {
  if (!mac) return "missing";
  const dot = mac.lastIndexOf(".");
  const keyId = mac.slice(0, Math.max(0, dot));
  if (!keys.keys[keyId]) return "unknown_key";
  const due = rowMac(row, { current: keyId, keys: keys.keys });
  return due.length === mac.length && timingSafeEqual(Buffer.from(due), Buffer.from(mac)) ? "good" : "wrong";
}

/** A row as the database renders it: the text that was hashed into its link. */
export type StoredRow = {
  id: string;
  actorId: string | null;
  actorRole: string | null;
  system: string | null;
  action: string;
  outcome: string;
  subjectType: string;
  subjectId: string | null;
  studentId: string | null;
  before: string | null;
  after: string | null;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  createdMs: string;
  recordedUs: string;
  mac: string | null;
};

/** sha256(hash of the link before || text of the row), as app.seal_audit computes it. */
export function linkHash(previous: Uint8Array, seq: bigint, row: StoredRow): Buffer {
  const text = fieldsText([
    "uhs-audit-link/1",
    String(seq),
    row.id,
    row.actorId,
    row.actorRole,
    row.system,
    row.action,
    row.outcome,
    row.subjectType,
    row.subjectId,
    row.studentId,
    row.before,
    row.after,
    row.ip,
    row.userAgent,
    row.requestId,
    row.createdMs,
    row.recordedUs,
    row.mac,
  ]);
  return createHash("sha256").update(previous).update(text, "utf8").digest();
}

/** Whether the application wrote this stored row as it stands. */
export const checkStoredMac = (row: StoredRow, keys?: AuditKeys): MacState =>
  checkMac(
    {
      ...row,
      before: row.before === null ? null : JSON.parse(row.before),
      after: row.after === null ? null : JSON.parse(row.after),
      createdAt: new Date(Number(row.createdMs)),
    },
    row.mac,
    keys,
  );

/** One day's end of the chain. `previous` is the signature of the anchor before, so that none can be taken out. */
export type Anchor = { day: string; seq: bigint; hash: Uint8Array; unsignedThrough: bigint; previous: string };
const anchorText = ({ day, seq, hash, unsignedThrough, previous }: Anchor) =>
  Buffer.from(
    ["uhs-audit-anchor/1", day, seq, Buffer.from(hash).toString("hex"), unsignedThrough, previous].join("\n"),
  );

/** Ed25519 wants its seed in an envelope (RFC 8410). */
const ED25519_SEED = Buffer.from("302e020100300506032b657004220420", "hex");
const anchorKey = (base64: string) =>
  createPrivateKey({
    key: Buffer.concat([ED25519_SEED, deriveKey("anchor", base64)]),
    format: "der",
    type: "pkcs8",
  });

export function signAnchor(anchor: Anchor, { current, keys }: AuditKeys = auditKeys()) {
  const key = keys[current];
  if (!key) throw new Error(`FIELD_KEYS has no key "${current}"`);
  return { keyId: current, signature: sign(null, anchorText(anchor), anchorKey(key)).toString("base64url") };
}

export function checkAnchor(
  anchor: Anchor,
  { keyId, signature }: { keyId: string; signature: string },
  { keys }: AuditKeys = auditKeys(),
): boolean {
  const key = keys[keyId];
  return key
    ? verify(null, anchorText(anchor), createPublicKey(anchorKey(key)), Buffer.from(signature, "base64url"))
    : false;
}

/** What an auditor needs to check anchors without holding any key of ours. */
export function anchorPublicKey({ current, keys }: AuditKeys = auditKeys()): string {
  const key = keys[current];
  if (!key) throw new Error(`FIELD_KEYS has no key "${current}"`);
  return createPublicKey(anchorKey(key)).export({ format: "der", type: "spki" }).toString("base64");
}
