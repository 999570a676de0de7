import type { ExportStatus, RequestKind, RequestStatus } from "./privacy.schema";

const DAY_MS = 86_400_000;

/**
 * What the law gives us, as dated data: a change of the law is a new entry, and a request keeps the clock under which it
 * was made. Source: Data Protection Act 2019, ss. 26, 38–40, with the Data Protection (General) Regulations 2021 (Legal
 * Notice 263 of 2021): access 7 days and free of charge, rectification 14, erasure 14; a refusal in writing with its
 * reasons within 7 days. Days are counted from the moment of asking, without the day of grace the Interpretation Act
 * (Cap. 2, s. 57) would give: earlier is always lawful.
 */
export const clocks: readonly {
  from: Date;
  source: string;
  days: Readonly<Record<RequestKind, number>>;
  refusal: number;
  /** Our own clock: everything is to be answered within so many days, and staff are alerted on this one. */
  internal: number;
  alert: number;
}[] = [
  {
    from: new Date("2019-11-25T00:00:00+03:00"),
    source: "DPA 2019; LN 263 of 2021",
    days: { EXPORT: 7, CORRECTION: 14, DELETION: 14 },
    refusal: 7,
    internal: 7,
    alert: 5,
  },
];

/** The clock in force at a moment. */
export function clockAt(moment: Date, list = clocks) {
  const found = [...list].reverse().find(({ from }) => from <= moment) ?? list[0];
  if (!found) throw new Error("There is no statutory clock");
  return found;
}

const after = (moment: Date, days: number) => new Date(moment.getTime() + days * DAY_MS);

/** By when the law wants an answer to a request made at a moment. */
export const dueAt = (kind: RequestKind, askedAt: Date): Date => after(askedAt, clockAt(askedAt).days[kind]);
/** From when on staff are alerted. */
export const alertAt = (askedAt: Date): Date => after(askedAt, clockAt(askedAt).alert);
/** By when we ourselves want to have answered. */
export const internalAt = (askedAt: Date): Date => after(askedAt, clockAt(askedAt).internal);
/** Until when a refusal may be given. */
export const refusableUntil = (askedAt: Date): Date => after(askedAt, clockAt(askedAt).refusal);

export type Urgency = "calm" | "alert" | "internal" | "overdue";
/** How a request stands against its clocks. */
export function urgencyOf(request: { createdAt: Date; dueAt: Date }, now: Date): Urgency {
  if (now > request.dueAt) return "overdue";
  if (now > internalAt(request.createdAt)) return "internal";
  return now >= alertAt(request.createdAt) ? "alert" : "calm";
}

const open: readonly RequestStatus[] = ["RECEIVED", "IN_PROGRESS"];
export const isOpen = (status: RequestStatus): boolean => open.includes(status);

/** A guardian takes a request back as long as it is open and nobody has begun to carry it out for good. */
export const canWithdraw = (request: { status: RequestStatus; approvedById: string | null }): boolean =>
  isOpen(request.status) && request.approvedById === null;

/**
 * A refusal stands only within its days. While a hold forbids a deletion it may also come later: the guardian was told
 * of the hold from the first day.
 */
export const canRefuse = (request: { createdAt: Date; kind: RequestKind }, held: boolean, now: Date): boolean =>
  now <= refusableUntil(request.createdAt) || (request.kind === "DELETION" && held);

/** Who may press the next confirmation of a deletion: neither who asked nor who confirmed it first. */
export function nextConfirmation(
  request: { requestedById: string; confirmedById: string | null; approvedById: string | null },
  personId: string,
): "confirm" | "approve" | "own" | "same" | "done" {
  if (request.approvedById) return "done";
  if (request.requestedById === personId) return "own";
  if (!request.confirmedById) return "confirm";
  return request.confirmedById === personId ? "same" : "approve";
}

export const isMaking = (status: ExportStatus): boolean => status === "QUEUED" || status === "RUNNING";
/** A making that has given no sign of life for so long will give none. */
export const EXPORT_STALE_MS = 6 * 3_600_000;

/** A hold is in force until it is released or has run out. */
export const inForce = (hold: { releasedAt: Date | null; until: Date | null }, now: Date): boolean =>
  hold.releasedAt === null && (hold.until === null || hold.until > now);
