import { parseList, type SearchParams } from "@/lib/list";
import type { Ctx } from "@/server/platform/actor";
import { type InboxRow, readInbox } from "./notify.queries";
import { inboxInput } from "./notify.schema";
import { wording } from "./notify.templates";

/** A notification with its words, ready to be drawn. */
export type InboxItem = InboxRow & { title: string; body: string };

/** The inbox as its page shows it: what the address asks for, in the reader's words. */
export async function openInbox(ctx: Ctx, params: SearchParams) {
  const state = parseList(inboxInput, params);
  const page = await ctx.work((db) => readInbox(db, ctx, state));
  const reader = { locale: ctx.locale, timeZone: ctx.actor.timeZone };
  const worded = (row: InboxRow): InboxItem => ({ ...row, ...wording(row, reader) });
  const first = page.first.map(({ row, reason, days }) => ({ ...worded(row), reason, days }));
  const rows = page.rows.map(worded);
  // The newest moment in sight: "all read" reaches to here and no further.
  const shownUntil = [...first, ...rows].reduce<Date | null>(
    (latest, { createdAt }) => (latest && latest >= createdAt ? latest : createdAt),
    null,
  );
  return { ...page, state, first, rows, shownUntil, now: ctx.now };
}
export type OpenInbox = Awaited<ReturnType<typeof openInbox>>;
