import { SchemaForm } from "@/components/forms/schema-form";
import { FormPage } from "@/components/shell/form-page";
import { reportInput } from "@/server/features/talk/talk.schema";
import type { T } from "@/server/platform/i18n";

/** Bringing a post before the school. `back` is the topic it stands in. */
export function ReportPage({ postId, back, t, ui }: { postId: string; back: string; t: T; ui: T }) {
  return (
    <FormPage title={t("report.title")} subtitle={t("report.text")}>
      <SchemaForm
        schema={reportInput}
        procedure="talk.report"
        hidden={{ postId }}
        words={{ reason: { label: t("report.label"), kind: "textarea" } }}
        submit={t("report.submit")}
        after={{ toast: t("report.done"), href: back }}
        t={ui}
      />
    </FormPage>
  );
}
