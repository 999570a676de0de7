import type { CertificateRule, Verified } from "./certificates.schema";

/** Levels of both national scales by their beginning: EE1 and EE2 exceed as EE does. */
const order = ["BE", "AE", "ME", "EE"];
const rankOf = (level: string) => order.indexOf(level.slice(0, 2));

/**
 * Whether a child who has finished every lesson has earned the certificate: in each assessment of the course the best
 * level is at least the course's. One that was not graded yet is not reached; a course without any asks nothing more.
 */
export function earns({ given, least }: CertificateRule, bestLevels: readonly (string | null)[]): boolean {
  if (!given) return false;
  return least === "NONE" || bestLevels.every((level) => level !== null && rankOf(level) >= rankOf(least));
}

/** The row behind a code, as the database tells it. */
export type Found = {
  name: string | null;
  title: string | null;
  language: string;
  completedOn: Date;
  issuedOn: Date;
  revokedOn: Date | null;
  replacedOn: Date | null;
};

/** What may be said of it. One that was withdrawn and then made out anew is told by the paper that now counts. */
export function verdictOf(found: Found | undefined): Verified {
  if (!found) return { state: "unknown" };
  const { name, title, language, completedOn, issuedOn, revokedOn, replacedOn } = found;
  if (replacedOn) return { state: "replaced", on: replacedOn };
  if (revokedOn) return { state: "revoked", on: revokedOn };
  if (name === null || title === null) return { state: "unknown" };
  return { state: "valid", name, title, language, completedOn, issuedOn };
}
