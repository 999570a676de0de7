import { Plus } from "lucide-react";
import { SchemaForm } from "@/components/forms/schema-form";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { assessmentModes, createAssessmentInput } from "@/server/features/assessment/assessments.schema";
import type { BankWords } from "./words";

/** Begins an assessment in a course, and goes to its page. */
export function NewAssessment({
  courses,
  t,
  ui,
  door,
}: Pick<BankWords, "t" | "ui" | "door"> & { courses: readonly { id: string; title: string }[] }) {
  return (
    <>
      <DialogTrigger dialog="new-assessment" variant="main">
        <Icon as={Plus} size={16} />
        {t("begin.open")}
      </DialogTrigger>
      <Dialog
        id="new-assessment"
        title={t("begin.open")}
        description={t("begin.text")}
        closeLabel={ui("close")}
        insistent
      >
        <SchemaForm
          schema={createAssessmentInput}
          procedure={`${door.assessments}.create`}
          t={ui}
          submit={t("begin.submit")}
          words={{
            title: { label: t("settings.title.label") },
            courseId: {
              label: t("assessments.course"),
              kind: "select",
              options: Object.fromEntries(courses.map(({ id, title }) => [id, title])),
            },
            mode: {
              label: t("settings.mode.label"),
              options: Object.fromEntries(assessmentModes.map((mode) => [mode, t(`settings.mode.options.${mode}`)])),
            },
          }}
          after={{ href: `${door.base}/{id}` }}
        />
      </Dialog>
    </>
  );
}
