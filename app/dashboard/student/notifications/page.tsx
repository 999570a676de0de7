import { InboxPage } from "@/components/notify/inbox-page";
import { formats } from "@/lib/format";
import type { SearchParams } from "@/lib/list";
import { openInbox } from "@/server/features/notify/notify.inbox.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

export default async function NotificationsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("self:read");
  const [inbox, t] = await Promise.all([openInbox(ctx, await searchParams), getT("notify")]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  return <InboxPage inbox={inbox} path="/dashboard/student/notifications" t={t} format={format} />;
}
