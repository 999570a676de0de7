import { Lock } from "lucide-react";
import { LessonBody } from "@/components/courses/lesson-body";
import { PageHeader, pageFrame } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { cn } from "@/lib/cn";
import type { Locale } from "@/lib/locales";
import type { Translate } from "@/lib/translate";
import { quizzesOf } from "@/server/features/courses/lesson.schema";
import { type LessonView, learningLimits } from "@/server/features/learning/learning.schema";
import { neighbours } from "@/server/features/learning/outline.domain";
import { lessonHref } from "./course-cards";
import { type EndWords, LessonEnd, ResumeButton } from "./lesson-end";
import { LessonFiles } from "./lesson-files";
import { LessonNote, type NoteWords } from "./lesson-note";
import { LessonQuiz, type QuizWords } from "./lesson-quiz";
import { LessonSession } from "./lesson-session";
import { lockText, Outline, OutlineButton } from "./outline";

/** `t` says what the player says, `courses` what a lesson's own parts say. */
export type PlayerWords = { t: Translate; courses: Translate; locale: Locale };

const quizWords = (t: Translate): QuizWords => ({
  check: t("lesson.quiz.check"),
  right: t("lesson.quiz.right"),
  // The answer is put in by the question itself.
  wrong: t("lesson.quiz.wrong", { answer: "{answer}" }),
  again: t("lesson.quiz.again"),
  choose: t("lesson.quiz.choose"),
});

const endWords = (t: Translate, questions: number): EndWords => ({
  ask: { READ: t("lesson.ask.read"), QUIZ: t("lesson.ask.quiz"), MARKED: t("lesson.ask.marked") },
  answered: Array.from({ length: questions + 1 }, (_, count) => t("lesson.answered", { count, all: questions })),
  mark: t("lesson.mark"),
  finished: t("lesson.finished"),
  kept: t("lesson.kept"),
  waiting: t("lesson.waiting"),
  refused: t("lesson.refused"),
});

const noteWords = (t: Translate): NoteWords => ({
  label: t("lesson.note.label"),
  help: t("lesson.note.help"),
  kept: t("lesson.note.kept"),
  keeping: t("lesson.note.keeping"),
  waiting: t("lesson.note.waiting"),
  joined: t("lesson.note.joined"),
});

/** The lessons before and after, large enough for a thumb. */
function Onwards({ view: { modules, lesson, course }, t }: { view: LessonView; t: Translate }) {
  const lessons = modules.flatMap((module) => module.lessons);
  const { previous, next } = neighbours(lessons, lesson.id);
  return (
    <nav aria-label={t("lesson.outline")} className="grid gap-3 border-line border-t pt-6 sm:grid-cols-2">
      {next ? (
        <ButtonLink
          href={lessonHref(next.id)}
          data-soft
          variant="main"
          className="min-h-12 shrink whitespace-normal sm:order-2"
        >
          <span lang={course.language}>{t("lesson.next", { title: next.title })}</span>
        </ButtonLink>
      ) : (
        <p className="self-center text-muted sm:order-2">{t("lesson.course_end")}</p>
      )}
      {previous ? (
        <ButtonLink href={lessonHref(previous.id)} data-soft className="min-h-12 shrink whitespace-normal">
          <span lang={course.language}>{t("lesson.previous", { title: previous.title })}</span>
        </ButtonLink>
      ) : null}
    </nav>
  );
}

function Shut({ view, words }: { view: LessonView; words: PlayerWords }) {
  return view.lock ? (
    <EmptyState
      icon={Lock}
      title={words.t("lesson.lock.title")}
      text={lockText(view.lock, words)}
      action={<OutlineButton label={words.t("lesson.lock.way")} />}
    />
  ) : null;
}

/** What the lesson says, and the session that keeps how far the child is. */
function Open({ view, owner, words }: { view: LessonView; owner: string; words: PlayerWords }) {
  const { doc, progress, lesson, course, rule } = view;
  const { t, courses } = words;
  if (!doc) return null;
  const questions = quizzesOf(doc).map(({ blockId }) => blockId);
  const answers = Object.fromEntries(Object.entries(progress.answers).map(([id, { answer }]) => [id, answer]));
  const asking = quizWords(t);
  const stopped = progress.place && progress.place !== "0" && !progress.completedAt ? progress.place : null;
  return (
    <LessonSession
      owner={owner}
      lessonId={lesson.id}
      rule={rule}
      questions={questions}
      given={{ answers, done: progress.completedAt !== null }}
    >
      {stopped ? (
        <p className="-my-3">
          <ResumeButton place={stopped} label={t("lesson.resume")} />
        </p>
      ) : null}
      <LessonBody
        doc={doc}
        language={course.language}
        t={courses}
        quiz={(quiz) => <LessonQuiz quiz={quiz} words={asking} />}
      />
      <LessonFiles resources={view.resources} language={course.language} words={words} />
      <LessonEnd words={endWords(t, questions.length)} />
      <p>
        <ButtonLink
          href={`/dashboard/student/discussions?course=${course.id}&lesson=${lesson.id}`}
          className="min-h-12 shrink whitespace-normal"
        >
          {t("lesson.ask_teacher")}
        </ButtonLink>
      </p>
      <Section id="notes" title={t("lesson.note.title")}>
        <LessonNote
          owner={owner}
          lessonId={lesson.id}
          given={view.note}
          most={learningLimits.note}
          words={noteWords(t)}
        />
      </Section>
    </LessonSession>
  );
}

/** SU-2, the player: text first, drawn by the server; the script only keeps what happens. */
export function LessonPage({ view, owner, words }: { view: LessonView; owner: string; words: PlayerWords }) {
  const { t } = words;
  const { course, lesson, modules } = view;
  const at = modules.flatMap(({ lessons }) => lessons).findIndex(({ id }) => id === lesson.id) + 1;
  return (
    // As wide as a text is read.
    <div className={cn(pageFrame, "max-w-[46rem]")}>
      <PageHeader
        title={<span lang={course.language}>{lesson.title}</span>}
        subtitle={
          <>
            <span lang={course.language}>{course.title}</span> · {t("lesson.place", { at, count: course.lessons })} ·{" "}
            {t("minutes", { minutes: lesson.minutes })}
          </>
        }
        action={
          <>
            <ButtonLink href="/dashboard/student/courses" variant="ghost">
              {t("lesson.back")}
            </ButtonLink>
            <OutlineButton label={t("lesson.outline")} />
          </>
        }
      />
      {view.lock ? <Shut view={view} words={words} /> : <Open view={view} owner={owner} words={words} />}
      <Onwards view={view} t={t} />
      <Outline view={view} words={words} />
    </div>
  );
}
