import { MessagesSquare } from "lucide-react";
import { ModerationTabs } from "@/components/catalogue/reported-page";
import { TablePagination } from "@/components/data/table-pagination";
import { ActDialog } from "@/components/forms/act-dialog";
import { ActionButton } from "@/components/forms/action-button";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { DialogTrigger } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Item, ItemList } from "@/components/ui/item";
import { TabNav } from "@/components/ui/tabs";
import { listDefaults, listHref } from "@/lib/list";
import type { TalkQueue, TalkQueueRow } from "@/server/features/talk/talk.moderation.queries";
import { type QueueInput, queueInput, talkLimits } from "@/server/features/talk/talk.schema";
import type { T } from "@/server/platform/i18n";
import type { TalkWords } from "./topic-list";

type Words = TalkWords & { ui: T; feedback: T };
const path = "/dashboard/staff/moderation/talk";
const defaults = listDefaults(queueInput);

/** ST-2: what the rules hold and what people report in courses; each is read and let through, or taken from view with a reason. */
export function TalkQueuePage({ page, state, ...words }: Words & { page: TalkQueue; state: QueueInput }) {
  const { t, ui, format, feedback } = words;
  const decided = state.filters.show === "decided";
  return (
    <Page
      title={t("queue.title")}
      subtitle={decided ? null : t("queue.sentence", { count: page.total ?? 0 })}
      tabs={<ModerationTabs at="talk" t={feedback} />}
    >
      <TabNav
        label={t("queue.filter")}
        tabs={[
          { href: path, label: t("queue.waiting"), current: !decided },
          { href: `${path}?show=decided&sort=-createdAt`, label: t("queue.decided"), current: decided },
        ]}
      />
      {page.rows.length === 0 ? (
        <EmptyState icon={MessagesSquare} title={t("queue.none.title")} text={t("queue.none.text")} />
      ) : (
        <div>
          <ItemList label={t("queue.list")}>
            {page.rows.map((row) => (
              <QueueItem key={row.id} row={row} {...words} />
            ))}
          </ItemList>
          <TablePagination
            page={page}
            state={state}
            link={(patch) => listHref(path, state, patch, defaults)}
            t={ui}
            format={format}
            things={t("queue.list")}
            label={t("queue.list")}
          />
        </div>
      )}
    </Page>
  );
}

function QueueItem({ row, t, format, now }: Words & { row: TalkQueueRow }) {
  const { post, title, report, own, createdAt, status } = row;
  const name = post.student ? `${post.student.firstName} ${post.student.lastName}` : post.signed;
  const when = format.relative(createdAt, now);
  return (
    <Item
      title={t(post.studentId ? "queue.said" : "queue.teacher_said", { name, course: title })}
      aside={<Doubt post={post} t={t} />}
      text={
        <div className="grid gap-1">
          {post.topic ? <p>{t("queue.topic", { title: post.topic.title ?? "" })}</p> : null}
          <p className="whitespace-pre-line break-words text-base text-ink" lang={post.language}>
            {post.body}
          </p>
          {post.findings.map(({ code, detail }) => (
            <p key={code}>{t("queue.found", { label: t(`finding.${code}`), detail })}</p>
          ))}
          <p>{report ? t("queue.report", { when, reason: report }) : t("queue.held", { when })}</p>
          {status === "WAITING" ? null : <Outcome row={row} t={t} format={format} now={now} />}
          {own && status === "WAITING" ? <p>{t("queue.own")}</p> : null}
        </div>
      }
      action={own || status !== "WAITING" ? null : <Decide row={row} t={t} />}
    />
  );
}

function Doubt({ post: { sensitive, score }, t }: { post: TalkQueueRow["post"]; t: T }) {
  if (sensitive) return <Badge tone="danger">{t("queue.urgent")}</Badge>;
  return score ? t("led.score", { score }) : null;
}

function Outcome({ row: { status, feedback, decidedAt }, t, format, now }: TalkWords & { row: TalkQueueRow }) {
  const when = decidedAt ? format.relative(decidedAt, now) : "";
  return (
    <p className="font-semibold text-ink">
      {status === "APPROVED"
        ? t("queue.approved_by", { when })
        : t("queue.removed_by", { when, reason: feedback ?? "" })}
    </p>
  );
}

function Decide({ row: { id, post }, t }: { row: TalkQueueRow; t: T }) {
  const readers = (["family", "school"] as const).map((value) => ({ value, label: t(`queue.readers_${value}`) }));
  return (
    <>
      <ActionButton
        procedure="talk.approve"
        input={{ id }}
        size="small"
        done={t("queue.approved")}
        failed={t("queue.failed")}
      >
        {t(post.state === "HELD" ? "queue.approve" : "queue.keep")}
      </ActionButton>
      <DialogTrigger dialog={`remove-${id}`} size="small">
        {t("queue.remove")}
      </DialogTrigger>
      <ActDialog
        id={`remove-${id}`}
        title={t("queue.remove_title")}
        description={t("queue.remove_text")}
        closeLabel={t("queue.close")}
        procedure="talk.remove"
        input={post.sensitive ? { id } : { id, readers: "family" }}
        submit={t("queue.remove")}
        working={t("queue.working")}
        look={{ variant: "danger" }}
        fields={[
          {
            name: "reason",
            label: t("queue.remove_label"),
            long: true,
            required: true,
            maxLength: talkLimits.reason,
          },
          ...(post.sensitive ? [{ name: "readers", label: t("queue.readers"), options: readers }] : []),
        ]}
      />
    </>
  );
}
