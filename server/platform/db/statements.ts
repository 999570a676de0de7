import { createHash } from "node:crypto";
import { oncePerProcess } from "../once";

/** Asked so many times, a statement will be asked again. */
const OFTEN = 5;
/** Each connection keeps the plans of as many; beyond them the database plans anew, as it does without names. */
const MOST_KEPT = 400;
const MOST_COUNTED = 4_000;

const remembered = () =>
  oncePerProcess("Statements", () => ({ names: new Map<string, string>(), times: new Map<string, number>() }));

/**
 * The name under which a connection keeps a statement and its plan. With row-level security planning costs more than
 * answering, so what is asked often is planned once. Only statements with values: BEGIN and its kind are no queries.
 * The name follows from the text, so that the one session of the embedded database shares it between connections. An
 * empty name is none.
 */
export function statementName({ sql, args }: { sql: string; args: readonly unknown[] }): string {
  const { names, times } = remembered();
  const name = names.get(sql);
  if (name || args.length === 0 || names.size >= MOST_KEPT) return name ?? "";
  const seen = (times.get(sql) ?? 0) + 1;
  if (seen < OFTEN) {
    if (times.size >= MOST_COUNTED) times.clear();
    times.set(sql, seen);
    return "";
  }
  times.delete(sql);
  const given = `uhs_${createHash("sha256").update(sql).digest("hex").slice(0, 32)}`;
  names.set(sql, given);
  return given;
}
