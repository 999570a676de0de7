import { SendError, type SendState, sendFile } from "@/components/files/send";
import { call } from "@/lib/call";
import { freshId } from "@/lib/fresh-id";
import { keptStore } from "./kept-store";
import {
  fileMark,
  filesDatabase,
  type Kept,
  markedFiles,
  markFiles,
  replaceWaiting,
  waitingFor,
  worthAnotherTry,
} from "./waiting";

/** A photo or file a child has chosen for a piece of work: kept in this browser until the school has it. */
export type KeptFile = {
  id: string;
  owner: string;
  assignmentId: string;
  studentId: string;
  file: File;
  /** The child has said that it may be sent, knowing what it costs. */
  agreed: boolean;
  /** Sent, but not put to the work yet. */
  fileId?: string;
  /** The school's words when it does not take it. */
  refused?: string;
};

const run = keptStore(filesDatabase, "id");
/** What a browser that keeps nothing (a private window) has in hand while the page is open. */
const loose = new Map<string, KeptFile>();
let underWay: { id: string; percent: number; state: SendState; stop: AbortController } | null = null;

const watchers = new Set<() => void>();
const tell = () => {
  for (const watcher of watchers) watcher();
};
/** Calls back whenever a kept file came, went or moved on. */
export function watchKeptFiles(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
/** The file on its way just now, and how far it is. */
export const fileUnderWay = () => underWay && { id: underWay.id, percent: underWay.percent, state: underWay.state };
/** Whether it is still there when the page has been closed. */
export const outlivesPage = ({ id }: KeptFile) => !loose.has(id);

const readAll = async (): Promise<KeptFile[]> => [
  ...(await run<KeptFile[]>("readonly", (kept) => kept.getAll()).catch(() => [])),
  ...loose.values(),
];
/** The files of one piece of work, in the order in which they were chosen. */
export const keptFilesOf = async (owner: string, assignmentId: string): Promise<KeptFile[]> =>
  (await readAll()).filter((kept) => kept.owner === owner && kept.assignmentId === assignmentId);

async function put(kept: KeptFile): Promise<void> {
  if (loose.has(kept.id)) loose.set(kept.id, kept);
  else await run("readwrite", (all) => all.put(kept)).catch(() => loose.set(kept.id, kept));
  const mark = fileMark(kept.owner, kept.assignmentId);
  if (!loose.has(kept.id)) markFiles([...new Set([...markedFiles(), mark])]);
  tell();
}

/** Keeps a chosen file. Ids begin with the moment, so that files keep their order. */
export const keepFile = (chosen: Omit<KeptFile, "id" | "agreed">): Promise<void> =>
  put({ ...chosen, id: `${Date.now().toString(36).padStart(9, "0")}-${freshId()}`, agreed: false });

async function remove({ id, owner, assignmentId }: KeptFile): Promise<void> {
  loose.delete(id);
  await run("readwrite", (all) => all.delete(id)).catch(() => {});
  if ((await keptFilesOf(owner, assignmentId)).length === 0)
    markFiles(markedFiles().filter((mark) => mark !== fileMark(owner, assignmentId)));
  tell();
}

/** The child changed its mind: it is not sent, or no longer. */
export async function dropFile(kept: KeptFile): Promise<void> {
  if (underWay?.id === kept.id) underWay.stop.abort();
  await remove(kept);
}

/** The child says that it may go; it goes as soon as there is a line. */
export async function agreeToSend(kept: KeptFile): Promise<void> {
  await put({ ...kept, agreed: true });
  await sendKeptFiles(kept.owner);
}

/** Handing in says of every file of the work that it may go. Does not wait until they are through. */
export async function sendKeptWith(owner: string, assignmentId: string): Promise<void> {
  const kept = await keptFilesOf(owner, assignmentId);
  for (const one of kept) if (!one.agreed) await put({ ...one, agreed: true });
  if (kept.length > 0) void sendKeptFiles(owner);
}

let running: Promise<void> | null = null;
/** Sends what may go, one after the other and from one page at a time. Ends when nothing is left or there is no going on. */
export function sendKeptFiles(owner: string): Promise<void> {
  running ??= alone(async () => {
    await tidy(owner);
    for (;;) {
      const next = (await readAll()).find((kept) => kept.owner === owner && kept.agreed && !kept.refused);
      if (!next || !(await send(next))) return;
    }
  }).finally(() => {
    running = null;
  });
  return running;
}

async function alone(act: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return act();
  await navigator.locks.request(filesDatabase, { ifAvailable: true }, (lock) => (lock ? act() : undefined));
}

/** Another child's files do not stay on a shared phone; and what was to go after files that are gone is only kept. */
async function tidy(owner: string): Promise<void> {
  const all = await readAll();
  for (const kept of all) if (kept.owner !== owner) await run("readwrite", (rows) => rows.delete(kept.id));
  const here = new Set(all.map((kept) => fileMark(kept.owner, kept.assignmentId)));
  const gone = markedFiles().filter((mark) => mark.startsWith(`${owner}:`) && !here.has(mark));
  for (const mark of gone) await keepOnly(owner, mark.slice(owner.length + 1));
  markFiles(markedFiles().filter((mark) => !gone.includes(mark)));
}

/** Work that was to be handed in with files that are no longer here is not handed in without them: its text is saved. */
async function keepOnly(owner: string, assignmentId: string): Promise<void> {
  const waiting = await waitingFor(owner, `work:${assignmentId}`);
  if (!waiting?.after) return;
  const { after: _, ...kept } = waiting;
  const { key: __, ...input } = kept.input as Record<string, unknown>;
  await replaceWaiting({ ...kept, procedure: "work.save", input } satisfies Kept);
}

/** Sends one file and puts it to its work; false when there is no going on for now. Refused for good, it says why. */
async function send(kept: KeptFile): Promise<boolean> {
  const stop = new AbortController();
  const move = (change: { percent?: number; state?: SendState }) => {
    underWay = { id: kept.id, percent: 0, state: "sending", stop, ...underWay, ...change };
    tell();
  };
  try {
    move({});
    const fileId = kept.fileId ?? (await upload(kept, stop.signal, move));
    // From here on only this is left to do, whatever happens to the page.
    if (!kept.fileId) await put({ ...kept, fileId });
    await call("work.addFile", { assignmentId: kept.assignmentId, fileId });
    await remove(kept);
    return true;
  } catch (error) {
    if (stop.signal.aborted) return true;
    const later = error instanceof SendError ? error.signedOut || error.again : worthAnotherTry(error);
    if (later) return false;
    await put({ ...kept, refused: (error as Error).message });
    return true;
  } finally {
    underWay = null;
    tell();
  }
}

async function upload(
  { file, studentId }: KeptFile,
  signal: AbortSignal,
  move: (change: { percent?: number; state?: SendState }) => void,
): Promise<string> {
  const onProgress = (sent: number) => move({ percent: Math.floor((100 * sent) / Math.max(1, file.size)) });
  const sent = await sendFile({
    ...{ file, studentId, signal, purpose: "work" },
    onProgress,
    onState: (state) => move({ state }),
  });
  return sent.id;
}
