import {
  Bell,
  BookOpen,
  BriefcaseBusiness,
  Check,
  ClipboardCheck,
  ClipboardPen,
  Eye,
  EyeOff,
  FileText,
  GraduationCap,
  HandHeart,
  HeartHandshake,
  Inbox,
  KeyRound,
  LifeBuoy,
  LogIn,
  Mail,
  Megaphone,
  MessageCircleQuestionMark,
  MessageSquareQuote,
  PackageCheck,
  PartyPopper,
  Scale,
  ScrollText,
  ServerCrash,
  ShieldAlert,
  ShieldCheck,
  Smile,
  Sparkles,
  Target,
  Undo2,
  UserPlus,
  UserX,
} from "lucide-react";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { Badge, type Tone } from "@/components/ui/badge";
import { ButtonLink, buttonStyle } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon, type IconType } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import { TabNav } from "@/components/ui/tabs";
import { cn } from "@/lib/cn";
import type { Format } from "@/lib/format";
import { type ListPatch, listDefaults, listHref } from "@/lib/list";
import { type Reason, worthNaming } from "@/server/features/notify/notify.domain";
import type { OpenInbox } from "@/server/features/notify/notify.inbox.queries";
import { inboxInput, type NotificationType, type Severity } from "@/server/features/notify/notify.schema";
import type { T } from "@/server/platform/i18n";
import { InboxActs, MarkAllRead } from "./inbox-acts";

const icons: Record<NotificationType, IconType> = {
  welcome: Sparkles,
  "account.new_sign_in": LogIn,
  "account.password_changed": KeyRound,
  "account.factor_changed": KeyRound,
  "account.email_changed": Mail,
  "account.phone_changed": Mail,
  "account.locked": ShieldAlert,
  "invite.received": UserPlus,
  "application.decided": FileText,
  "goal.reached": Target,
  "family.mood_low": HeartHandshake,
  "family.member_added": UserPlus,
  "family.member_removed": UserX,
  "family.rights_changed": KeyRound,
  "team.member_added": UserPlus,
  "team.role_changed": KeyRound,
  "team.member_removed": UserX,
  "family.contested": Scale,
  "family.contest_opened": Scale,
  "family.contest_lifted": Scale,
  "child.signed_in": Smile,
  "child.locked": ShieldAlert,
  "consent.changed": ShieldCheck,
  "consent.conflict": Scale,
  "consent.expiring": ShieldCheck,
  "consent.expired": ShieldCheck,
  "data_request.due": FileText,
  "data_request.answered": FileText,
  "export.ready": PackageCheck,
  "learner.praised": PartyPopper,
  "learner.plan_made": HandHeart,
  "learner.plan_ended": HandHeart,
  "learner.review_due": HandHeart,
  "certificate.issued": ScrollText,
  "certificate.revoked": ScrollText,
  "case.assigned": BriefcaseBusiness,
  "system.job_failed": ServerCrash,
  "course.published": GraduationCap,
  "work.returned": ClipboardCheck,
  "work.mark_changed": ClipboardPen,
  "regrade.kept": ClipboardCheck,
  "regrade.changed": ClipboardPen,
  "course.sent_back": Undo2,
  "course.enrolled": BookOpen,
  "course.joined": UserPlus,
  "course.left": UserX,
  "feedback.received": MessageSquareQuote,
  "feedback.answered": MessageSquareQuote,
  "feedback.hidden": MessageSquareQuote,
  "talk.asked": MessageCircleQuestionMark,
  "talk.answered": MessageCircleQuestionMark,
  "talk.announced": Megaphone,
  "talk.shown": Eye,
  "talk.removed": EyeOff,
  "talk.urgent": LifeBuoy,
  "work.handed_in": Inbox,
  "work.regrade_asked": Scale,
};
const tones: Record<Severity, Tone> = { URGENT: "danger", NOTICE: "accent", INFO: "off" };
const reasonTones: Partial<Record<Reason, Tone>> = {
  overdue: "danger",
  urgent: "danger",
  due_today: "warn",
  due_soon: "warn",
  waiting: "warn",
};

type Words = { t: T; format: Format };
type Row = OpenInbox["rows"][number] & { reason?: Reason; days?: number };

/** One notification: what it is, why it stands here, when it came, and the way to it. */
function NotificationRow({ row, now, t, format }: Words & { row: Row; now: Date }) {
  const unread = row.readAt === null;
  const state = unread ? t("isUnread") : null;
  const title = (
    <>
      {unread ? <span className="mr-2 inline-block size-2 rounded-full bg-accent align-middle" aria-hidden /> : null}
      {row.title}
      {state ? <span className="sr-only">, {state}</span> : null}
    </>
  );
  const weight = unread ? "font-semibold" : "font-normal";
  return (
    <Item
      icon={icons[row.type as NotificationType] ?? Bell}
      tone={unread ? tones[row.severity] : "off"}
      title={
        row.href ? (
          <a
            href={row.href}
            data-unread={unread ? row.id : undefined}
            className={cn("underline-offset-4 hover:underline", weight)}
          >
            {title}
          </a>
        ) : (
          <span className={weight} tabIndex={-1}>
            {title}
          </span>
        )
      }
      aside={<time dateTime={row.createdAt.toISOString()}>{format.moment(row.createdAt, now)}</time>}
      text={
        <>
          {row.body}
          {row.reason && worthNaming(row.reason) ? (
            <span className="mt-1.5 block">
              <Badge tone={reasonTones[row.reason] ?? "info"}>
                {t(`reason.${row.reason}`, { days: row.days ?? 0 })}
              </Badge>
            </span>
          ) : row.severity === "URGENT" && unread ? (
            <span className="mt-1.5 block">
              <Badge tone="danger">{t("isUrgent")}</Badge>
            </span>
          ) : null}
        </>
      }
      action={
        unread ? (
          <button
            type="button"
            data-read={row.id}
            className={cn(buttonStyle({ variant: "ghost", size: "small" }), "noscript:hidden")}
          >
            <Icon as={Check} size={16} />
            <span>
              {t("markRead")}
              <span className="sr-only">: {row.title}</span>
            </span>
          </button>
        ) : undefined
      }
    />
  );
}

function Empty({ inbox, path, t }: { inbox: OpenInbox; path: string; t: T }) {
  const { show, child } = inbox.state.filters;
  const kind = child ? "child" : show;
  const preferences = path.replace(/notifications$/, "preferences");
  return (
    <EmptyState
      icon={kind === "unread" ? Check : Inbox}
      title={t(kind ? `empty.${kind}Title` : "empty.title")}
      text={t(kind ? `empty.${kind}Text` : "empty.text")}
      action={
        kind ? (
          <ButtonLink href={path}>{t("empty.showAll")}</ButtonLink>
        ) : (
          <ButtonLink href={preferences}>{t("empty.preferences")}</ButtonLink>
        )
      }
    />
  );
}

/** Children as a line of choices; only for those who look after more than one. */
function ChildFilter({ inbox, link, t }: { inbox: OpenInbox; link: (patch: ListPatch) => string; t: T }) {
  if (inbox.children.length < 2) return null;
  const chosen = inbox.state.filters.child;
  const choices = [{ id: undefined, firstName: t("everyChild") }, ...inbox.children];
  return (
    <nav aria-label={t("children")}>
      <ul className="flex flex-wrap gap-2">
        {choices.map(({ id, firstName }) => (
          <li key={id ?? "all"}>
            <a
              href={link({ filters: { child: id } })}
              aria-current={id === chosen ? "true" : undefined}
              className={cn(
                "inline-flex min-h-control-small items-center rounded-full border px-3.5 text-small",
                id === chosen
                  ? "border-accent bg-accent-soft font-semibold text-accent"
                  : "border-line-strong bg-surface hover:bg-sunken",
              )}
            >
              {firstName}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/**
 * ALL-2: one inbox for all roles. What presses stands first with its reason in words, the rest by time; what arrives
 * while it is open appears by itself. Reads without a script.
 */
export function InboxPage({ inbox, path, t, format }: Words & { inbox: OpenInbox; path: string }) {
  const { state, first, rows, unread, shownUntil, now } = inbox;
  const defaults = listDefaults(inboxInput);
  const link = (patch: ListPatch) => listHref(path, state, patch, defaults);
  const { show, child } = state.filters;
  const isEmpty = first.length === 0 && rows.length === 0;
  const draw = (row: Row) => <NotificationRow key={row.id} row={row} now={now} t={t} format={format} />;
  const tab = (value: "unread" | "urgent" | undefined, label: string, count?: number) => ({
    href: link({ filters: { show: value } }),
    label,
    current: show === value,
    ...(count !== undefined && { count }),
  });
  return (
    <Page
      title={t("title")}
      subtitle={<span role="status">{unread > 99 ? t("subtitleMany") : t("subtitle", { unread })}</span>}
      action={
        unread > 0 && shownUntil ? (
          <MarkAllRead
            input={{ before: shownUntil.toISOString(), ...(show && { show }), ...(child && { child }) }}
            label={t("markAll")}
            working={t("marking")}
          />
        ) : undefined
      }
      tabs={
        <div className="grid gap-4">
          <TabNav
            label={t("filters")}
            tabs={[tab(undefined, t("all")), tab("unread", t("unread"), unread), tab("urgent", t("urgent"))]}
          />
          <ChildFilter inbox={inbox} link={link} t={t} />
        </div>
      }
    >
      <LiveRefresh topics={["notifications"]} />
      <InboxActs failed={t("failed", { message: "#" })}>
        {first.length > 0 ? (
          <Section id="first" title={t("first")} note={t("firstNote")}>
            <ItemList label={t("first")}>{first.map(draw)}</ItemList>
          </Section>
        ) : null}
        {rows.length > 0 ? (
          first.length > 0 ? (
            <Section id="rest" title={t("rest")} note={t("newestFirst")}>
              <ItemList label={t("rest")}>{rows.map(draw)}</ItemList>
            </Section>
          ) : (
            <ItemList label={t("title")}>{rows.map(draw)}</ItemList>
          )
        ) : null}
        {isEmpty ? <Empty inbox={inbox} path={path} t={t} /> : null}
      </InboxActs>
      {inbox.previous || inbox.next ? (
        <nav aria-label={t("pages")} className="flex justify-between gap-3">
          {inbox.previous ? (
            <ButtonLink href={link({ cursor: inbox.previous, dir: "before" })}>{t("newer")}</ButtonLink>
          ) : (
            <span />
          )}
          {inbox.next ? <ButtonLink href={link({ cursor: inbox.next, dir: "after" })}>{t("older")}</ButtonLink> : null}
        </nav>
      ) : null}
    </Page>
  );
}
