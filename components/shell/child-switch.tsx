"use client";
import { usePathname } from "next/navigation";
import { initials, tintOf } from "@/components/ui/avatar";

type Child = { id: string; name: string; grade: string; href: string };

/** Which child the page is about; choosing goes to that child's page, "all" goes home. */
export function ChildSwitch({
  all,
  home,
  items,
  label,
  menu,
}: {
  all: string;
  home: string;
  items: readonly Child[];
  label: string;
  menu: string;
}) {
  const path = usePathname();
  const current = items.find((child) => path === child.href || path.startsWith(`${child.href}/`));
  return (
    <>
      <button
        type="button"
        className="side-switch"
        popoverTarget="child-menu"
        aria-haspopup="menu"
        title={current?.name ?? all}
      >
        <span aria-hidden className="side-face tinted" data-tint={current ? tintOf(current.id) : 1}>
          {current ? initials(current.name) : items.length}
        </span>
        <span className="side-words">{current?.name ?? all}</span>
        <span className="sr-only">. {label}</span>
        <svg
          className="side-words"
          viewBox="0 0 16 16"
          width="16"
          height="16"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          aria-hidden
        >
          <path d="m5 6 3-3 3 3M5 10l3 3 3-3" />
        </svg>
      </button>
      <div id="child-menu" popover="auto" role="menu" aria-label={menu} className="menu">
        <a role="menuitem" tabIndex={-1} className="menu-item" href={home} aria-current={current ? undefined : "true"}>
          <span className="min-w-0 flex-1">{all}</span>
        </a>
        {items.map((child) => (
          <a
            key={child.id}
            role="menuitem"
            tabIndex={-1}
            className="menu-item"
            href={child.href}
            aria-current={child === current ? "true" : undefined}
          >
            <span aria-hidden className="side-face tinted" data-tint={tintOf(child.id)}>
              {initials(child.name)}
            </span>
            <span className="min-w-0 flex-1">{child.name}</span>
            <span className="text-faint text-xs">{child.grade}</span>
          </a>
        ))}
      </div>
    </>
  );
}
