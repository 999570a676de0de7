import { startAuthentication } from "@simplewebauthn/browser";

/**
 * The one script a document knows: a form with data-passkey asks the browser for a passkey before it is sent. It talks to
 * nobody; what the browser answers travels in the form.
 */
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  form.hidden = !("PublicKeyCredential" in window);
  const fallback = form.parentElement?.querySelector<HTMLElement>("[data-passkey-missing]");
  if (fallback) fallback.hidden = !form.hidden;
  form.addEventListener("submit", async (event) => {
    const field = form.elements.namedItem("answer") as HTMLInputElement;
    if (field.value) return;
    event.preventDefault();
    const said = form.querySelector<HTMLElement>("[data-passkey-error]");
    if (said) said.hidden = true;
    try {
      const answer = await startAuthentication({ optionsJSON: JSON.parse(form.dataset.passkey ?? "{}") });
      field.value = JSON.stringify(answer);
      form.requestSubmit();
    } catch {
      if (said) said.hidden = false;
    }
  });
}
