import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { ReactElement } from "react";
import type { FrameProps } from "@/components/documents/frame";
import { type Locale, locales } from "@/lib/locales";
import { documentPolicy } from "@/lib/security-headers";
import { themeAttribute } from "@/lib/theme";
import { requestCtx } from "./context";
import { env } from "./env";
import { isAppError, statusOf } from "./errors";
import { translator } from "./i18n";
import { logger } from "./logger";
import { requestInfo } from "./request";
import type { RequestCtx } from "./trpc";

/**
 * A document: a page that is HTML and one style sheet, without a client runtime (docs/adr/0003). Public pages and signing
 * in are documents; they must open on any phone, and they are what somebody sees first.
 */
export type DocumentHead = {
  locale: Locale;
  title: string;
  description: string;
  /** Path the search engines should know, language aside; absent for pages not meant to be found. */
  canonical?: string;
  theme?: "light" | "dark" | "system";
  /** schema.org facts. */
  facts?: Record<string, unknown>;
  /** The one script a document may have: it asks the browser for a passkey. See components/documents/passkey.client.ts. */
  script?: boolean;
};

type Manifest = {
  css: string;
  font: string;
  fontExtended: string;
  icon: string;
  passkey: string;
  /** The viewer of documents, and what it weighs with its worker. */
  pdf: string;
  pdfBytes: number;
};
let manifest: Manifest | undefined;
/** Addresses of the documents' files, made by scripts/assets.mjs. */
export function assets(): Manifest {
  if (manifest && process.env.NODE_ENV === "production") return manifest;
  const file = path.join(process.cwd(), "public/assets/manifest.json");
  if (!fs.existsSync(file) && env().UHS_ENV === "test")
    return {
      css: "/assets/document.css",
      font: "/assets/font.woff2",
      fontExtended: "/assets/ext.woff2",
      icon: "/m.svg",
      passkey: "/assets/passkey.js",
      pdf: "/assets/pdf/viewer.js",
      pdfBytes: 0,
    };
  manifest = JSON.parse(fs.readFileSync(file, "utf8")) as Manifest;
  return manifest;
}

/** The whole address of a path of ours, as the outside knows it. */
export const ownAddress = (path: string): string => new URL(path, env().APP_URL).href;

const address = (canonical: string, locale: Locale) => {
  const url = new URL(ownAddress(canonical));
  if (locale !== "en") url.searchParams.set("lang", locale);
  return url.href;
};

/** The whole document as text. `body` is what stands inside `<body>`. */
export async function renderDocument(body: ReactElement, head: DocumentHead): Promise<string> {
  // Asked for here and not above: the bundler takes a static import for a mistake.
  const { renderToStaticMarkup } = await import("react-dom/server");
  const files = assets();
  const { canonical, locale } = head;
  const html = renderToStaticMarkup(
    <html lang={locale} data-theme={head.theme === "system" ? undefined : head.theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{head.title}</title>
        <meta name="description" content={head.description} />
        <link rel="preload" href={files.font} as="font" type="font/woff2" crossOrigin="" />
        <link rel="stylesheet" href={files.css} />
        <link rel="icon" href={files.icon} type="image/svg+xml" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fcfaf6" />
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#171310" />
        {canonical === undefined ? (
          <meta name="robots" content="noindex" />
        ) : (
          <>
            <link rel="canonical" href={address(canonical, locale)} />
            {locales.map((one) => (
              <link key={one} rel="alternate" hrefLang={one} href={address(canonical, one)} />
            ))}
            <link rel="alternate" hrefLang="x-default" href={address(canonical, "en")} />
            <meta property="og:type" content="website" />
            <meta property="og:site_name" content="Urban Home School" />
            <meta property="og:title" content={head.title} />
            <meta property="og:description" content={head.description} />
            <meta property="og:url" content={address(canonical, locale)} />
            <meta property="og:image" content={new URL("/illustrations/school.jpg", env().APP_URL).href} />
            <meta property="og:image:width" content="1200" />
            <meta property="og:image:height" content="630" />
            <meta property="og:locale" content={locale === "sw" ? "sw_KE" : "en_KE"} />
            <meta name="twitter:card" content="summary_large_image" />
          </>
        )}
        {head.facts ? (
          <script
            type="application/ld+json"
            // biome-ignore lint/security/noDangerouslySetInnerHtml: data, not script; every < is escaped so that nothing ends it early
            dangerouslySetInnerHTML={{ __html: JSON.stringify(head.facts).replaceAll("<", "\\u003c") }}
          />
        ) : null}
      </head>
      <body>
        {body}
        {head.script ? <script src={files.passkey} defer /> : null}
      </body>
    </html>,
  );
  return `<!doctype html>${html}`;
}

type Allowed = { script?: boolean };

/** What every answer with a document carries. Its policy knows no script but our own file where one is needed: no nonce. */
export function documentHeaders(extra: HeadersInit = {}, { script = false }: Allowed = {}): Headers {
  const headers = new Headers({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": documentPolicy(env().APP_URL.startsWith("https://"), script),
    "cache-control": "private, no-store",
  });
  for (const [name, value] of new Headers(extra)) headers.append(name, value);
  return headers;
}

/** A document for this one reader: never kept anywhere. */
export const documentResponse = (
  html: string,
  status = 200,
  headers: HeadersInit = {},
  allowed: Allowed = {},
): Response => new Response(html, { status, headers: documentHeaders(headers, allowed) });

type Kept = { html: Uint8Array<ArrayBuffer>; tag: string; madeAt: number; renewing: boolean };
const kept = new Map<string, Kept>();

function keep(html: string): Kept {
  const tag = createHash("sha256").update(html).digest("base64url").slice(0, 20);
  return { html: new TextEncoder().encode(html), tag: `W/"${tag}"`, madeAt: Date.now(), renewing: false };
}

/**
 * A document that is the same for everybody who asks for `key`: rendered once, served from memory, and
 * made anew in the background when older than `seconds`, so that no reader waits and a view reads nothing.
 */
export async function keptDocument(
  request: Request,
  key: string,
  seconds: number,
  render: () => Promise<string>,
): Promise<Response> {
  let document = kept.get(key);
  if (!document) {
    document = keep(await render());
    if (kept.size < 50) kept.set(key, document);
  } else if (Date.now() - document.madeAt > seconds * 1000 && !document.renewing) {
    document.renewing = true;
    const stale = document;
    render()
      .then((html) => kept.set(key, keep(html)))
      // The old one stays good; the next reader tries again.
      .catch(() => {
        stale.renewing = false;
      });
  }
  const headers = documentHeaders({ etag: document.tag, vary: "cookie, accept-language" });
  // Kept by the browser, asked about each time: signing in changes it.
  headers.set("cache-control", "private, no-cache");
  const known = request.headers.get("if-none-match")?.replace(/^W\//, "") === document.tag.slice(2);
  return known ? new Response(null, { status: 304, headers }) : new Response(document.html, { headers });
}

/** Forgets kept documents; when what they show was changed by this process. */
export const forgetDocuments = () => kept.clear();

/** `?lang=sw` names the language of this view, whoever reads it. */
const askedLocale = (request: Request): Locale | null => {
  const asked = new URL(request.url).searchParams.get("lang");
  return locales.find((one) => one === asked) ?? null;
};

export type Reader = { ctx: RequestCtx; frame: FrameProps; theme: "light" | "dark" | "system" };

/** Who reads this document, in which language and theme. `here` is its address without the language. */
export async function readReader(request: Request, here: string): Promise<Reader> {
  const ctx = await requestCtx(request);
  const lang = askedLocale(request);
  const locale = lang ?? ctx.locale;
  const actor = ctx.actor.kind === "user" ? ctx.actor : null;
  return {
    ctx,
    frame: {
      locale,
      t: translator(locale, "documents"),
      here,
      lang: lang === ctx.locale ? null : lang,
      signedIn: actor !== null,
    },
    theme: actor ? themeAttribute(actor.theme, actor.role) : "system",
  };
}

/** The page for addresses that lead nowhere, in the reader's language. */
export async function missingDocument({ frame, theme }: Reader): Promise<Response> {
  const { Missing } = await import("@/components/documents/small-pages");
  const { t, locale } = frame;
  const head = { locale, theme, title: t("missing.title"), description: t("missing.text") };
  return documentResponse(await renderDocument(<Missing {...frame} />, head), 404);
}

/** Where to write to the school: the address its mail comes from. */
export const contactAddress = () => /<([^>]+)>/.exec(env().MAIL_FROM)?.[1] ?? env().MAIL_FROM;

/** A route that answers with documents: what fails inside is logged and told in the reader's language, with a reference. */
export function documentRoute(
  handle: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await handle(request);
    } catch (error) {
      const info = requestInfo(request.headers);
      const known = isAppError(error) ? error : null;
      if (!known || known.kind === "INTERNAL")
        logger.error({ err: error, requestId: info.requestId, path: new URL(request.url).pathname }, "document failed");
      const status = known ? statusOf[known.kind] : unreachable(error) ? 503 : 500;
      const { Broken } = await import("@/components/documents/small-pages");
      const locale = askedLocale(request) ?? "en";
      const t = translator(locale, "documents");
      const kind = status === 503 ? "unavailable" : "broken";
      const here = new URL(request.url).pathname;
      const html = await renderDocument(
        <Broken
          locale={locale}
          t={t}
          here={here}
          lang={null}
          signedIn={false}
          reference={info.requestId}
          kind={kind}
        />,
        { locale, title: t(`${kind}.title`), description: t(`${kind}.text`) },
      );
      return documentResponse(html, status, status === 503 ? { "retry-after": "5" } : {});
    }
  };
}

/** The database is not there: starting, restarting, or cut off. */
const unreachable = (error: unknown) =>
  /^(?:P1001|P1017|P2024|P2028|ECONNREFUSED)$/.test(String((error as { code?: string } | null)?.code)) ||
  /ECONNREFUSED|Connection terminated|DatabaseNotReachable/.test(String(error));
