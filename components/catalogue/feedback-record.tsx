import { ActDialog } from "@/components/forms/act-dialog";
import { ActForm } from "@/components/forms/act-form";
import { FactList, RecordPage } from "@/components/shell/record-page";
import { Status } from "@/components/ui/badge";
import { DialogTrigger } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { Format } from "@/lib/format";
import type { FeedbackRecord } from "@/server/features/catalogue/feedback.queries";
import { reviewLimits, subRatings } from "@/server/features/catalogue/feedback.schema";
import type { T } from "@/server/platform/i18n";
import { feedbackTone, stateOf } from "./feedback-page";

type Words = { review: FeedbackRecord; t: T; ui: T; format: Format; now: Date };

const factsOf = ({ review, t, format }: Words) => [
  { label: t("column.course"), value: review.course.title },
  { label: t("column.created"), value: format.date(review.createdAt, "long") },
  ...subRatings.map((part) => {
    const rating = review[part];
    return { label: t(`record.${part}`), value: rating ? t("record.of_five", { rating }) : t("record.not_said") };
  }),
  { label: t("language.label"), value: t(`language.${review.language}`) },
];

/** One review: what the family said, the teacher's answer, and the way to moderation. */
export function FeedbackRecordView(words: Words) {
  const { review, t, ui } = words;
  const { reported, hiddenReason, mayReply } = review;
  return (
    <RecordPage
      title={t("record.title", { author: review.author ?? t("record.somebody"), rating: review.rating })}
      subtitle={review.course.title}
      mark={<Status tone={feedbackTone[stateOf(review)]}>{t(`state.${stateOf(review)}`)}</Status>}
      facts={<FactList facts={factsOf(words)} />}
      factsTitle={t("record.facts")}
      closeLabel={ui("close")}
    >
      <blockquote
        className="max-w-read whitespace-pre-line break-words rounded border border-line bg-surface p-4 text-lg sm:p-6"
        lang={review.language}
      >
        {review.body || t("column.no_words")}
      </blockquote>
      {hiddenReason ? <Notice tone="warn">{t("record.hidden", { reason: hiddenReason })}</Notice> : null}
      {reported ? <Notice>{t("record.reported")}</Notice> : null}
      <Section id="answer" title={t("reply.title")}>
        <Answer {...words} />
      </Section>
      {mayReply && !reported ? <Report {...words} /> : null}
    </RecordPage>
  );
}

function Answer({ review, t, format, now }: Words) {
  const { id, reply, repliedAt, mayReply } = review;
  if (!mayReply) return <p className="max-w-read whitespace-pre-line text-muted">{reply ?? t("reply.nobody")}</p>;
  return (
    <div className="grid max-w-[44rem] gap-3">
      {repliedAt ? (
        <p className="text-muted text-small">{t("reply.said", { when: format.relative(repliedAt, now) })}</p>
      ) : null}
      <ActForm
        procedure="feedback.reply"
        input={{ id }}
        submit={t(reply ? "reply.change" : "reply.submit")}
        working={t("reply.working")}
        look={{ variant: "main" }}
        fields={[
          {
            name: "reply",
            label: t("reply.label"),
            help: t("reply.help"),
            long: true,
            required: true,
            maxLength: reviewLimits.reply,
            defaultValue: reply ?? "",
          },
        ]}
      />
    </div>
  );
}

function Report({ review, t }: Words) {
  return (
    <div>
      <DialogTrigger dialog="report" variant="ghost" size="small" className="-ml-3">
        {t("report.button")}
      </DialogTrigger>
      <ActDialog
        id="report"
        title={t("report.title")}
        description={t("report.text")}
        closeLabel={t("report.close")}
        procedure="feedback.report"
        input={{ id: review.id }}
        submit={t("report.submit")}
        working={t("reply.working")}
        fields={[
          { name: "reason", label: t("report.label"), long: true, required: true, maxLength: reviewLimits.reason },
        ]}
      />
    </div>
  );
}
