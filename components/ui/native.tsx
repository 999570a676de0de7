"use client";
import { useEffect } from "react";

/**
 * The little that `<dialog>` and popovers need from a script, once for the whole page and by delegation, so that the
 * dialogs and menus themselves are drawn by the server: opening where the browser has no invoker commands, closing on
 * the backdrop, arrow keys in menus, their place where the browser has no anchor positioning, Escape on tooltips.
 */
let listening = false;

const dialogOf = (id: string | null | undefined) => {
  const found = id ? document.getElementById(id) : null;
  return found instanceof HTMLDialogElement ? found : null;
};

/** Opens a dialog or drawer by its id, as its trigger would. */
export function openDialog(id: string): void {
  const dialog = dialogOf(id);
  if (dialog && !dialog.open) dialog.showModal();
}

export function closeDialog(id: string): void {
  dialogOf(id)?.close();
}

function onClick(event: MouseEvent) {
  const target = event.target;
  if (!(target instanceof Element)) return;
  const trigger = target.closest("[data-dialog-open]");
  // Browsers with invoker commands open it themselves.
  const invoked = trigger?.hasAttribute("commandfor") && "command" in HTMLButtonElement.prototype;
  if (trigger && !invoked && !event.defaultPrevented) openDialog(trigger.getAttribute("data-dialog-open") ?? "");
  if (target.closest("[data-dialog-close]")) target.closest("dialog")?.close();
  if (target instanceof HTMLDialogElement && target.dataset.light !== undefined) {
    const box = target.getBoundingClientRect();
    const inside =
      event.clientX >= box.left &&
      event.clientX <= box.right &&
      event.clientY >= box.top &&
      event.clientY <= box.bottom;
    if (!inside) target.close();
  }
  const item = target.closest(".menu-item");
  if (item && !item.hasAttribute("data-stay")) item.closest<HTMLElement>("[popover]")?.hidePopover();
}

const itemsOf = (menu: Element) => [...menu.querySelectorAll<HTMLElement>(".menu-item:not(:disabled)")];

function onKeyDown(event: KeyboardEvent) {
  if (event.key === "Escape") {
    for (const tip of document.querySelectorAll(".tip:hover, .tip:focus-within")) {
      tip.setAttribute("data-hushed", "");
      tip.addEventListener("pointerleave", () => tip.removeAttribute("data-hushed"), { once: true });
      tip.addEventListener("focusout", () => tip.removeAttribute("data-hushed"), { once: true });
    }
  }
  const menu = event.target instanceof Element ? event.target.closest('.menu[role="menu"]') : null;
  if (!(menu instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return;
  const items = itemsOf(menu);
  const at = items.indexOf(document.activeElement as HTMLElement);
  let next: HTMLElement | undefined;
  if (event.key === "ArrowDown") next = items[(at + 1) % items.length];
  else if (event.key === "ArrowUp") next = items.at(at <= 0 ? -1 : at - 1);
  else if (event.key === "Home") next = items[0];
  else if (event.key === "End") next = items.at(-1);
  else if (event.key === "Tab") menu.hidePopover();
  else if (event.key.length === 1 && event.key !== " ") {
    const letter = event.key.toLocaleLowerCase();
    const rest = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    next = rest.find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(letter));
  }
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** For menus whose button is not their own, and browsers without anchor positioning: under its button, over it when there is no room, never beyond the edge. */
export function placeMenu(menu: HTMLElement, button: Element): void {
  const anchor = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = anchor.bottom + 5 + height <= innerHeight || anchor.top < height + 5;
  const left = menu.dataset.align === "end" ? anchor.right - width : anchor.left;
  menu.style.top = `${below ? anchor.bottom + 5 : anchor.top - 5 - height}px`;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
}

function onToggle(event: Event) {
  const menu = event.target;
  if (!(menu instanceof HTMLElement) || !menu.matches(".menu") || menu.dataset.placed !== undefined) return;
  const open = (event as ToggleEvent).newState === "open";
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  button?.setAttribute("aria-expanded", String(open));
  if (!open || !button) return;
  if (!CSS.supports("position-area: block-end span-inline-end")) placeMenu(menu, button);
  if (menu.getAttribute("role") === "menu") itemsOf(menu)[0]?.focus();
}

/** Drawn by every Dialog, Drawer, Menu; it listens once. */
export function NativeBehaviour() {
  useEffect(() => {
    // What was pressed before this page could do it (lib/early-script.ts) is done now.
    setTimeout(() => dispatchEvent(new Event("hydrated")));
    if (listening) return;
    listening = true;
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("toggle", onToggle, true);
  }, []);
  return null;
}
