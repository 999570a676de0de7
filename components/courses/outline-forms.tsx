import { ChevronDown } from "lucide-react";
import { ActionButton } from "@/components/forms/action-button";
import { SchemaForm } from "@/components/forms/schema-form";
import { Icon } from "@/components/ui/icon";
import { Section } from "@/components/ui/section";
import type { OutlineModule } from "@/server/features/courses/lessons.schema";
import { addLessonInput, addModuleInput, editModuleInput } from "@/server/features/courses/lessons.schema";
import type { CourseWords } from "./words";

/** Adding to the outline, and what is said about each module. */
export function OutlineForms({ modules, ...words }: CourseWords & { modules: readonly OutlineModule[] }) {
  const { course, t, ui } = words;
  return (
    <Section id="change" title={t("outline.change")}>
      <div className="grid gap-3">
        {modules.map((module) => (
          <ModuleForms key={module.id} module={module} {...words} />
        ))}
        <div className="max-w-[44rem] rounded border border-line bg-surface p-4">
          <SchemaForm
            schema={addModuleInput}
            procedure="lessons.addModule"
            t={ui}
            submit={t("outline.add_module")}
            words={{ title: { label: t("outline.new_module") } }}
            hidden={{ courseId: course.id }}
            after={{ reset: true, refresh: true }}
          />
        </div>
      </div>
    </Section>
  );
}

function ModuleForms({ module, course, t, ui }: CourseWords & { module: OutlineModule }) {
  const { id, title } = module;
  return (
    <details className="max-w-[44rem] rounded border border-line bg-surface">
      <summary className="flex min-h-14 items-center gap-3 px-4 py-3 font-semibold hover:bg-sunken">
        <Icon as={ChevronDown} size={16} className="shrink-0 text-faint" />
        {t("outline.module_forms", { title })}
      </summary>
      <div className="grid gap-6 border-line border-t p-4">
        <SchemaForm
          schema={addLessonInput}
          procedure="lessons.add"
          t={ui}
          submit={t("outline.add_lesson")}
          words={{ title: { label: t("outline.new_lesson") } }}
          hidden={{ moduleId: id }}
          after={{ href: `/dashboard/instructor/courses/${course.id}/modules/{id}` }}
        />
        <SchemaForm
          schema={editModuleInput}
          procedure="lessons.editModule"
          t={ui}
          submit={t("outline.save_module")}
          words={{
            title: { label: t("outline.module_title") },
            summary: { label: t("outline.module_summary"), kind: "textarea" },
            ...(course.drip === "BY_DATE"
              ? {
                  opensOn: {
                    label: t("outline.module_opens"),
                    help: t("outline.module_opens_help"),
                    kind: "date" as const,
                  },
                }
              : {}),
          }}
          values={{ ...module }}
          hidden={{ id }}
          after={{ toast: t("about.saved"), refresh: true }}
        />
        <div>
          <ActionButton
            procedure="lessons.removeModule"
            input={{ id }}
            variant="ghost"
            size="small"
            failed={ui("form.failed")}
            confirm={{
              title: t("outline.remove_title", { title }),
              text: t("outline.remove_text", { count: module.lessons.length }),
              action: t("outline.remove"),
              cancel: ui("cancel"),
            }}
          >
            {t("outline.remove_module")}
          </ActionButton>
        </div>
      </div>
    </details>
  );
}
