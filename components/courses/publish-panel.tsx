import { ActionButton } from "@/components/forms/action-button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { ReviewState } from "@/server/features/courses/review.queries";
import type { CourseWords } from "./words";

/** Where a course stands on its way to families, and the one step that comes next. */
export function PublishPanel({ review, ...words }: CourseWords & { review: ReviewState }) {
  return (
    <Section id="publish" title={words.t("publish.title")}>
      <div className="grid max-w-[44rem] gap-4">
        <Stage review={review} {...words} />
      </div>
    </Section>
  );
}

function Stage({ review, ...words }: CourseWords & { review: ReviewState }) {
  const { course, t, ui, format, now } = words;
  const { latest } = review;
  switch (course.status) {
    case "PUBLISHED":
      return (
        <Notice tone="good">
          {t("publish.published", { day: format.date(course.publishedAt ?? course.updatedAt) })}
        </Notice>
      );
    case "ARCHIVED":
      return <Notice>{t("publish.archived")}</Notice>;
    case "REVIEW":
      return (
        <Notice
          action={
            review.mayWithdraw ? (
              <ActionButton
                procedure="review.withdraw"
                input={{ id: course.id }}
                size="small"
                done={t("publish.withdrawn")}
                failed={ui("form.failed")}
              >
                {t("publish.withdraw")}
              </ActionButton>
            ) : null
          }
        >
          {t("publish.waiting", { when: format.relative(latest?.createdAt ?? course.updatedAt, now) })}
        </Notice>
      );
    case "DRAFT":
      return <Draft review={review} {...words} />;
  }
}

function Draft({ review, course, t, ui, format, now }: CourseWords & { review: ReviewState }) {
  const { blockers, latest } = review;
  return (
    <>
      {latest?.status === "SENT_BACK" ? (
        <Notice tone="warn" title={t("publish.sent_back", { when: format.relative(latest.decidedAt ?? now, now) })}>
          <p className="whitespace-pre-line">{latest.feedback}</p>
        </Notice>
      ) : null}
      <p className="text-muted">{t("publish.draft")}</p>
      {blockers.length ? (
        <Notice title={t("publish.missing")}>
          <ul className="list-inside list-disc">
            {blockers.map(({ code, count }) => (
              <li key={code}>{t(`publish.blockers.${code}`, { count })}</li>
            ))}
          </ul>
        </Notice>
      ) : course.abilities.submit ? (
        <div>
          <ActionButton
            procedure="review.submit"
            input={{ id: course.id }}
            variant="main"
            done={t("publish.submitted")}
            failed={ui("form.failed")}
          >
            {t("publish.submit")}
          </ActionButton>
          <p className="mt-2 text-muted text-small">{t("publish.submit_text")}</p>
        </div>
      ) : null}
    </>
  );
}
