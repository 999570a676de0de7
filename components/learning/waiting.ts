import { CallError, call } from "@/lib/call";
import { keptStore } from "./kept-store";

/**
 * What a child did while there was no line: kept in this browser under the child who did it, and sent when the line is
 * back. A newer report takes the place of an older one of the same name, so that what waits never grows without end.
 */
export type Kept = {
  name: string;
  owner: string;
  procedure: string;
  input: unknown;
  stamp: number;
  /** It goes once no file of this piece of work is left on the device. */
  after?: string;
};

const run = keptStore("uhs-learning", ["owner", "name"]);

// ── Files that wait, see kept-files.ts: here it only stands that there are some, so that its code is fetched for them alone
const marks = "uhs.kept-files";
export const filesDatabase = "uhs-files";
/** Pieces of work that have files on this device, each with its child; no names, so that a shared device tells nothing. */
export function markedFiles(): string[] {
  try {
    return localStorage.getItem(marks)?.split(" ") ?? [];
  } catch {
    return [];
  }
}
/** Says which pieces of work have files here from now on. */
export function markFiles(all: readonly string[]): void {
  if (all.length > 0) localStorage.setItem(marks, all.join(" "));
  else localStorage.removeItem(marks);
}
export const fileMark = (owner: string, work: string) => `${owner}:${work}`;
/** Whoever signs out leaves no picture behind on a phone that others use. */
export function forgetFiles(): void {
  if (markedFiles().length > 0) indexedDB.deleteDatabase(filesDatabase);
}

const keyOf = ({ owner, name }: Pick<Kept, "owner" | "name">): [string, string] => [owner, name];
/** What waits under a name, if anything does. */
export const waitingFor = (owner: string, name: string): Promise<Kept | undefined> =>
  run<Kept | undefined>("readonly", (kept) => kept.get(keyOf({ owner, name }))).catch(() => undefined);
const waitingOf = (owner: string): Promise<Kept[]> =>
  run("readonly", (kept) => kept.getAll(IDBKeyRange.bound([owner], [owner, []])));

/** Takes away what was sent, unless something newer has taken its place meanwhile. */
async function done(kept: Kept): Promise<void> {
  if ((await waitingFor(kept.owner, kept.name))?.stamp === kept.stamp)
    await run("readwrite", (all) => all.delete(keyOf(kept)));
}

/** The line or the school is away, or the session has ended: worth another try. Anything else is an answer. */
export const worthAnotherTry = (error: unknown) =>
  !(error instanceof CallError) ||
  error.status === 0 ||
  error.status === 401 ||
  error.status === 429 ||
  error.status >= 500;

/** Sends what is kept; null while there is no line, or while files that belong to it are on their way. What the school refuses for good waits no longer, and is thrown. */
async function send<Answer>(kept: Kept): Promise<Answer | null> {
  if (kept.after && markedFiles().includes(fileMark(kept.owner, kept.after))) return null;
  try {
    const answer = await call<Answer>(kept.procedure, kept.input);
    await done(kept).catch(() => {});
    return answer;
  } catch (error) {
    if (worthAnotherTry(error)) return null;
    await done(kept).catch(() => {});
    throw error;
  }
}

/** Keeps it here first, then sends it. A browser that keeps nothing (a private window) only sends. */
export async function keepAndSend<Answer>(kept: Omit<Kept, "stamp">): Promise<Answer | null> {
  const stamped = { ...kept, stamp: Date.now() + Math.random() };
  await run("readwrite", (all) => all.put(stamped)).catch(() => {});
  return send<Answer>(stamped);
}

/** Puts something else in the place of what waits under a name, without sending it yet. */
export const replaceWaiting = (kept: Kept): Promise<unknown> => run("readwrite", (all) => all.put(kept));

/** Sends everything of this child that waits; says how many still do. */
export async function sendWaiting(owner: string): Promise<number> {
  let left = 0;
  // Refused for good: the page it came from is gone, so there is nobody to tell.
  for (const kept of await waitingOf(owner).catch(() => []))
    if ((await send(kept).catch(() => true)) === null) left += 1;
  return left;
}
