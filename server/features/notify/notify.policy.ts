import { densityOf } from "@/lib/roles";
import type { UserActor } from "@/server/platform/actor";

/** An inbox is its owner's alone. */
export const ownNotifications = (actor: UserActor) => ({ userId: actor.userId });

/** Whoever looks after children can ask for what concerns one of them. */
export const hasChildren = (actor: UserActor): boolean => actor.permissions.has("family:read");

/** A guardianship by which somebody may say what messages cost a family. */
export const paysFor = (userId: string) => ({ guardianId: userId, canPay: true, endedAt: null });

/** People at work are seen at work; families are not. */
export const isSeenAtWork = (actor: UserActor): boolean => densityOf(actor.role) === "dense";

/** Who is told when colleagues come and go. */
export const seesColleagues = (actor: UserActor): boolean => actor.permissions.has("desk:read");
