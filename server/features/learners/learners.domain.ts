/** Praise a teacher may give on one day: it is a personal word, not a circular. */
export const mostPraiseADay = 30;

/** A flag is taken back while nobody of the staff has it. */
export const mayTakeBack = (flag: { status: string; ownerId: string | null }): boolean =>
  flag.status === "OPEN" && flag.ownerId === null;

/** Where a flag stands, in a word for the teacher who raised it. */
export const flagState = (flag: { status: string; ownerId: string | null }): "waiting" | "taken" | "closed" =>
  flag.status === "CLOSED" ? "closed" : flag.ownerId === null && flag.status === "OPEN" ? "waiting" : "taken";
