import { MessageSquareQuote } from "lucide-react";
import { TablePagination } from "@/components/data/table-pagination";
import { ActDialog } from "@/components/forms/act-dialog";
import { ActionButton } from "@/components/forms/action-button";
import { Page } from "@/components/shell/page";
import { DialogTrigger } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Item, ItemList } from "@/components/ui/item";
import { TabNav } from "@/components/ui/tabs";
import type { Format } from "@/lib/format";
import { listDefaults, listHref } from "@/lib/list";
import type { ReportedPage } from "@/server/features/catalogue/feedback.queries";
import { type ReportedListInput, reportedListInput, reviewLimits } from "@/server/features/catalogue/feedback.schema";
import type { T } from "@/server/platform/i18n";

type Words = { t: T; ui: T; format: Format; now: Date };
const path = "/dashboard/staff/moderation/reviews";

/** The queues of moderation. */
export function ModerationTabs({ at, t }: { at: "courses" | "reviews" | "talk"; t: T }) {
  const tabs = [
    { href: "/dashboard/staff/moderation", label: t("moderation.courses"), current: at === "courses" },
    { href: path, label: t("moderation.reviews"), current: at === "reviews" },
    { href: "/dashboard/staff/moderation/talk", label: t("moderation.talk"), current: at === "talk" },
  ];
  return <TabNav tabs={tabs} label={t("moderation.tabs")} />;
}

/** Reviews that teachers reported: each is read, and left public or taken from view. */
export function ReportedReviews({ page, state, ...words }: Words & { page: ReportedPage; state: ReportedListInput }) {
  const { t, ui, format } = words;
  return (
    <Page
      title={t("moderation.title")}
      subtitle={t("moderation.sentence", { count: page.total ?? 0 })}
      tabs={<ModerationTabs at="reviews" t={t} />}
    >
      {page.rows.length === 0 ? (
        <EmptyState icon={MessageSquareQuote} title={t("moderation.none.title")} text={t("moderation.none.text")} />
      ) : (
        <div>
          <ItemList label={t("moderation.list")}>
            {page.rows.map((row) => (
              <Reported key={row.id} row={row} {...words} />
            ))}
          </ItemList>
          <TablePagination
            page={page}
            state={state}
            link={(patch) => listHref(path, state, patch, listDefaults(reportedListInput))}
            t={ui}
            format={format}
            things={t("things")}
            label={t("moderation.list")}
          />
        </div>
      )}
    </Page>
  );
}

function Reported({ row, t, format, now }: Words & { row: ReportedPage["rows"][number] }) {
  const { id, review, reason, title, own, createdAt } = row;
  return (
    <Item
      title={t("moderation.said", { author: review.author ?? t("record.somebody"), rating: review.rating })}
      aside={title}
      text={
        <>
          <p className="whitespace-pre-line break-words text-ink" lang={review.language}>
            {review.body || t("column.no_words")}
          </p>
          <p className="mt-1">{t("moderation.reason", { when: format.relative(createdAt, now), reason })}</p>
          {own ? <p>{t("moderation.own")}</p> : null}
        </>
      }
      action={own ? null : <Decide id={id} t={t} />}
    />
  );
}

function Decide({ id, t }: { id: string; t: T }) {
  return (
    <>
      <ActionButton
        procedure="feedback.keep"
        input={{ id }}
        size="small"
        done={t("moderation.kept")}
        failed={t("moderation.failed")}
      >
        {t("moderation.keep")}
      </ActionButton>
      <DialogTrigger dialog={`hide-${id}`} size="small">
        {t("moderation.hide")}
      </DialogTrigger>
      <ActDialog
        id={`hide-${id}`}
        title={t("moderation.hide_title")}
        description={t("moderation.hide_text")}
        closeLabel={t("report.close")}
        procedure="feedback.hide"
        input={{ id }}
        submit={t("moderation.hide")}
        working={t("reply.working")}
        look={{ variant: "danger" }}
        fields={[
          {
            name: "reason",
            label: t("moderation.hide_label"),
            long: true,
            required: true,
            maxLength: reviewLimits.reason,
          },
        ]}
      />
    </>
  );
}
