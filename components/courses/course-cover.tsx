import { uploaderLabels } from "@/components/files/uploader-labels";
import { ActionButton } from "@/components/forms/action-button";
import { Section } from "@/components/ui/section";
import { gradeSign } from "@/lib/grades";
import { type CourseCover, MAX_COVER_ALT } from "@/server/features/courses/courses.schema";
import type { ResourceView } from "@/server/features/courses/resources.schema";
import { purposes } from "@/server/features/files/files.schema";
import { courseFile } from "./course-file";
import { CoverForm } from "./cover-form";
import type { CourseWords } from "./words";

/** A course's cover in a list; without one a plate with its grade. Decoration: the title stands beside it. */
export function CoverThumb({ cover, grade }: { cover: CourseCover | null; grade: string }) {
  const shape = "h-8 w-14 shrink-0 rounded-s bg-sunken";
  return cover ? (
    // biome-ignore lint/performance/noImgElement: the school makes its own sizes and asks at each who is looking
    <img src={courseFile(cover.fileId, "w320")} alt="" loading="lazy" className={`${shape} object-cover`} />
  ) : (
    <span aria-hidden="true" className={`${shape} grid place-items-center text-muted text-xs`}>
      {gradeSign(grade)}
    </span>
  );
}

/** The picture a course has in the catalogue: sent, chosen, said in words, or taken away. */
export function CoverSettings({ pictures, ...words }: CourseWords & { pictures: readonly ResourceView[] }) {
  const { course, t, ui, locale } = words;
  const { cover, abilities } = course;
  if (!abilities.edit && !cover) return null;
  return (
    <Section id="cover" title={t("cover.title")}>
      <div className="grid max-w-[44rem] gap-4 rounded border border-line bg-surface p-4 sm:p-6">
        {cover ? (
          <div className="flex flex-wrap items-end gap-4">
            {/* biome-ignore lint/performance/noImgElement: the school makes its own sizes and asks at each who is looking */}
            <img
              src={courseFile(cover.fileId, "w320")}
              alt={cover.alt}
              lang={course.language}
              className="h-[5.5rem] w-80 max-w-full rounded bg-sunken object-cover"
            />
            {abilities.edit ? (
              <ActionButton
                procedure="courses.removeCover"
                input={{ id: course.id }}
                size="small"
                done={t("cover.removed")}
                failed={ui("form.failed")}
                confirm={{
                  title: t("cover.remove_title"),
                  text: t("cover.remove_text"),
                  action: t("cover.remove"),
                  cancel: ui("cancel"),
                }}
              >
                {t("cover.remove")}
              </ActionButton>
            ) : null}
          </div>
        ) : (
          <p className="text-muted">{t("cover.none")}</p>
        )}
        {abilities.edit ? (
          <CoverForm
            key={cover?.fileId}
            courseId={course.id}
            cover={cover}
            pictures={pictures.map(({ title, file }) => ({ id: file.id, name: title }))}
            mostBytes={purposes.course.most.image}
            mostAlt={MAX_COVER_ALT}
            labels={{
              uploader: uploaderLabels(locale),
              send: t("cover.send"),
              help: t("cover.send_help"),
              choose: t("cover.choose"),
              none: t("cover.choose_none"),
              current: t("cover.current"),
              alt: t("cover.alt"),
              altHelp: t("cover.alt_help"),
              required: ui("form.required"),
              chooseOne: ui("form.chooseOne"),
              save: t("cover.save"),
              saved: t("cover.saved"),
            }}
          />
        ) : null}
      </div>
    </Section>
  );
}
