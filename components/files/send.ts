import { declaredFor } from "@/lib/file-types";

export type SentFile = { id: string; name: string; mime: string; size: number };
export type SendState = "sending" | "waiting" | "checking";
export type SendOptions = {
  file: File;
  purpose: string;
  studentId?: string | null;
  signal: AbortSignal;
  onProgress(sent: number): void;
  onState(state: SendState): void;
};

/** What the school said no to, in its own words; or that the person is no longer signed in. */
export class SendError extends Error {
  readonly signedOut: boolean;
  /** Whether trying again can help: not when it is about the file itself. */
  readonly again: boolean;
  constructor(message: string, status = 0) {
    super(message);
    this.name = "SendError";
    this.signedOut = status === 401;
    this.again = status === 0 || status >= 500;
  }
}

const KIB = 1024;
const least = 64 * KIB;
const most = 4096 * KIB;
const where = "/api/files/uploads";

// ── What is remembered of an upload under way: no name, so that a shared device tells nothing ─────
type Kept = { id: string; sent: number; size: number };
const prefix = "uhs.upload.";
function keyOf({ file, purpose, studentId }: Pick<SendOptions, "file" | "purpose" | "studentId">): string {
  let hash = 0xcbf29ce484222325n;
  for (const sign of `${purpose}|${studentId ?? ""}|${file.name}|${file.size}|${file.lastModified}`)
    hash = BigInt.asUintN(64, (hash ^ BigInt(sign.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return `${prefix}${purpose}.${hash.toString(36)}`;
}
const recall = (key: string): Kept | null => {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    return typeof kept?.id === "string" ? kept : null;
  } catch {
    return null;
  }
};
const keep = (key: string, kept: Kept | null) => {
  try {
    if (kept) localStorage.setItem(key, JSON.stringify(kept));
    else localStorage.removeItem(key);
  } catch {
    // Without storage an upload still goes on after a lost line, only not after a reload.
  }
};

/** An upload for this purpose that was interrupted, to say so before a file is chosen. */
export function interrupted(purpose: string): (Kept & { key: string }) | null {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(`${prefix}${purpose}.`)) {
        const kept = recall(key);
        if (kept && kept.sent > 0) return { ...kept, key };
      }
  } catch {
    // No storage, nothing to remember.
  }
  return null;
}

/** Forgets an interrupted upload, here and at the school. */
export function forget({ key, id }: { key: string; id: string }): void {
  keep(key, null);
  void fetch(`${where}/${id}`, { method: "DELETE" }).catch(() => undefined);
}

// ── The line ─────────────────────────────────────────────────────────────────────────────────────
const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    signal.addEventListener("abort", done);
  });

async function digest(bytes: ArrayBuffer): Promise<string | null> {
  // Only on a secure line; elsewhere TCP's own check has to do.
  if (!globalThis.crypto?.subtle) return null;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...hash));
}

type Place = { received: number; state: "OPEN" | "DONE" | "REFUSED"; fileId: string | null; message: string | null };
type Answer = { status: number; body: Record<string, unknown> | null };

/** Asks once; null when the line is gone or the school is restarting. */
async function ask(url: string, init: RequestInit, signal: AbortSignal): Promise<Answer | null> {
  try {
    const response = await fetch(url, { ...init, signal, credentials: "same-origin" });
    if (response.status >= 500 && response.status !== 503) throw await said(response);
    if (response.status >= 500) {
      // Unavailable with words of its own is an answer, without them a restart.
      const body = await response.json().catch(() => null);
      return body?.error?.reason && body.error.reason !== "unavailable" ? { status: 503, body } : null;
    }
    return { status: response.status, body: await response.json().catch(() => null) };
  } catch (error) {
    if (signal.aborted || error instanceof SendError) throw error;
    return null;
  }
}
const said = async (response: Response) =>
  new SendError((await response.json().catch(() => null))?.error?.message ?? "", response.status);
const errorOf = ({ body }: Answer) => (body?.error ?? {}) as { reason?: string; message?: string };

/**
 * Sends a file in pieces that fit the line: small where it is slow. A lost line, a restart of the school or a reload of
 * the page costs one piece. Resolves when the school has looked at the whole file and keeps it; throws SendError with the
 * school's words when it does not, and the signal's reason when it was cancelled.
 */
export async function sendFile(options: SendOptions): Promise<SentFile> {
  const { file, signal, onProgress, onState } = options;
  const key = keyOf(options);
  let tries = 0;
  const wait = async () => {
    onState("waiting");
    tries += 1;
    await pause(Math.min(30_000, 500 * 2 ** tries) * (0.75 + Math.random() / 2), signal);
    signal.throwIfAborted();
  };
  const insist = async (url: string, init: RequestInit): Promise<Answer> => {
    for (;;) {
      const answer = await ask(url, init, signal);
      if (answer && answer.status !== 429) return answer;
      await wait();
    }
  };
  const place = async (id: string): Promise<Place | null> => {
    const answer = await insist(`${where}/${id}`, { method: "GET" });
    if (answer.status === 401) throw new SendError(errorOf(answer).message ?? "", 401);
    return answer.status === 200 ? (answer.body as Place) : null;
  };

  const known = recall(key)?.id;
  const found = known ? await place(known) : null;
  const kept = (fileId: string): SentFile => {
    keep(key, null);
    return { id: fileId, name: file.name, mime: file.type, size: file.size };
  };
  // Whole at the school already: only its answer was lost.
  if (found?.state === "DONE" && found.fileId) return kept(found.fileId);
  const goesOn = known !== undefined && found?.state === "OPEN";
  const id = goesOn ? known : await begin(options, insist);
  let at = goesOn ? found.received : 0;
  try {
    let size = 256 * KIB;
    for (;;) {
      keep(key, { id, sent: at, size: file.size });
      onProgress(at);
      const piece = await file.slice(at, Math.min(at + size, file.size)).arrayBuffer();
      const last = at + piece.byteLength === file.size;
      onState(last && at > 0 && piece.byteLength === 0 ? "checking" : "sending");
      const hash = await digest(piece);
      const began = performance.now();
      const headers = { "upload-offset": String(at), ...(hash ? { "upload-sha256": hash } : {}) };
      const answer = await ask(`${where}/${id}`, { method: "PATCH", headers, body: piece }, signal);
      if (answer?.status === 200) {
        tries = 0;
        const took = performance.now() - began;
        if (took < 1500) size = Math.min(most, size * 2);
        else if (took > 6000) size = Math.max(least, size / 2);
        at = Number(answer.body?.received);
        onProgress(at);
        if (answer.body?.file) {
          keep(key, null);
          return answer.body.file as SentFile;
        }
        continue;
      }
      if (answer?.status === 401) throw new SendError(errorOf(answer).message ?? "", 401);
      const { reason, message } = answer ? errorOf(answer) : {};
      if (answer && ![409, 429].includes(answer.status) && reason !== "file.chunk_damaged")
        throw new SendError(message ?? "", answer.status);
      // Lost on the way, held by a request that has not noticed, or somewhere else: ask where we are.
      size = Math.max(least, size / 2);
      await wait();
      const now = await place(id);
      if (!now) throw new SendError(message ?? "");
      if (now.state === "REFUSED") throw new SendError(now.message ?? "", 400);
      if (now.state === "DONE" && now.fileId) return kept(now.fileId);
      at = now.received;
    }
  } catch (error) {
    if (signal.aborted) forget({ key, id });
    else if (error instanceof SendError && !error.signedOut) keep(key, null);
    throw error;
  }
}

async function begin(
  { file, purpose, studentId }: SendOptions,
  insist: (url: string, init: RequestInit) => Promise<Answer>,
): Promise<string> {
  const answer = await insist(where, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      name: file.name,
      size: file.size,
      type: file.type || declaredFor(file.name),
      purpose,
      ...(studentId ? { studentId } : {}),
    }),
  });
  if (answer.status !== 201) throw new SendError(errorOf(answer).message ?? "", answer.status);
  return String(answer.body?.id);
}
