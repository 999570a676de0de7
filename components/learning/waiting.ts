import { CallError, call } from "@/lib/call";

/**
 * What a child did while there was no line: kept in this browser under the child who did it, and sent when the line is
 * back. A newer report takes the place of an older one of the same name, so that what waits never grows without end.
 */
export type Kept = { name: string; owner: string; procedure: string; input: unknown; stamp: number };

const store = "waiting";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("uhs-learning", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: ["owner", "name"] });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run<T>(mode: IDBTransactionMode, act: (kept: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(store, mode);
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
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
const worthAnotherTry = (error: unknown) =>
  !(error instanceof CallError) ||
  error.status === 0 ||
  error.status === 401 ||
  error.status === 429 ||
  error.status >= 500;

/** Sends what is kept; null while there is no line. What the school refuses for good waits no longer, and is thrown. */
async function send<Answer>(kept: Kept): Promise<Answer | null> {
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

/** Sends everything of this child that waits; says how many still do. */
export async function sendWaiting(owner: string): Promise<number> {
  let left = 0;
  // Refused for good: the page it came from is gone, so there is nobody to tell.
  for (const kept of await waitingOf(owner).catch(() => []))
    if ((await send(kept).catch(() => true)) === null) left += 1;
  return left;
}
