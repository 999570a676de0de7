import { Plus } from "lucide-react";
import { SchemaForm } from "@/components/forms/schema-form";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import type { Locale } from "@/lib/locales";
import { createCourseInput } from "@/server/features/courses/courses.schema";
import type { T } from "@/server/platform/i18n";
import { placeWords } from "./words";

/** Begins a course with what it is about, and goes to its page. */
export function NewCourse({
  areas,
  t,
  ui,
  locale,
}: {
  areas: readonly { code: string; name: string; nameSw: string }[];
  t: T;
  ui: T;
  locale: Locale;
}) {
  return (
    <>
      <DialogTrigger dialog="new-course" variant="main">
        <Icon as={Plus} size={16} />
        {t("new.open")}
      </DialogTrigger>
      <Dialog id="new-course" title={t("new.title")} description={t("new.text")} closeLabel={ui("close")} insistent>
        <SchemaForm
          schema={createCourseInput}
          procedure="courses.create"
          t={ui}
          submit={t("new.submit")}
          words={{
            title: { label: t("form.title.label"), help: t("form.title.help") },
            ...placeWords(areas, t, locale),
          }}
          after={{ href: "/dashboard/instructor/courses/{id}" }}
        />
      </Dialog>
    </>
  );
}
