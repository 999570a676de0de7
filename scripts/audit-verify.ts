/**
 * `npm run audit:verify`: walks the whole audit log and names every row that was changed, removed or inserted. Exit code
 * 0 when it is whole, 1 when something was found, 2 when it could not be checked.
 *
 *   --days 30            only since the last signed day before then
 *   --log web.log        the heads and anchors a log has kept must lie on the chain (may be given several times)
 *   --json               one JSON object instead of words
 *   --public-key         prints the key anchors are checked with, and ends
 *
 * It asks the database for rows and for nothing else: no function of the database is trusted. DATABASE_URL and FIELD_KEYS
 * come from the environment, or are those of the school that lives in .data.
 */
import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";
import { addDays, dayAt } from "../lib/days";
import {
  ANCHOR_COLUMNS,
  type ChainSource,
  LINK_COLUMNS,
  STORED_COLUMNS,
  toLinkRow,
  toUnlinkedRow,
  verifyChain,
} from "../server/features/audit/audit.source";
import type { AnchorRow, ChainState } from "../server/features/audit/audit.verify";
import { type AuditKeys, anchorPublicKey } from "../server/platform/audit-chain";

type Row = Record<string, string | null>;

/**
 * One read in a transaction of its own, as the role that reads past policies where the owner is no superuser. The role is
 * set for the transaction only: the embedded database has one session for everybody.
 */
async function ask<R extends pg.QueryResultRow>(client: pg.ClientBase, text: string, values: unknown[] = []) {
  await client.query("BEGIN READ ONLY");
  try {
    await client.query(
      `SELECT set_config('role', 'uhs_definer', true) FROM pg_roles WHERE rolname = current_user AND NOT rolsuper`,
    );
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.query("ROLLBACK");
  }
}

/** The log through the owner's own connection, past every policy. */
export function ownerSource(client: pg.ClientBase): ChainSource {
  const rows = <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) => ask<R>(client, text, values);
  return {
    anchors: () => rows<AnchorRow>(`SELECT ${ANCHOR_COLUMNS} FROM "AuditAnchor" ORDER BY day`),
    links: async (after, most) =>
      (
        await rows<Row>(
          `SELECT ${LINK_COLUMNS} FROM "AuditLink" l LEFT JOIN "AuditEvent" e ON e.id = l."eventId" WHERE l.seq > $1 ORDER BY l.seq LIMIT $2`,
          [after, most],
        )
      ).map(toLinkRow),
    unlinked: async (sinceDay, most) =>
      (
        await rows<Row & { seconds: string }>(
          `SELECT ${STORED_COLUMNS}, extract(epoch FROM clock_timestamp() - e."recordedAt")::text AS seconds FROM "AuditEvent" e
           WHERE ($1::date IS NULL OR e."recordedAt" >= $1::date) AND NOT EXISTS (SELECT FROM "AuditLink" l WHERE l."eventId" = e.id)
           ORDER BY e."recordedAt" LIMIT $2`,
          [sinceDay, most],
        )
      ).map(toUnlinkedRow),
    span: async () => {
      const [span] = await rows<{ firstDay: string | null; lastDay: string | null }>(
        `SELECT ((SELECT l."eventAt" FROM "AuditLink" l ORDER BY l.seq LIMIT 1) AT TIME ZONE 'Africa/Nairobi')::date::text AS "firstDay",
                ((SELECT l."eventAt" FROM "AuditLink" l ORDER BY l.seq DESC LIMIT 1) AT TIME ZONE 'Africa/Nairobi')::date::text AS "lastDay"`,
      );
      return span?.firstDay && span.lastDay ? { firstDay: span.firstDay, lastDay: span.lastDay } : null;
    },
  };
}

/** Heads of the chain that a log remembers: `{audit: {seq, hash}}` and `{auditAnchor: {seq, hash}}`, one JSON a line. */
export function headsIn(log: string): Map<string, string> {
  const heads = new Map<string, string>();
  for (const line of log.split("\n")) {
    if (!line.includes('"audit')) continue;
    try {
      const { audit, auditAnchor } = JSON.parse(line) as Record<string, { seq?: unknown; hash?: unknown } | undefined>;
      for (const head of [audit, auditAnchor])
        if (typeof head?.seq === "string" && typeof head.hash === "string") heads.set(head.seq, head.hash);
    } catch {
      // Not a line of ours.
    }
  }
  return heads;
}

/** Names the remembered heads that the chain no longer has. */
export async function compareHeads(client: pg.ClientBase, heads: Map<string, string>, state: ChainState) {
  const seqs = [...heads.keys()];
  for (let from = 0; from < seqs.length; from += 5_000) {
    const part = seqs.slice(from, from + 5_000);
    const rows = await ask<{ seq: string; hash: string }>(
      client,
      `SELECT seq::text AS seq, encode(hash, 'hex') AS hash FROM "AuditLink" WHERE "AuditLink".seq = ANY($1::bigint[])`,
      [part],
    );
    const now = new Map(rows.map(({ seq, hash }) => [seq, hash]));
    for (const seq of part)
      if (now.get(seq) !== heads.get(seq)) {
        state.found += 1;
        const detail = now.has(seq)
          ? "the log file remembers another hash for this link: the chain was rewritten before it"
          : "the log file remembers this link, the database has none: the chain's end was removed";
        state.findings.push({ kind: "anchor_wrong", seq, id: null, detail });
      }
  }
}

async function settings(): Promise<{ url: string; keys: AuditKeys }> {
  let source: Record<string, string | undefined> = process.env;
  if (!source.DATABASE_URL || !source.FIELD_KEYS) {
    const [{ environment }, { at }] = await Promise.all([import("./environment.mjs"), import("./paths.mjs")]);
    if (!existsSync(at(".data/secrets.json"))) throw new Error("DATABASE_URL and FIELD_KEYS are not set.");
    source = environment({ dataDir: at(".data"), base: Number(process.env.PORT || 3000), mode: "local" });
  }
  const { DATABASE_URL: url, FIELD_KEYS: keys, FIELD_KEY_ID: current } = source;
  if (!url || !keys || !current) throw new Error("DATABASE_URL, FIELD_KEYS and FIELD_KEY_ID must be set.");
  return { url, keys: { current, keys: JSON.parse(keys) as Record<string, string> } };
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      days: { type: "string" },
      log: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      "public-key": { type: "boolean", default: false },
    },
  });
  const { url, keys } = await settings();
  if (values["public-key"]) {
    console.log(anchorPublicKey(keys));
    return 0;
  }
  const days = values.days === undefined ? null : Number(values.days);
  if (days !== null && !(Number.isInteger(days) && days > 0)) throw new Error("--days is a whole number of days.");
  const client = new pg.Client({ connectionString: url, application_name: "uhs-audit-verify" });
  await client.connect();
  try {
    const from = performance.now();
    let told = from;
    const state = await verifyChain(
      ownerSource(client),
      { sinceDay: days === null ? null : addDays(dayAt(new Date()), -days), keys },
      ({ checked }) => {
        if (values.json || !process.stderr.isTTY || performance.now() - told < 1_000) return;
        told = performance.now();
        process.stderr.write(`\r${checked.toLocaleString("en")} rows`);
      },
    );
    const heads = headsIn(values.log.map((file) => readFileSync(file, "utf8")).join("\n"));
    await compareHeads(client, heads, state);
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    if (values.json) console.log(JSON.stringify({ ...state, heads: heads.size, seconds: Number(seconds) }));
    else {
      if (process.stderr.isTTY) process.stderr.write("\r");
      for (const { kind, seq, id, detail } of state.findings)
        console.log(`${kind.padEnd(14)} ${seq ? `link ${seq}` : "no link"}  ${id ?? ""}  ${detail}`);
      if (state.found > state.findings.length) console.log(`… and ${state.found - state.findings.length} more`);
      console.log(
        `${state.found === 0 ? "The audit log is whole" : `${state.found} findings`}: ${state.checked.toLocaleString("en")} rows, links ${state.from} to ${state.seq}, ${state.waiting} not yet sealed${heads.size ? `, ${heads.size} heads from logs` : ""}; ${seconds} s`,
      );
    }
    return state.found === 0 ? 0 : 1;
  } finally {
    await client.end();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  main().then(
    (code) => process.exit(code),
    (error: Error) => {
      console.error(error.message);
      process.exit(2);
    },
  );
