import { createHmac, timingSafeEqual } from "node:crypto";
import { LINK_SECONDS } from "./files.schema";

export type Shown = "attachment" | "inline";
export type Size = "whole" | "w320" | "w960";
/** What a link is good for: one file in one size, shown in one way, to one person, until a moment. */
export type FileLink = { fileId: string; show: Shown; size: Size; personId: string; until: number };

const sign = (key: Uint8Array, { fileId, show, size, personId, until }: FileLink): Buffer =>
  createHmac("sha256", key).update(["file-link.1", fileId, show, size, personId, until].join("\n")).digest();

/** The path of a link. */
export function linkPath(key: Uint8Array, link: FileLink): string {
  const query = new URLSearchParams({
    show: link.show,
    size: link.size,
    for: link.personId,
    until: String(link.until),
    sig: sign(key, link).toString("base64url"),
  });
  return `/api/files/${link.fileId}?${query}`;
}

const sizes: readonly string[] = ["whole", "w320", "w960"] satisfies Size[];

/** The link a request came by, or null: altered, expired, or made to last longer than any link of ours. */
export function readLink(key: Uint8Array, fileId: string, query: URLSearchParams, now: Date): FileLink | null {
  const [show, size, until] = [query.get("show"), query.get("size") ?? "", Number(query.get("until"))];
  if ((show !== "attachment" && show !== "inline") || !sizes.includes(size)) return null;
  const seconds = now.getTime() / 1000;
  if (!Number.isInteger(until) || until <= seconds || until > seconds + LINK_SECONDS + 5) return null;
  const link: FileLink = { fileId, show, size: size as Size, personId: query.get("for") ?? "", until };
  const given = Buffer.from(query.get("sig") ?? "", "base64url");
  const right = sign(key, link);
  return given.length === right.length && timingSafeEqual(given, right) ? link : null;
}
