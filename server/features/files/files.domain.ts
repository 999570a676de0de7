import { claimedTypes, extensionOf, isMime, kindOf, type Mime } from "@/lib/file-types";
import type { Role } from "@/lib/roles";
import { PICTURE, purposeOf } from "./files.schema";

/**
 * A name as it may be shown and offered for saving: only the last part of a path, printable, of bearable length. It is
 * never a place on a disk; that has a random name.
 */
export function tidyName(name: string): string {
  const last = name.normalize("NFC").split(/[\\/]/).at(-1) ?? "";
  const printable = last
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, "")
    .replace(/[<>:"|?*%]/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  const at = printable.lastIndexOf(".");
  const [stem, end] = at > 0 ? [printable.slice(0, at), printable.slice(at)] : [printable, ""];
  return `${[...(stem || "file")].slice(0, 120).join("")}${end.slice(0, 12)}`;
}

export type Refusal =
  | "file.purpose"
  | "file.kind"
  | "file.too_large"
  | "file.disagrees"
  | "file.damaged"
  | "file.too_many_pixels"
  | "file.bomb"
  | "file.active";

/** Judges what an upload claims to be, before a byte of it is taken. */
export function judgeClaim(
  claim: { purpose: string; name: string; declared: string; size: number },
  role: Role,
): { types: Mime[] } | { refused: Refusal; most?: number } {
  const purpose = purposeOf(claim.purpose);
  if (!purpose?.roles.includes(role)) return { refused: "file.purpose" };
  const claimed = claimedTypes(claim.name, claim.declared);
  const types = claimed.filter((mime) => purpose.most[kindOf(mime)] !== undefined);
  if (types.length === 0) return { refused: "file.kind" };
  const most = Math.max(...types.map((mime) => purpose.most[kindOf(mime)] ?? 0));
  return claim.size > most ? { refused: "file.too_large", most } : { types };
}

/** The one type on which name, declared type and bytes agree; null when they do not. */
export const agreedType = (claimed: readonly Mime[], found: readonly Mime[]): Mime | null =>
  claimed.find((mime) => found.includes(mime)) ?? null;

export const tooManyPixels = ({ width, height }: { width: number; height: number }): boolean =>
  Math.max(width, height) > PICTURE.side || width * height > PICTURE.pixels;

/** The name a stored file is offered under: its extension is always that of its bytes. */
export const servedName = (name: string, mime: string): string =>
  `${name.replace(/\.[a-z0-9]{1,10}$/i, "")}.${isMime(mime) ? extensionOf(mime) : "bin"}`;

/** RFC 6266: an ASCII name for old readers and the real one, so that no name can end the header or add to it. */
export function contentDisposition(show: "attachment" | "inline", name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%;]/g, "_");
  const encoded = encodeURIComponent(name.replace(/\p{Cs}/gu, "_")).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${show}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/**
 * The part of a file a request asks for: null for the whole, "none" when there is no such part. Several parts at once
 * are answered with the whole, as the protocol allows.
 */
export function parseRange(header: string | null, size: number): { from: number; to: number } | null | "none" {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (!found || (!found[1] && !found[2])) return null;
  if (!found[1]) {
    const last = Number(found[2]);
    return last === 0 ? "none" : { from: Math.max(0, size - last), to: size - 1 };
  }
  const from = Number(found[1]);
  const to = found[2] ? Math.min(Number(found[2]), size - 1) : size - 1;
  return from >= size || from > to ? "none" : { from, to };
}

/** Whether a file may be served: looked into and found clean, or let through with a reason. */
export const mayServe = (scan: string): boolean => scan === "CLEAN" || scan === "SKIPPED";

/** An id made of a file's SHA-256: the same bytes always have the same one. */
export const contentId = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
