import { z } from "zod";
import { ArchiveUploader } from "@/components/courses/travel/archive-uploader";
import { CourseArrival } from "@/components/courses/travel/course-arrival";
import { uploaderLabels } from "@/components/files/uploader-labels";
import { Page } from "@/components/shell/page";
import { Notice } from "@/components/ui/notice";
import { formats } from "@/lib/format";
import { readAreaChoices } from "@/server/features/courses/courses.queries";
import { foundPreview } from "@/server/features/courses/travel.import.service";
import { ARCHIVE_DAYS, purposes } from "@/server/features/files/files.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

const asked = z.object({ file: z.uuid().optional().catch(undefined) });

/** IN-3: a course from an archive: sent, looked into, taken in. */
export default async function ImportCoursePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const ctx = await requirePage("course:write");
  const { file } = asked.parse(await searchParams);
  const [preview, areas, t, courses, ui] = await Promise.all([
    file ? foundPreview(ctx, { fileId: file }) : null,
    readAreaChoices(ctx),
    getT("travel"),
    getT("courses"),
    getT("ui"),
  ]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return (
    <Page title={t("import.title")} subtitle={t("import.subtitle")}>
      <div className="max-w-[44rem] rounded border border-line bg-surface p-4">
        <ArchiveUploader
          key={file}
          label={t("import.choose")}
          help={t("import.help", { days: ARCHIVE_DAYS })}
          mostBytes={purposes["course-archive"].most.archive}
          labels={uploaderLabels(ctx.locale)}
        />
      </div>
      {preview ? <CourseArrival {...{ preview, areas, t, courses, ui, format }} locale={ctx.locale} /> : null}
      {file && !preview ? (
        <Notice tone="warn" role="status" title={t("import.gone")}>
          {t("import.goneText")}
        </Notice>
      ) : null}
    </Page>
  );
}
