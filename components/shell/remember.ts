import type { SettingKey, SettingValue } from "@/server/features/platform/platform.schema";

/**
 * The screen's memory on the server: what a person folded away stays folded on their next device. Calls are gathered for
 * a moment and sent in the background; the code that sends is fetched on the first one. Failing to remember is not
 * worth a message: the screen already shows what was asked.
 */
const waiting = new Map<SettingKey, unknown>();
let timer: ReturnType<typeof setTimeout> | undefined;

async function send(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const batch = [...waiting];
  waiting.clear();
  const { call } = await import("@/lib/call");
  for (const [key, value] of batch) await call("platform.rememberSetting", { key, value }).catch(() => undefined);
}

export function remember<K extends SettingKey>(key: K, value: SettingValue<K>): void {
  waiting.set(key, value);
  clearTimeout(timer);
  timer = setTimeout(send, 350);
}

if (typeof window !== "undefined") {
  window.addEventListener("pagehide", () => {
    if (waiting.size > 0) void send();
  });
}
