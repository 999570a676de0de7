import type { Tone } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import type { Translate } from "@/lib/translate";
import type { AssignmentStatus } from "@/server/features/assignments/assignments.schema";

/** What every part of the rooms of work is given. */
export type WorkWords = { t: Translate; format: Format; now: Date };

export const assignmentTone: Record<AssignmentStatus, Tone> = { DRAFT: "info", PUBLISHED: "good", ARCHIVED: "off" };
