import type { Role } from "@/lib/roles";
import type { HitGroup } from "./platform.schema";

/**
 * Where a found record is shown, for roles that have such a page: its own, or the list that holds it, searched by name.
 * Held to the pages by the navigation test.
 */
export const recordPages: Partial<Record<Role, Partial<Record<HitGroup, `/dashboard/${string}`>>>> = {
  PARENT: { children: "/dashboard/parent/children/[id]" },
  ADMIN: { people: "/dashboard/admin/users/[id]", organizations: "/dashboard/admin/organizations?q=[name]" },
};

export function recordHref(role: Role, group: HitGroup, record: { id: string; name: string }): string | null {
  const page = recordPages[role]?.[group];
  return page?.replace("[id]", record.id).replace("[name]", encodeURIComponent(record.name)) ?? null;
}

/** The words of a query as patterns for ILIKE, with its wildcards taken literally; at most six words count. */
export function likePatterns(q: string): string[] {
  return q
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 6)
    .map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
}

/** One line of a text that may be long: whole words, as many as fit. */
export function shorten(text: string, most = 90): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), most * 0.6))}…`;
}
