/** The six roles. A person may hold several and acts in one at a time. */
export const roles = ["PARENT", "STUDENT", "INSTRUCTOR", "STAFF", "PARTNER", "ADMIN"] as const;
export type Role = (typeof roles)[number];

/** Segment of the dashboard's address: PARENT lives under /dashboard/parent. */
export const roleSegment = (role: Role) => role.toLowerCase() as Lowercase<Role>;

export const roleHome = (role: Role) => `/dashboard/${roleSegment(role)}` as const;

/** The role a dashboard address belongs to, or null when there is none. */
export function roleOfPath(path: string): Role | null {
  const segment = /^\/dashboard\/([a-z]+)(?:\/|$)/.exec(path)?.[1]?.toUpperCase();
  return roles.find((role) => role === segment) ?? null;
}

/** Families read on a phone for five minutes, the others work here all day: it decides type size and space. */
export const densityOf = (role: Role) => (role === "PARENT" || role === "STUDENT" ? "airy" : "dense");
