import type { Tone } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import type { T } from "@/server/platform/i18n";

/** What the pages about learners write with. */
export type LearnerWords = { t: T; ui: T; format: Format; now: Date };

export const planTone: Record<string, Tone> = { planned: "info", running: "accent", ended: "off" };
export const flagTone: Record<string, Tone> = { waiting: "warn", taken: "info", closed: "off" };

export const fullName = ({ firstName, lastName }: { firstName: string; lastName: string }) =>
  `${firstName} ${lastName}`;
