"use client";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { useShellInfo } from "./shell-info";

/** The menu as a drawer: open only in the top layer of a small screen. */
const drawer = () => document.getElementById("shell-side");
const closeDrawer = () => {
  const side = drawer();
  if (side?.matches(":popover-open")) side.hidePopover();
};

/**
 * One listener for the whole frame. Plain links to pages of the same role change the page without loading a new document,
 * so that the menu, the live line and the scroll of the menu stay; everything else is left to the browser. While the
 * next page is on its way a line at the top says so. Focus goes to the new page's heading, as after a real load.
 */
export function ShellBehaviour({ loading }: { loading: string }) {
  const router = useRouter();
  const path = usePathname();
  const prefix = useShellInfo()?.prefix;
  const [pending, startTransition] = useTransition();
  const went = useRef(false);

  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (
        event.defaultPrevented ||
        event.button !== 0 ||
        event.metaKey ||
        event.ctrlKey ||
        event.shiftKey ||
        event.altKey
      )
        return;
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || !prefix || link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
      if (link.pathname !== prefix && !link.pathname.startsWith(`${prefix}/`)) return;
      closeDrawer();
      if (link.pathname === location.pathname && link.search === location.search && link.hash) return;
      event.preventDefault();
      went.current = link.pathname !== location.pathname;
      startTransition(() =>
        router.push(link.pathname + link.search + link.hash, { scroll: went.current || link.hash !== "" }),
      );
    };
    const side = drawer();
    const holdRest = (held: boolean) => {
      for (const id of ["shell-body", "shell-bar"]) document.getElementById(id)?.toggleAttribute("inert", held);
    };
    // Before it closes, so that the focus can go back to the button that opened it.
    const onBeforeToggle = (event: Event) => {
      if ((event as ToggleEvent).newState === "closed") holdRest(false);
    };
    const onToggle = (event: Event) => {
      if (event.target !== side || (event as ToggleEvent).newState !== "open") return;
      (side?.querySelector<HTMLElement>(".nav-link[aria-current]") ?? side?.querySelector("a"))?.focus();
      holdRest(true);
    };
    const wide = matchMedia("(min-width: 64rem)");
    document.addEventListener("click", onClick);
    side?.addEventListener("beforetoggle", onBeforeToggle);
    side?.addEventListener("toggle", onToggle);
    wide.addEventListener("change", closeDrawer);
    return () => {
      document.removeEventListener("click", onClick);
      side?.removeEventListener("beforetoggle", onBeforeToggle);
      side?.removeEventListener("toggle", onToggle);
      wide.removeEventListener("change", closeDrawer);
    };
  }, [prefix, router]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the path has changed
  useEffect(() => {
    if (!went.current) return;
    went.current = false;
    const heading = document.querySelector<HTMLElement>("#main h1") ?? document.getElementById("main");
    heading?.focus({ preventScroll: true });
  }, [path]);

  return (
    <div className="shell-progress" role="status" data-pending={pending ? "" : undefined}>
      {pending ? <span className="sr-only">{loading}</span> : null}
    </div>
  );
}
