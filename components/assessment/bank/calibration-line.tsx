import { ActionButton } from "@/components/forms/action-button";
import type { readCalibration } from "@/server/features/assessment/calibration.queries";
import type { BankWords } from "./words";

/** When difficulties were last counted from answers, and of how many questions; staff may have it done now. */
export function CalibrationLine({
  calibration: { at, calibrated, questions },
  t,
  ui,
  format,
  now,
}: BankWords & { calibration: Awaited<ReturnType<typeof readCalibration>> }) {
  return (
    <section
      aria-label={t("calibration.title")}
      className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-muted text-small"
    >
      <p className="min-w-0 max-w-[70ch]">
        {at
          ? t("calibration.stands", {
              calibrated: format.number(calibrated),
              questions: format.number(questions),
              when: format.relative(at, now),
            })
          : t("calibration.never")}
      </p>
      <ActionButton procedure="calibration.ask" size="small" done={t("calibration.asked")} failed={ui("table.failed")}>
        {t("calibration.ask")}
      </ActionButton>
    </section>
  );
}
