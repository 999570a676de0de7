import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { navTrees } from "@/components/shell/nav/trees";
import { allowedTree, badgeKeys, currentPage, trailOf } from "@/lib/nav";
import { permissionsOf } from "@/lib/permissions";
import { roleHome, roles } from "@/lib/roles";
import { badges } from "@/server/features/platform/platform.badges";
import { recordPages } from "@/server/features/platform/platform.domain";

const root = path.resolve(import.meta.dirname, "../..");
const dashboard = path.join(root, "app/dashboard");

/** Addresses of the dashboard that have a page, as their folders spell them: /dashboard/parent/children/[id]. */
const pages = fs
  .readdirSync(dashboard, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "page.tsx")
  .map((file) => path.posix.join("/dashboard", path.dirname(file).split(path.sep).join("/")).replace(/\/\.$/, ""));

/** Pages that are no menu entry and lie below none: each says how one comes to it. */
const elsewhere: Record<string, string> = {
  "/dashboard": "sends each person to their home",
  "/dashboard/student/learn/[lessonId]": "opened from a course, a home or the lesson before",
  "/dashboard/[...missing]": "answers addresses nobody has",
};

const items = roles.flatMap((role) =>
  navTrees[role].sections.flatMap((section) => section.items.map((item) => ({ role, section, item }))),
);
const messages = (locale: string, file: string) =>
  JSON.parse(fs.readFileSync(path.join(root, "messages", locale, `${file}.json`), "utf8"));

describe.each(roles)("the menu of %s", (role) => {
  const own = items.filter((one) => one.role === role).map(({ item }) => item);

  test("leads only to pages that exist, are this role's and are named once", () => {
    for (const item of own) {
      expect(pages, item.href).toContain(item.href);
      expect(`${item.href}/`.startsWith(`${roleHome(role)}/`), item.href).toBe(true);
    }
    expect(new Set(own.map((item) => item.href)).size).toBe(own.length);
  });

  test("asks for what the page asks for, and the role holds it", () => {
    for (const item of own) {
      const source = fs.readFileSync(path.join(root, "app", item.href, "page.tsx"), "utf8");
      const asked = /requirePage\(\s*"([a-z_:]+)"/.exec(source)?.[1];
      expect(asked, `${item.href} names its permission`).toBe(item.permission);
      expect(permissionsOf(role, true), item.href).toContain(item.permission);
    }
  });

  test("has a home, and at most four places in a phone's bar", () => {
    expect(own.map((item) => item.href as string)).toContain(roleHome(role));
    expect(own.filter((item) => item.bar).length).toBeLessThanOrEqual(4);
  });

  test("shows nothing to somebody who holds nothing", () => {
    expect(allowedTree(navTrees[role], new Set()).sections).toEqual([]);
  });
});

test("every page of the dashboard is in the menu, lies below an entry, or says how one comes to it", () => {
  for (const page of pages) {
    if (page in elsewhere) continue;
    const role = roles.find((one) => page === roleHome(one) || page.startsWith(`${roleHome(one)}/`));
    if (!role) throw new Error(`${page} belongs to no role`);
    const own = items.filter((one) => one.role === role).map(({ item }) => ({ href: item.href as string }));
    expect(currentPage(own, page, roleHome(role)), `${page} cannot be reached`).toBeDefined();
  }
});

test("every page guards itself on its own", () => {
  for (const page of pages) {
    const source = fs.readFileSync(path.join(root, "app", page, "page.tsx"), "utf8");
    const record = /const (\w+) = recordPage\(\s*"/.exec(source)?.[1];
    const guard = record ? new RegExp(`export default [\\s\\S]*${record}\\(`) : /await requirePage\(\s*"/;
    expect(source, page).toMatch(guard);
  }
});

test("every word of the menu is there in both languages", () => {
  for (const locale of ["en", "sw"]) {
    const nav = messages(locale, "nav");
    for (const { item, section } of items) {
      expect(nav.pages[item.key], `${locale} nav.pages.${item.key}`).toBeTruthy();
      expect(nav.sections[section.key], `${locale} nav.sections.${section.key}`).toBeTruthy();
      if (item.words) expect(nav.words[item.key], `${locale} nav.words.${item.key}`).toBeTruthy();
    }
    for (const key of badgeKeys) expect(nav.badges[key], `${locale} nav.badges.${key}`).toBeTruthy();
    for (const role of roles) expect(nav.roles[role]).toBeTruthy();
  }
});

test("every counter has its count", () => {
  expect(Object.keys(badges).sort()).toEqual([...badgeKeys].sort());
});

test("records found by search lead to pages that exist", () => {
  for (const [role, groups] of Object.entries(recordPages))
    for (const page of Object.values(groups)) {
      expect(pages, `${role}: ${page}`).toContain(page.split("?")[0]);
    }
});

describe("where one is", () => {
  const menu = [
    { href: "/dashboard/staff", label: "My focus", section: "Today" },
    { href: "/dashboard/staff/moderation", label: "Moderation", section: "Quality" },
    { href: "/dashboard/staff/moderation/approvals", label: "Approvals", section: "Quality" },
  ];
  test.each([
    ["/dashboard/staff", undefined, "My focus", false],
    ["/dashboard/staff/moderation", "Quality", "Moderation", false],
    ["/dashboard/staff/moderation/123", "Quality", "Moderation", true],
    ["/dashboard/staff/moderation/approvals", "Quality", "Approvals", false],
    ["/dashboard/staff/moderation/approvals/9", "Quality", "Approvals", true],
    ["/dashboard/staff/moderationx", undefined, undefined, true],
  ])("%s", (at, section, label, below) => {
    const trail = trailOf(menu, at, "/dashboard/staff");
    expect([trail.section, trail.page?.label, trail.below]).toEqual([section, label, below]);
  });
});
