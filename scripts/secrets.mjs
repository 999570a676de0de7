import { createECDH, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A P-256 key for web push. Browsers that subscribed with it know no other: changing it loses every device. */
function vapidKey() {
  const curve = createECDH("prime256v1");
  curve.generateKeys();
  // Leading zeroes count: a key is always 32 bytes.
  return Buffer.from(curve.getPrivateKey("hex").padStart(64, "0"), "hex").toString("base64url");
}

/** Random keys of one local school, made once and completed when a later version needs another. */
export function secrets(dataDir) {
  const file = join(dataDir, "secrets.json");
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const all = {
    NEXTAUTH_SECRET: randomBytes(48).toString("base64url"),
    INNGEST_SIGNING_KEY: `signkey-local-${randomBytes(32).toString("hex")}`,
    INNGEST_EVENT_KEY: randomBytes(24).toString("hex"),
    FIELD_KEYS: JSON.stringify({ local1: randomBytes(32).toString("base64") }),
    FIELD_KEY_ID: "local1",
    AT_API_KEY: randomBytes(24).toString("hex"),
    AT_CALLBACK_TOKEN: randomBytes(24).toString("hex"),
    VAPID_PRIVATE_KEY: vapidKey(),
    ...known,
  };
  if (Object.keys(all).length !== Object.keys(known).length) {
    mkdirSync(dataDir, { recursive: true });
    // Whole or not at all: field keys that were lost make their fields unreadable.
    writeFileSync(`${file}.new`, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return all;
}
