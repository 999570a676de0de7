/**
 * The browser's half of a fresh proof: when an act asks for one, what was typed is kept in this tab, the person confirms
 * that it is them at /login/confirm and comes back to the same page, where the form takes up what was kept.
 */
const key = "uhs.step-up";
const keptForMs = 15 * 60_000;
/** Never kept, not even for a minute. */
const secret = /password|current|code|secret|token|answer/i;

type Kept = { path: string; procedure: string; input: Record<string, unknown>; at: number };
const here = () => window.location.pathname + window.location.search;

/** Keeps what was typed and leads to the page that asks for the proof. */
export function leaveToConfirm(procedure: string, input: unknown): void {
  const typed = Object.entries((input ?? {}) as Record<string, unknown>).filter(([name]) => !secret.test(name));
  const kept: Kept = { path: here(), procedure, input: Object.fromEntries(typed), at: Date.now() };
  try {
    window.sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing: the form is typed again.
  }
  window.location.assign(`/login/confirm?next=${encodeURIComponent(here())}`);
}

/** What was kept for this procedure on this page, once. `known` is the part of the input that says which row is meant. */
export function takeKept(procedure: string, known: Record<string, unknown> = {}): Record<string, unknown> | null {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(key) ?? "null") as Kept | null;
    if (!kept || kept.procedure !== procedure || kept.path !== here()) return null;
    if (Object.entries(known).some(([name, value]) => kept.input[name] !== value)) return null;
    window.sessionStorage.removeItem(key);
    return Date.now() - kept.at < keptForMs ? kept.input : null;
  } catch {
    return null;
  }
}

/** Puts what was kept back into a form's controls, and opens the dialog it stands in. */
export function restoreKept(
  form: HTMLFormElement | null,
  procedure: string,
  known: Record<string, unknown> = {},
): void {
  if (!form) return;
  const kept = takeKept(procedure, known);
  if (!kept) return;
  for (const [name, value] of Object.entries(kept)) {
    const control = form.elements.namedItem(name);
    if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio"))
      control.checked = value === true || value === control.value;
    else if (
      control instanceof HTMLInputElement ||
      control instanceof HTMLTextAreaElement ||
      control instanceof HTMLSelectElement
    )
      control.value = String(value ?? "");
    else if (control instanceof RadioNodeList) control.value = String(value ?? "");
  }
  form.closest("dialog")?.showModal();
  form.scrollIntoView({ block: "center" });
}
