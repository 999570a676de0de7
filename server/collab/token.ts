import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/**
 * The ticket into one document: short, for this purpose, this document and this way of opening it. A procedure that has
 * checked the person's rights issues it, the collaboration process believes nothing else.
 */
const claims = z.strictObject({
  aud: z.literal("collab"),
  doc: z.string(),
  mode: z.enum(["read", "write"]),
  sub: z.uuid(),
  /** Seconds since 1970. */
  exp: z.int(),
});
export type CollabClaims = z.infer<typeof claims>;
export type CollabMode = CollabClaims["mode"];

export const tokenSeconds = 60;

export type TokenFault =
  | "token_malformed"
  | "token_forged"
  | "token_other_use"
  | "token_other_document"
  | "token_expired";
/** Why somebody is kept out; `reason` is what the browser is told. */
export class Refused extends Error {
  readonly reason: string;
  constructor(reason: TokenFault | "unknown_document" | "not_allowed") {
    super(reason);
    this.name = "Refused";
    this.reason = reason;
  }
}

/** A key of its own: a token of another use, signed from the same secret, is worth nothing here. */
const keyOf = (secret: string) => new Uint8Array(hkdfSync("sha256", secret, "", "uhs collab token v1", 32));
const sign = (body: string, secret: string) => createHmac("sha256", keyOf(secret)).update(body).digest();

export function issueCollabToken(
  secret: string,
  given: { doc: string; mode: CollabMode; userId: string },
  now: Date,
  seconds = tokenSeconds,
): string {
  const { doc, mode, userId } = given;
  const exp = Math.floor(now.getTime() / 1000) + Math.min(seconds, tokenSeconds);
  const body = Buffer.from(JSON.stringify({ aud: "collab", doc, mode, sub: userId, exp })).toString("base64url");
  return `${body}.${sign(body, secret).toString("base64url")}`;
}

/** The claims of a token for this document, now. Throws Refused with the first thing that is wrong. */
export function readCollabToken(secret: string, token: string, doc: string, now: Date): CollabClaims {
  const [body = "", signature = "", ...rest] = token.length <= 1000 ? token.split(".") : [];
  const given = Buffer.from(signature, "base64url");
  if (!body || given.length !== 32 || rest.length) throw new Refused("token_malformed");
  if (!timingSafeEqual(given, sign(body, secret))) throw new Refused("token_forged");
  // Signed by us, so a fault below is another use of the key or an old version, never a forger's reading aid.
  const parsed = claims.safeParse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
  if (!parsed.success) throw new Refused("token_other_use");
  if (parsed.data.exp <= now.getTime() / 1000) throw new Refused("token_expired");
  if (parsed.data.doc !== doc) throw new Refused("token_other_document");
  return parsed.data;
}
