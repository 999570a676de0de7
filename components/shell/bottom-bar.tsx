import { Menu } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import type { Counters, NavTree } from "@/lib/nav";
import { roleHome } from "@/lib/roles";
import type { T } from "@/server/platform/i18n";
import { NavCount, NavLink } from "./nav-link";

/** On a family's phone: four places at most and the rest of the menu, in reach of a thumb. */
export function BottomBar({
  tree,
  counters,
  words: { shell: t, nav },
}: {
  tree: NavTree;
  counters: Counters;
  words: { shell: T; nav: T };
}) {
  const home = roleHome(tree.role);
  const items = tree.sections.flatMap((section) => section.items).filter((item) => item.bar);
  return (
    <nav id="shell-bar" aria-label={t("bar")} className="bar">
      {items.slice(0, 4).map((item) => (
        <NavLink key={item.href} href={item.href} exact={item.href === home} className="bar-item">
          <Icon as={item.icon} />
          <span>{nav(`pages.${item.key}`)}</span>
          {item.badge ? (
            <NavCount
              badge={item.badge}
              initial={counters[item.badge] ?? 0}
              hot
              label={nav(`badges.${item.badge}`)}
              className="bar-count"
            />
          ) : null}
        </NavLink>
      ))}
      <button type="button" className="bar-item" popoverTarget="shell-side">
        <Icon as={Menu} />
        <span>{t("more")}</span>
      </button>
    </nav>
  );
}
