import { FileDown } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuLink, MenuTrigger } from "@/components/ui/menu";
import type { CourseRecord } from "@/server/features/courses/courses.queries";
import type { T } from "@/server/platform/i18n";

/** A course as a file to save, for who may change it: whole for this school, or as other systems read it. */
export function CourseExport({ course, t }: { course: Pick<CourseRecord, "id" | "abilities">; t: T }) {
  if (!course.abilities.duplicate) return null;
  const address = `/api/exports/courses/${course.id}`;
  return (
    <>
      <MenuTrigger menu="course-export">
        <Icon as={FileDown} size={16} />
        {t("export.open")}
      </MenuTrigger>
      <Menu id="course-export" label={t("export.label")} align="end">
        <MenuLink href={address} download>
          {t("export.school")}
        </MenuLink>
        <MenuLink href={`${address}?format=cartridge`} download>
          {t("export.cartridge")}
          <span className="block text-muted text-xs">{t("export.behind")}</span>
        </MenuLink>
      </Menu>
    </>
  );
}
