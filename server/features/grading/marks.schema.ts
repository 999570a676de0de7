/** The four marks of a criterion, best first. */
export const markCodes = ["EE", "ME", "AE", "BE"] as const;
export type Mark = (typeof markCodes)[number];
