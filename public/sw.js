/**
 * The school's service worker. It shows that something is new, and opens it; and it keeps the lessons a child has opened,
 * so that they can be read without a line. Nothing else is kept, and the lessons only until somebody signs out.
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

// ── Lessons without a line ───────────────────────────────────────────────────────────────────────
/** Pages and pictures of one child, and what pages are drawn with, which is nobody's. */
const lessons = "uhs-lessons-1";
const parts = "uhs-parts-1";
const most = { [lessons]: 120, [parts]: 200 };
/** Whose lessons these are. */
const ownerMark = "/uhs-owner";
const isLesson = (path) => /^\/dashboard\/student\/learn\/[0-9a-f-]{36}$/.test(path);
/** Pages where a session begins or ends: whoever comes by here may be somebody else afterwards. */
const isDoor = (path) => /^\/(login|logout|handover|role|register|invite|reset)(\/|$)/.test(path);

const forget = () => caches.delete(lessons);
const ownerOf = async (cache) => (await cache.match(ownerMark))?.text();

/** The oldest go when there are too many. */
async function trim(name) {
  const cache = await caches.open(name);
  const keys = (await cache.keys()).filter(({ url }) => new URL(url).pathname !== ownerMark);
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most[name])).map((key) => cache.delete(key)));
}

/** What a page is drawn with; mostly in the browser's own cache already, so this asks for few bytes. */
async function keepParts(html) {
  const cache = await caches.open(parts);
  const paths = new Set(html.match(/\/_next\/static\/[\w./~@%-]+\.(?:js|css|woff2)/g));
  await Promise.allSettled([...paths].map(async (path) => (await cache.match(path)) ?? cache.add(path)));
  await trim(parts);
}

async function keepLesson(owner, path) {
  if ((await ownerOf(await caches.open(lessons))) !== owner) {
    await forget();
    await (await caches.open(lessons)).put(ownerMark, new Response(owner));
  }
  const response = await fetch(path, { credentials: "same-origin", redirect: "manual" });
  const cache = await caches.open(lessons);
  // Whoever signed out while it was on its way leaves nothing behind.
  if (!response.ok || (await ownerOf(cache)) !== owner) return;
  const html = await response.clone().text();
  await cache.put(path, response);
  await trim(lessons);
  await keepParts(html);
}

self.addEventListener("message", (event) => {
  const { kind, owner, path } = event.data ?? {};
  if (kind !== "keep" || typeof owner !== "string" || typeof path !== "string" || !isLesson(path)) return;
  event.waitUntil(keepLesson(owner, path).catch(() => {}));
});

const plain = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const titleOf = (html) => /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? "";

/** Instead of the browser's own page about a lost line: what can be read all the same. */
async function withoutLine() {
  const cache = await caches.open(lessons);
  const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname).filter(isLesson);
  const lines = await Promise.all(
    kept.reverse().map(async (path) => {
      const title = titleOf((await (await cache.match(path))?.text()) ?? "");
      return `<li><a href="${path}">${title || plain(path)}</a></li>`;
    }),
  );
  const list = lines.length ? `<ul>${lines.join("")}</ul>` : "";
  return new Response(
    `<!doctype html><html lang="sw"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Urban Home School</title>
<body><h1>Hakuna mtandao</h1><p>Masomo uliyofungua yanasomeka hapa.</p><div lang="en"><p>No connection. Lessons you have opened can be read here.</p></div>${list}</body></html>`,
    { status: 503, headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" } },
  );
}

/** From the line; from what was kept when there is none. */
const openLesson = (request) =>
  fetch(request).catch(async () => (await caches.match(new URL(request.url).pathname, { cacheName: lessons })) ?? withoutLine());

/** A picture of a lesson is kept when it has been seen, in whichever size. */
async function showPicture(request) {
  try {
    const response = await fetch(request);
    const cache = await caches.open(lessons);
    if (response.ok && (await ownerOf(cache))) await cache.put(request, response.clone());
    return response;
  } catch {
    return (await caches.match(request, { cacheName: lessons, ignoreSearch: true })) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (isDoor(pathname)) event.waitUntil(forget());
    else if (request.method === "GET" && (isLesson(pathname) || pathname.startsWith("/dashboard/student")))
      event.respondWith(openLesson(request));
  } else if (request.method === "GET" && pathname.startsWith("/_next/static/"))
    event.respondWith(fetch(request).catch(async () => (await caches.match(request, { cacheName: parts })) ?? Response.error()));
  else if (request.method === "GET" && pathname.startsWith("/api/files/course/") && request.destination === "image")
    event.respondWith(showPicture(request));
});
