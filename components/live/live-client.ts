/**
 * The browser's end of the live line: one EventSource per tab, shared by everything on the page, without a library.
 * It remembers the last thing heard, comes back by itself with a growing, uneven pause, rests while the tab is long out
 * of sight, and says what arrives as DOM events, so that whoever shows something needs to know nothing about the line.
 */
export type LiveMessage = { kind: string; payload: Record<string, unknown> };
export type LiveStatus = "connecting" | "live" | "reconnecting" | "offline" | "ended";

const REST_AFTER = 60_000;
/** The server says something at least each 15 s. */
const SILENCE = 40_000;

let source: EventSource | null = null;
let lastId = "";
let status: LiveStatus = "connecting";
let tries = 0;
let again: ReturnType<typeof setTimeout> | undefined;
let silence: ReturnType<typeof setTimeout> | undefined;
let rest: ReturnType<typeof setTimeout> | undefined;
let started = false;

function say(next: LiveStatus) {
  if (next === status) return;
  status = next;
  dispatchEvent(new CustomEvent("uhs:live-state"));
}

function hangUp() {
  clearTimeout(again);
  clearTimeout(silence);
  source?.close();
  source = null;
}

function comeBack() {
  hangUp();
  say(navigator.onLine && tries < 5 ? "reconnecting" : "offline");
  // Uneven, so that a whole school does not come back in the same instant.
  again = setTimeout(dial, Math.min(15_000, 250 * 2 ** tries++) * (0.6 + Math.random() * 0.8));
}

function heard() {
  clearTimeout(silence);
  silence = setTimeout(comeBack, SILENCE);
}

function dial() {
  if (status === "ended") return;
  hangUp();
  // What happened since this page was asked for is told too: it may be newer than what the page shows.
  const input = JSON.stringify({ json: { age: Math.ceil(performance.now()) } });
  const from = lastId ? `&lastEventId=${encodeURIComponent(lastId)}` : "";
  const line = new EventSource(`/api/trpc/notify.stream?input=${encodeURIComponent(input)}${from}`);
  source = line;
  heard();
  line.onerror = comeBack;
  line.addEventListener("ping", heard);
  line.addEventListener("return", comeBack);
  line.addEventListener("serialized-error", (event) => {
    const kind = JSON.parse(event.data).json?.data?.kind;
    if (kind !== "UNAUTHENTICATED" && kind !== "FORBIDDEN") return comeBack();
    hangUp();
    say("ended");
  });
  line.onmessage = (event) => {
    heard();
    lastId = event.lastEventId || lastId;
    const message: LiveMessage = JSON.parse(event.data).json;
    if (message.kind === "end") {
      if (message.payload.reason === "stopping") return comeBack();
      hangUp();
      // Many tabs: the oldest rests until it is looked at again.
      return message.payload.reason === "session" ? say("ended") : undefined;
    }
    tries = 0;
    say("live");
    dispatchEvent(new CustomEvent("uhs:live", { detail: message }));
  };
}

function wake() {
  clearTimeout(rest);
  if (document.visibilityState === "hidden") rest = setTimeout(hangUp, REST_AFTER);
  else if (!source) dial();
}

function start() {
  if (started) return;
  started = true;
  document.addEventListener("visibilitychange", wake);
  addEventListener("focus", wake);
  addEventListener("online", dial);
  addEventListener("offline", () => say("offline"));
  // A page kept for the back button holds no line, and catches up when it is shown again.
  addEventListener("pagehide", hangUp);
  addEventListener("pageshow", (event) => event.persisted && dial());
  dial();
}

/** Calls `fn` with everything that arrives, until the returned function is called. The first caller opens the line. */
export function onLive(fn: (message: LiveMessage) => void): () => void {
  const listen = (event: Event) => fn((event as CustomEvent<LiveMessage>).detail);
  addEventListener("uhs:live", listen);
  start();
  return () => removeEventListener("uhs:live", listen);
}

/** For useSyncExternalStore: how the line is. */
export function onLiveStatus(fn: () => void): () => void {
  addEventListener("uhs:live-state", fn);
  start();
  return () => removeEventListener("uhs:live-state", fn);
}
export const liveStatus = (): LiveStatus => status;
