/** A place in the stream: every event of a transaction before `txid`, and of `txid` itself those up to `seq`. */
export type Place = { txid: bigint; seq: bigint };

/** Events are kept for a day; a browser that was away longer than this fetches its page anew. */
export const remembersMs = 12 * 60 * 60 * 1000;

/** What the browser sends back after a lost line. */
export const idOf = (place: Place, at: Date): string =>
  `${place.txid}-${place.seq}-${Math.floor(at.getTime() / 1000).toString(36)}`;

/** The place an id names, or null when it is not ours or too old to go on from. */
export function positionOf(id: string | undefined, now: Date): Place | null {
  const parts = /^(\d{1,18})-(\d{1,18})-([0-9a-z]{1,8})$/.exec(id ?? "");
  if (!parts) return null;
  const [, txid = "", seq = "", seconds = ""] = parts;
  const at = Number.parseInt(seconds, 36) * 1000;
  return now.getTime() - at > remembersMs ? null : { txid: BigInt(txid), seq: BigInt(seq) };
}
