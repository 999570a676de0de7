import { type Role, roleHome } from "@/lib/roles";
import type { Ctx } from "@/server/platform/actor";
import type { Pending } from "@/server/platform/session";
import type { Offered } from "./factors.queries";
import { destination } from "./identity.domain";

/** What the second step's documents ask of both people half signed in and people proving themselves again. */
export type AtDoor = {
  mode: "second" | "confirm";
  userId: string;
  sessionId: string;
  name: string;
  role: Role;
  roles: Role[];
  locale: Pending["locale"];
};
export const doorOfPending = (pending: Pending): AtDoor => ({ ...pending, mode: "second" });
export const doorOfCtx = ({ actor }: Ctx): AtDoor => ({ ...actor, mode: "confirm" });

/** Where to go afterwards: the page asked for, when it is one of theirs. */
export const afterDoor = (door: AtDoor, next: string | null): string =>
  destination(next, door.roles, door.role)?.path ?? roleHome(door.role);

/** The way shown first: the one asked for, when it is open to them. People without a factor give their password. */
export function shownMethod(offered: Offered, asked: string | null): Offered["methods"][number] | "password" {
  const factors = offered.methods.filter((method) => method !== "backup");
  if (factors.length === 0) return "password";
  return offered.methods.find((method) => method === asked) ?? offered.methods[0] ?? "password";
}
