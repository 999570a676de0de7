import { allow, router } from "@/server/platform/trpc";
import { failedMessages } from "./notify.outbox.queries";
import { colleagues } from "./notify.presence.service";
import { subscribePush, unsubscribePush } from "./notify.push.service";
import { readInbox, readPreferences, unreadNotifications } from "./notify.queries";
import {
  budgetInput,
  deviceInput,
  devicePushInput,
  digestInput,
  inboxInput,
  markAllReadInput,
  markReadInput,
  messageInput,
  notifySettingInput,
  preferenceInput,
  streamInput,
} from "./notify.schema";
import {
  chooseDigest,
  markAllRead,
  markRead,
  retryMessage,
  setBudget,
  setNotifySetting,
  setPreference,
} from "./notify.service";
import { readMessageSettings } from "./notify.settings.queries";
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
  settings: allow("self:read").query(({ ctx }) => readMessageSettings(ctx)),
  chooseDigest: allow("self:write")
    .input(digestInput)
    .mutation(({ ctx, input }) => chooseDigest(ctx, input)),
  subscribePush: allow("self:write")
    .input(devicePushInput)
    .mutation(({ ctx, input }) => subscribePush(ctx, input)),
  unsubscribePush: allow("self:write")
    .input(deviceInput)
    .mutation(({ ctx, input }) => unsubscribePush(ctx, input)),
  setBudget: allow("family:read")
    .input(budgetInput)
    .mutation(({ ctx, input }) => setBudget(ctx, input)),
  failedMessages: allow("health:read").query(({ ctx }) => failedMessages(ctx)),
  retryMessage: allow("job:retry")
    .input(messageInput)
    .mutation(({ ctx, input }) => retryMessage(ctx, input)),
  presence: allow("desk:read").query(({ ctx }) => colleagues(ctx)),
  stream: allow("live:listen")
    .input(streamInput)
    .subscription(({ ctx, input, signal }) => openStream(ctx, input, signal)),
});
