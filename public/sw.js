/**
 * The school's service worker: it shows that something is new, and opens it. It keeps no page and answers no request, so
 * nothing personal stays in this browser.
 */
const words = {
  en: { title: "Urban Home School", text: "There is something new for you." },
  sw: { title: "Urban Home School", text: "Kuna jambo jipya kwako." },
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function read(data) {
  try {
    return data ? data.json() : {};
  } catch {
    return {};
  }
}

self.addEventListener("push", (event) => {
  const said = read(event.data);
  const lang = said.lang === "sw" ? "sw" : "en";
  // Browsers take the right to push away from a page that shows nothing: something is always shown.
  event.waitUntil(
    self.registration.showNotification(said.title || words[lang].title, {
      body: said.text || words[lang].text,
      lang,
      // A repeat of one message takes its place instead of standing beside it.
      tag: said.id || "uhs",
      icon: "/icon.svg",
      data: { id: said.id || "" },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { id } = event.notification.data || {};
  const address = id ? `/api/notify/open/${encodeURIComponent(id)}` : "/dashboard";
  event.waitUntil(
    (async () => {
      const pages = await self.clients.matchAll({ type: "window" });
      const page = pages.find((one) => new URL(one.url).pathname.startsWith("/dashboard"));
      if (!page) return self.clients.openWindow(address);
      await page.focus();
      // A page that is not under this worker yet cannot be led anywhere.
      return page.navigate(address).catch(() => self.clients.openWindow(address));
    })(),
  );
});

/** The browser gave this device a new address: it is handed on under the session that is here now. */
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(
    (async () => {
      const options = event.oldSubscription?.options ?? (await self.registration.pushManager.getSubscription())?.options;
      const next = event.newSubscription ?? (options ? await self.registration.pushManager.subscribe(options) : null);
      if (!next) return;
      const { endpoint, keys } = next.toJSON();
      await fetch("/api/trpc/notify.subscribePush", {
        method: "POST",
        credentials: "same-origin",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ json: { endpoint, p256dh: keys.p256dh, auth: keys.auth } }),
      });
    })(),
  );
});
