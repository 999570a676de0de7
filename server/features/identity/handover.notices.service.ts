import { notify } from "@/server/features/notify/notify.service";
import type { Db } from "@/server/platform/db/work";
import { named } from "./factors.notices.service";
import type { ChildAtDoor, ChildrensDoor } from "./handover.queries";
import type { Caller } from "./identity.attempts.service";

async function tell(
  db: Db,
  caller: Caller,
  door: ChildrensDoor,
  child: ChildAtDoor,
  notice: { type: "child.signed_in" | "child.locked"; dedupeKey: string },
): Promise<void> {
  await notify(db, {
    ...notice,
    userId: door.guardianId,
    params: { child: child.firstName, device: named(caller.userAgent), at: caller.now.toISOString() },
    href: `/dashboard/parent/children/${child.studentId}`,
    studentId: child.studentId,
  });
}

/** The guardian who handed the device over learns who came in on it. */
export const tellChildSignedIn = (db: Db, caller: Caller, door: ChildrensDoor, child: ChildAtDoor) =>
  tell(db, caller, door, child, { type: "child.signed_in", dedupeKey: `${child.studentId}:${caller.requestId}` });

/** Once an hour for each child at most: whoever presses on must not flood the guardian. */
export const tellChildLocked = (db: Db, caller: Caller, door: ChildrensDoor, child: ChildAtDoor) =>
  tell(db, caller, door, child, {
    type: "child.locked",
    dedupeKey: `${child.studentId}:${Math.floor(caller.now.getTime() / 3_600_000)}`,
  });
