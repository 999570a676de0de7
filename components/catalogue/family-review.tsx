import { ActDialog } from "@/components/forms/act-dialog";
import { ActionButton } from "@/components/forms/action-button";
import { DialogTrigger } from "@/components/ui/dialog";
import type { FamilyCourse } from "@/server/features/catalogue/enrolment.schema";
import { lessonsUntilReview } from "@/server/features/catalogue/feedback.domain";
import { reviewLimits, stars, subRatings } from "@/server/features/catalogue/feedback.schema";
import type { T } from "@/server/platform/i18n";

/** A course as one child of the family follows it. */
export type Followed = Pick<
  FamilyCourse,
  "courseId" | "studentId" | "title" | "published" | "allowsReviews" | "done" | "lessons" | "review"
>;
type Props = { course: Followed; t: T };
type Acting = Props & { name: string };

/** Lessons to go before a review; null where the course takes none. */
export const lessonsLeft = ({ published, allowsReviews, done, lessons }: Followed) =>
  lessonsUntilReview({ open: published && allowsReviews, done, lessons });

/** Whether one may write a review of it, or change one's own. */
export const mayWrite = (course: Followed): boolean =>
  lessonsLeft(course) === 0 && (!course.review || (course.review.own && course.review.hiddenReason === null));

/** The family's review of a course one child follows, or why there is none yet. */
export function FamilyReview({ course, t }: Props) {
  const { review } = course;
  if (review) return review.own ? <Said review={review} t={t} /> : <Others rating={review.rating} t={t} />;
  const left = lessonsLeft(course);
  if (left === 0) return null;
  return <p className="text-muted text-small">{left ? t("review.early", { count: left }) : t("review.closed")}</p>;
}

const Others = ({ rating, t }: { rating: number; t: T }) => (
  <p className="text-muted text-small">{t("review.theirs", { rating })}</p>
);

function Said({ review, t }: { review: NonNullable<FamilyCourse["review"]>; t: T }) {
  return (
    <div className="grid gap-1 text-small">
      <p className="font-semibold">{t("review.yours", { rating: review.rating })}</p>
      {review.body ? <p className="whitespace-pre-line break-words">{review.body}</p> : null}
      {review.reply ? <p className="text-muted">{t("review.reply", { reply: review.reply })}</p> : null}
      {review.hiddenReason ? <p className="text-warn">{t("review.hidden", { reason: review.hiddenReason })}</p> : null}
    </div>
  );
}

/** What a guardian may do about the review: write it, change it, take it back. */
export function ReviewActs({ course, name, t }: Acting) {
  const { review } = course;
  return (
    <>
      {mayWrite(course) ? <WriteReview course={course} name={name} t={t} /> : null}
      {review?.own && review.hiddenReason === null ? <TakeBack course={course} t={t} /> : null}
    </>
  );
}

function TakeBack({ course, t }: Props) {
  const { courseId, studentId, title } = course;
  return (
    <ActionButton
      procedure="feedback.remove"
      input={{ courseId, studentId }}
      size="small"
      variant="ghost"
      done={t("review.removed")}
      failed={t("failed")}
      confirm={{
        title: t("review.remove_title"),
        text: t("review.remove_text"),
        action: t("review.remove"),
        cancel: t("review.close"),
      }}
    >
      {t("review.remove")}
      <span className="sr-only">: {title}</span>
    </ActionButton>
  );
}

function WriteReview({ course, name, t }: Acting) {
  const { courseId, studentId, title, review } = course;
  const id = `review-${courseId}-${studentId}`;
  const options = stars.map((value) => ({ value, label: t("review.stars", { stars: Number(value) }) }));
  const said = (value: number | null | undefined) => (value ? String(value) : "");
  const action = t(review ? "review.change" : "review.write");
  return (
    <>
      <DialogTrigger dialog={id} size="small" aria-label={t("review.label", { action, title })}>
        {action}
      </DialogTrigger>
      <ActDialog
        id={id}
        title={t("review.title", { title })}
        description={t("review.text", { name })}
        closeLabel={t("review.close")}
        procedure="feedback.write"
        input={{ courseId, studentId }}
        submit={t("review.submit")}
        working={t("review.working")}
        look={{ variant: "main" }}
        fields={[
          {
            name: "rating",
            label: t("review.rating"),
            required: true,
            options,
            defaultValue: said(review?.rating ?? 5),
          },
          ...subRatings.map((part) => ({
            name: part,
            label: t(`review.${part}`),
            options: [{ value: "", label: t("review.no_answer") }, ...options],
            defaultValue: said(review?.[part]),
          })),
          {
            name: "words",
            label: t("review.body"),
            help: t("review.body_help"),
            long: true,
            maxLength: reviewLimits.body,
            defaultValue: review?.body ?? "",
          },
        ]}
      />
    </>
  );
}
