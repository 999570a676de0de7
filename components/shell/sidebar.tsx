import { ChevronsUpDown, PanelLeft, Search } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import { type Counters, currentPage, type NavItem, type NavTree } from "@/lib/nav";
import { type Role, roleHome } from "@/lib/roles";
import type { T } from "@/server/platform/i18n";
import { ChildSwitch } from "./child-switch";
import { Mark } from "./mark";
import { NavCount, NavLink } from "./nav-link";
import { NavSection } from "./nav-section";
import { CollapseButton, MenuFind } from "./side-tools";

export type SidebarProps = {
  tree: NavTree;
  role: Role;
  roles: readonly Role[];
  counters: Counters;
  narrow: boolean;
  closedSections: readonly string[];
  family: readonly { id: string; name: string; grade: string; href: string }[];
  words: { shell: T; nav: T };
};

/** The menu: a column on a desk, a drawer (the browser's own popover) under 1024 px. One tree, drawn once. */
export function Sidebar({ tree, role, roles, counters, narrow, closedSections, family, words }: SidebarProps) {
  const { shell: t, nav } = words;
  const home = roleHome(role);
  return (
    <aside id="shell-side" popover="auto" aria-label={t("menu")} className="side">
      <div className="side-head">
        <a href={home} className="side-brand" title={t("school")}>
          <Mark className="size-7.5 shrink-0" />
          <span className="side-words">{t("school")}</span>
        </a>
        <CollapseButton narrow={narrow} labels={{ collapse: t("collapse"), expand: t("expand") }}>
          <Icon as={PanelLeft} />
        </CollapseButton>
      </div>
      {roles.length > 1 ? <RoleSwitch role={role} roles={roles} words={words} /> : null}
      {family.length > 0 ? (
        <ChildSwitch
          items={family}
          home={home}
          all={t("child.all", { count: family.length })}
          label={t("child.label")}
          menu={t("child.menu")}
        />
      ) : null}
      <MenuFind label={t("find.label")} none={t("find.none")}>
        <Icon as={Search} size={16} />
      </MenuFind>
      <nav id="shell-nav" aria-label={nav("main")} className="side-nav">
        {tree.sections.map((section) => (
          <NavSection
            key={section.key}
            id={section.key}
            label={nav(`sections.${section.key}`)}
            title={t("section", { section: nav(`sections.${section.key}`) })}
            closed={closedSections.includes(section.key)}
            allClosed={closedSections}
          >
            {section.items.map((item) => (
              <Entry key={item.href} item={item} tree={tree} home={home} counters={counters} nav={nav} />
            ))}
          </NavSection>
        ))}
      </nav>
    </aside>
  );
}

/** What a menu entry is found by. */
export const findWords = (item: NavItem, nav: T) => (item.words ? nav(`words.${item.key}`) : "");

function Entry({
  item,
  tree,
  home,
  counters,
  nav,
}: {
  item: NavItem;
  tree: NavTree;
  home: string;
  counters: Counters;
  nav: T;
}) {
  const label = nav(`pages.${item.key}`);
  const rivals = tree.sections
    .flatMap((section) => section.items)
    .map((other) => other.href as string)
    .filter((href) => href !== item.href && currentPage([item], href, home) !== undefined);
  return (
    <li data-find={`${label} ${findWords(item, nav)}`}>
      <NavLink
        href={item.href}
        exact={item.href === home}
        rivals={rivals.length ? rivals : undefined}
        className="nav-link"
        tip={label}
      >
        <Icon as={item.icon} />
        <span className="side-words">{label}</span>
        {item.badge ? (
          <NavCount
            badge={item.badge}
            initial={counters[item.badge] ?? 0}
            hot={item.hot}
            label={nav(`badges.${item.badge}`)}
          />
        ) : null}
      </NavLink>
    </li>
  );
}

/** For people who hold several roles: each choice is a form's button, so it works before any script has arrived. */
function RoleSwitch({
  role,
  roles,
  words: { shell: t, nav },
}: {
  role: Role;
  roles: readonly Role[];
  words: SidebarProps["words"];
}) {
  return (
    <form method="post" action="/role">
      <button
        type="button"
        className="side-switch"
        popoverTarget="role-menu"
        aria-haspopup="menu"
        title={nav(`roles.${role}`)}
      >
        <span aria-hidden className="side-face bg-accent-soft text-accent">
          {nav(`roles.${role}`).slice(0, 1)}
        </span>
        <span aria-hidden className="side-words">
          {nav(`roles.${role}`)}
        </span>
        <span className="sr-only">{t("role.label", { role: nav(`roles.${role}`) })}</span>
        <Icon as={ChevronsUpDown} size={16} className="side-words" />
      </button>
      <Menu id="role-menu" label={t("role.menu")}>
        {roles.map((other) => (
          <button
            key={other}
            type="submit"
            name="role"
            value={other}
            role="menuitemradio"
            aria-checked={other === role}
            tabIndex={-1}
            className="menu-item"
          >
            <span className="min-w-0 flex-1">{nav(`roles.${other}`)}</span>
            {other === role ? <span aria-hidden className="size-2 rounded-full bg-accent" /> : null}
          </button>
        ))}
      </Menu>
    </form>
  );
}
