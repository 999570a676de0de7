import { LessonBody } from "@/components/courses/lesson-body";
import { formats } from "@/lib/format";
import type { PreviewLesson } from "@/server/features/catalogue/catalogue.schema";
import type { T } from "@/server/platform/i18n";
import { Frame, type FrameProps, keeping } from "./frame";

/** A lesson to try: what it says, as a learner reads it, and the way back to its course. */
export function Preview({
  c,
  lessonWords,
  lesson,
  ...frame
}: FrameProps & { c: T; lessonWords: T; lesson: PreviewLesson }) {
  const course = keeping(`/courses/${lesson.slug}`, frame.lang);
  return (
    <Frame {...frame}>
      <article className="w course-page preview">
        <p className="small muted">
          <a href={keeping("/courses", frame.lang)}>{c("title")}</a> ·{" "}
          <a href={course} lang={lesson.language}>
            {lesson.course}
          </a>
        </p>
        <h1 lang={lesson.language}>{lesson.title}</h1>
        <p className="muted">{c("preview.text", { minutes: formats(frame.locale).minutes(lesson.minutes) })}</p>
        <LessonBody doc={lesson.doc} language={lesson.language} t={lessonWords} />
        <p className="acts">
          <a className="btn main" href={course}>
            {c("preview.back")}
          </a>
        </p>
      </article>
    </Frame>
  );
}
