import type { Tone } from "@/components/ui/badge";
import type { Format } from "@/lib/format";
import type { ProposalReason, WorkState } from "@/server/features/grading/grading.schema";
import type { T } from "@/server/platform/i18n";

export const stateTone: Record<WorkState, Tone> = { SUBMITTED: "warn", GRADED: "info", RETURNED: "good" };

/** What a proposal rests on. */
export const reasonWords = (reason: ProposalReason, t: T, format: Format): string =>
  reason.code === "empty"
    ? t("proposal.empty")
    : t("proposal.alike", { count: reason.examples, percent: format.percent(reason.likeness) });
