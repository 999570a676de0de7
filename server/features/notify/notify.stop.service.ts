import { type Actor, type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { work } from "@/server/platform/db/work";
import type { Stop } from "./notify.unsubscribe";

const notifyActor = systemActor("notify");
type Request = Pick<Ctx<Actor>, "ip" | "userAgent" | "requestId" | "now">;

/**
 * Ends mail of one kind for the person a signed link names, or takes that back. Nobody signs in for it: the link in
 * their own mail says enough for this and for nothing else. False when the account is gone.
 */
export function stopMail(request: Request, { userId, what }: Stop, again: boolean): Promise<boolean> {
  return work(notifyActor, async (db) => {
    if ((await db.user.count({ where: { id: userId } })) === 0) return false;
    if (what === "digest") {
      await db.notificationSetting.updateMany({ where: { userId }, data: { digest: again ? "WEEKLY" : "NONE" } });
    } else {
      const key = { userId, type: what, channel: "EMAIL" as const };
      await db.notificationPreference.upsert({
        where: { userId_type_channel: key },
        create: { ...key, enabled: again },
        update: { enabled: again },
      });
    }
    await audit(
      db,
      { ...request, actor: notifyActor },
      {
        action: again ? "notification.mail_resumed" : "notification.mail_stopped",
        subjectType: "notification_preference",
        subjectId: userId,
        after: { what, channel: "EMAIL", enabled: again },
      },
    );
    return true;
  });
}
