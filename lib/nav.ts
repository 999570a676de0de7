import type { LucideIcon } from "lucide-react";
import type { Route } from "next";
import type { Permission } from "./permissions";
import type { Role } from "./roles";

/**
 * Navigation is data: one file per role in components/shell/nav/. The sidebar, the phone's bar, the breadcrumbs, the
 * palette and the page titles read the same tree, and tests/architecture/navigation.test.ts holds it to the pages that
 * exist.
 */

/** Counters an entry may carry; each is one line of SQL in server/features/platform/platform.badges.ts. */
export const badgeKeys = ["unreadNotifications", "toGrade"] as const;
export type BadgeKey = (typeof badgeKeys)[number];
export type Counters = Partial<Record<BadgeKey, number>>;

export type NavItem = {
  /** Message key: `nav.pages.<key>`. */
  key: string;
  href: Route;
  icon: LucideIcon;
  /** What the page asks for; an entry is shown only to those who hold it. */
  permission: Permission;
  badge?: BadgeKey;
  /** Something waits for a person: the count is drawn in the colour of danger. */
  hot?: boolean;
  /** Stands in the bottom bar of a phone (families only; four at most, the fifth is "More"). */
  bar?: boolean;
  /** Other words people look for, as a message key `nav.words.<key>`: "password, photo". */
  words?: boolean;
};

export type NavSection = {
  /** Message key: `nav.sections.<key>`. */
  key: string;
  items: readonly NavItem[];
};

export type NavTree = { role: Role; sections: readonly NavSection[] };

/** One page as the browser knows it: words already in the reader's language. */
export type NavPage = { href: string; label: string; section: string; words?: string };

/** The tree without what this person may not open; empty sections vanish. */
export function allowedTree(tree: NavTree, permissions: ReadonlySet<Permission>): NavTree {
  const sections = tree.sections
    .map((section) => ({ ...section, items: section.items.filter((item) => permissions.has(item.permission)) }))
    .filter((section) => section.items.length > 0);
  return { ...tree, sections };
}

const holds = (href: string, path: string) => path === href || path.startsWith(`${href}/`);

/** The entry a page belongs to: the longest address that holds it. A home holds only itself. */
export function currentPage<P extends { href: string }>(
  pages: readonly P[],
  path: string,
  home: string,
): P | undefined {
  let best: P | undefined;
  for (const page of pages) {
    const fits = page.href === home ? path === home : holds(page.href, path);
    if (fits && page.href.length > (best?.href.length ?? 0)) best = page;
  }
  return best;
}

export type Trail = {
  section?: string;
  page?: NavPage /** The path lies below the entry: a record. */;
  below: boolean;
};

/** What the breadcrumbs say about a path: section, entry, and whether a record follows. */
export function trailOf(pages: readonly NavPage[], path: string, home: string): Trail {
  const page = currentPage(pages, path, home);
  if (!page) return { below: path !== home };
  return { section: page.href === home ? undefined : page.section, page, below: page.href !== path };
}
