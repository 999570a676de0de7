import { createECDH } from "node:crypto";

/** The public half of a VAPID key, which browsers need to subscribe. */
export function vapidPublicKey(privateKey: string): string {
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(Buffer.from(privateKey, "base64url"));
  return curve.getPublicKey("base64url");
}
