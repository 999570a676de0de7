import { ActDialog } from "@/components/forms/act-dialog";
import { ActionButton } from "@/components/forms/action-button";
import { FactList, RecordPage } from "@/components/shell/record-page";
import { Status } from "@/components/ui/badge";
import { DialogTrigger } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import type { Locale } from "@/lib/locales";
import { readLesson } from "@/server/features/courses/lesson.schema";
import type { ModerationRecord } from "@/server/features/courses/review.queries";
import type { T } from "@/server/platform/i18n";
import { LessonBody } from "./lesson-body";
import { moderationTone } from "./moderation-table";
import { placeOf } from "./words";

type Words = { item: ModerationRecord; t: T; ui: T; locale: Locale; format: Format };

function factsOf({ item: { course, team }, t, format }: Words) {
  return [
    { label: t("moderation.teachers"), value: format.list(team.map(({ name }) => name)) },
    { label: t("form.whatYouLearn.label"), value: course.whatYouLearn.join(" · ") || "—" },
    { label: t("form.audience.label"), value: course.audience ?? "—" },
    { label: t("form.requirements.label"), value: course.requirements ?? "—" },
    {
      label: t("moderation.price"),
      value: course.price === 0n ? t("facts.free") : format.money(course.price, { currency: course.currency }),
    },
    { label: t("moderation.minutes"), value: format.minutes(course.minutes) },
  ];
}

/** A course that was handed in: read lesson by lesson as a learner would, then published or sent back. */
export function ModerationRecordView(words: Words) {
  const { item, t, ui, locale } = words;
  return (
    <RecordPage
      title={item.course.title}
      subtitle={placeOf(item.course, locale)}
      mark={<Status tone={moderationTone[item.status]}>{t(`moderation.statuses.${item.status}`)}</Status>}
      facts={<FactList facts={factsOf(words)} />}
      factsTitle={t("moderation.facts")}
      closeLabel={ui("close")}
    >
      {item.remarks.length ? (
        <Notice tone="warn" title={t("moderation.remarks")}>
          <ul className="list-inside list-disc">
            {item.remarks.map(({ code }) => (
              <li key={code}>{t(`moderation.remark.${code}`)}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <Section id="about" title={t("moderation.about")}>
        <div className="grid gap-3 rounded border border-line bg-surface p-4 sm:p-6">
          <p className="max-w-read text-lg">{item.course.summary}</p>
          <LessonBody doc={readLesson(item.course.description)} language={item.course.language} t={t} />
        </div>
      </Section>
      <Reading {...words} />
      <Section id="decision" title={t("moderation.decide")}>
        {item.mayDecide ? <Decide {...words} /> : <Decided {...words} />}
      </Section>
    </RecordPage>
  );
}

function Reading({ item, t, format }: Words) {
  const { lesson, course } = item;
  return (
    <Section id="reading" title={t("moderation.reads")}>
      <div className="grid items-start gap-4 md:grid-cols-[15rem_minmax(0,1fr)]">
        <nav aria-label={t("moderation.outline")} className="grid gap-3">
          {item.modules.map((module) => (
            <div key={module.id}>
              <h3 className="text-muted text-small">{module.title}</h3>
              <ul>
                {module.lessons.map((one) => (
                  <li key={one.id}>
                    <a
                      href={`?lesson=${one.id}#reading`}
                      aria-current={one.id === lesson?.id ? "true" : undefined}
                      className="flex min-h-11 items-center rounded-s px-2 py-1 hover:bg-sunken aria-[current]:bg-accent-soft aria-[current]:font-semibold"
                    >
                      {one.title}
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        {lesson ? (
          <article className="min-w-0 rounded border border-line bg-surface p-4 sm:p-6">
            <h3 className="text-xl" lang={course.language}>
              {lesson.title}
            </h3>
            <p className="mt-1 mb-4 text-muted text-small">
              {format.minutes(lesson.minutes)}
              {lesson.aims.length
                ? ` · ${t("moderation.aims")}: ${lesson.aims.map(({ code, statement }) => `${statement} (${code})`).join(" · ")}`
                : ""}
            </p>
            <LessonBody doc={lesson.body} language={course.language} t={t} />
          </article>
        ) : (
          <p className="text-muted">{t("moderation.no_lesson")}</p>
        )}
      </div>
    </Section>
  );
}

function Decide({ item, t, ui }: Words) {
  return (
    <div className="grid max-w-read gap-4">
      <p className="text-muted">{t("moderation.decide_text")}</p>
      <div className="flex flex-wrap gap-3">
        <ActionButton
          procedure="review.approve"
          input={{ id: item.id }}
          variant="main"
          done={t("moderation.approved")}
          failed={ui("form.failed")}
          confirm={{
            title: t("moderation.approve_confirm_title", { title: item.title }),
            text: t("moderation.approve_confirm"),
            action: t("moderation.approve"),
            cancel: ui("cancel"),
          }}
        >
          {t("moderation.approve")}
        </ActionButton>
        <DialogTrigger dialog="send-back">{t("moderation.send_back")}</DialogTrigger>
      </div>
      <ActDialog
        id="send-back"
        title={t("moderation.send_back")}
        description={t("moderation.send_back_text")}
        closeLabel={ui("close")}
        procedure="review.sendBack"
        input={{ id: item.id }}
        fields={[{ name: "feedback", label: t("moderation.feedback"), long: true, required: true, maxLength: 4000 }]}
        submit={t("moderation.send_back_submit")}
        working={t("moderation.sending")}
        look={{ variant: "main" }}
      />
    </div>
  );
}

function Decided({ item, t, format }: Words) {
  if (item.status === "WAITING") return <Notice>{t("moderation.own")}</Notice>;
  const status = t(`moderation.statuses.${item.status}`);
  return (
    <div className="grid max-w-read gap-2">
      <p>{item.decidedAt ? t("moderation.decided", { status, day: format.date(item.decidedAt) }) : status}</p>
      {item.feedback ? <p className="whitespace-pre-line text-muted">{item.feedback}</p> : null}
    </div>
  );
}
