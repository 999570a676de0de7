import { allow, router } from "@/server/platform/trpc";
import { colleagues } from "./notify.presence.service";
import { readInbox, readPreferences, unreadNotifications } from "./notify.queries";
import {
  inboxInput,
  markAllReadInput,
  markReadInput,
  notifySettingInput,
  preferenceInput,
  streamInput,
} from "./notify.schema";
import { markAllRead, markRead, setNotifySetting, setPreference } from "./notify.service";
import { openStream } from "./notify.stream.service";

/** The inbox, what reaches a person and how, the live line and who is here. */
export const notifyRouter = router({
  list: allow("self:read")
    .input(inboxInput)
    .query(({ ctx, input }) => ctx.work((db) => readInbox(db, ctx, input))),
  unread: allow("self:read").query(({ ctx }) => ctx.work((db) => unreadNotifications(db, ctx.actor.userId))),
  markRead: allow("self:write")
    .input(markReadInput)
    .mutation(({ ctx, input }) => markRead(ctx, input)),
  markAllRead: allow("self:write")
    .input(markAllReadInput)
    .mutation(({ ctx, input }) => markAllRead(ctx, input)),
  preferences: allow("self:read").query(({ ctx }) => ctx.work((db) => readPreferences(db, ctx.actor.userId))),
  setPreference: allow("self:write")
    .input(preferenceInput)
    .mutation(({ ctx, input }) => setPreference(ctx, input)),
  setSetting: allow("self:write")
    .input(notifySettingInput)
    .mutation(({ ctx, input }) => setNotifySetting(ctx, input)),
  presence: allow("desk:read").query(({ ctx }) => colleagues(ctx)),
  stream: allow("live:listen")
    .input(streamInput)
    .subscription(({ ctx, input, signal }) => openStream(ctx, input, signal)),
});
