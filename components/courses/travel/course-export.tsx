import { FileDown } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { CourseRecord } from "@/server/features/courses/courses.queries";
import type { T } from "@/server/platform/i18n";

/** A course as a file to save, for who may change it. */
export function CourseExport({ course, t }: { course: Pick<CourseRecord, "id" | "abilities">; t: T }) {
  if (!course.abilities.duplicate) return null;
  return (
    <ButtonLink href={`/api/exports/courses/${course.id}`} download>
      <Icon as={FileDown} size={16} />
      {t("export.open")}
    </ButtonLink>
  );
}
