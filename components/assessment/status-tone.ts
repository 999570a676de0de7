import type { Tone } from "@/components/ui/badge";
import type { AssessmentStatus } from "@/server/features/assessment/assessments.schema";

/** How an assessment or an assignment stands: both are drafted, published and put away. */
export const statusTone: Record<AssessmentStatus, Tone> = { DRAFT: "info", PUBLISHED: "good", ARCHIVED: "off" };
