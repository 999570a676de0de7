import type { Locale } from "@/lib/locales";
import { roleHome, roleOfPath } from "@/lib/roles";
import { type T, translator } from "@/server/platform/i18n";
import { isKnownType, type ParamKind, typeFacts } from "./notify.domain";

export type Told = { type: string; params: Readonly<Record<string, unknown>> };
export type Reader = { locale: Locale; timeZone: string };

/** The line a reader's language writes for one parameter. What is not there is left out, never shown as "undefined". */
function written(value: unknown, kind: ParamKind, { locale, timeZone }: Reader): string | number {
  if (value === undefined || value === null) return kind === "number" ? 0 : "";
  if (kind === "number") return Number(value);
  if (kind === "text") return String(value);
  const at = new Date(String(value));
  if (Number.isNaN(at.getTime())) return "";
  const day = { day: "numeric", month: "long", year: "numeric" } as const;
  // A day without a time is the same day everywhere.
  const options =
    kind === "date"
      ? { ...day, timeZone: /^\d{4}-\d\d-\d\d$/.test(String(value)) ? "UTC" : timeZone }
      : ({ ...day, hour: "2-digit", minute: "2-digit", timeZone } as const);
  return new Intl.DateTimeFormat(locale === "sw" ? "sw-KE" : "en-KE", options).format(at);
}

function sentences(
  { type, params }: Told,
  reader: Reader,
): { t: T; base: string; values: Record<string, string | number> } {
  const t = translator(reader.locale, "notify");
  if (!isKnownType(type)) return { t, base: "types.unknown", values: {} };
  const values = Object.fromEntries(
    Object.entries(typeFacts[type].params).map(([name, kind]) => [name, written(params[name], kind, reader)]),
  );
  return { t, base: `types.${type}`, values };
}

/** What the inbox says: the fact in one line and what follows from it. A type nobody knows any more still has words. */
export function wording(told: Told, reader: Reader): { title: string; body: string } {
  const { t, base, values } = sentences(told, reader);
  return { title: t(`${base}.title`, values), body: t(`${base}.body`, values) };
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);

/** GSM-7 has no such signs; one of them would make the message cost twice. */
const plainSigns = (text: string) =>
  text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[–—]/g, "-").replace(/…/g, "...");

export type Composed = { subject: string; text: string; html: string; sms: string };

/**
 * What leaves the house, in the reader's language. A subject line and an SMS are seen on locked screens and by others:
 * where a sentence names a child they have words of their own that do not.
 */
export function compose(
  told: Told & { href: string | null },
  reader: Reader & { name: string },
  appUrl: string,
): Composed {
  const { t, base, values } = sentences(told, reader);
  const { title, body } = wording(told, reader);
  const has = (key: string) => t.has(`${base}.${key}`);
  const subject = has("subject") ? t(`${base}.subject`, values) : title;
  const at = (path: string) => new URL(path, appUrl).href;
  const link = told.href ? at(told.href) : at("/dashboard");
  const role = told.href ? roleOfPath(told.href) : null;
  const preferences = at(role ? `${roleHome(role)}/preferences` : "/dashboard");
  const greeting = t("mail.greeting", { name: reader.name });
  const why = t("mail.why");
  return {
    subject: subject.replace(/\s+/g, " ").slice(0, 150),
    text: [
      greeting,
      title,
      body,
      `${t("mail.open")}: ${link}`,
      "--",
      why,
      t("mail.preferencesText", { link: preferences }),
    ]
      .join("\n\n")
      .concat("\n"),
    html: `<!doctype html>
<html lang="${reader.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>
<body style="margin:0;background:#faf8f5;color:#2b2622;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:32px 20px">
<p style="margin:0 0 24px;font-weight:600">Urban Home School</p>
<p style="margin:0 0 16px">${escaped(greeting)}</p>
<h1 style="margin:0 0 8px;font-size:20px;line-height:1.3">${escaped(title)}</h1>
<p style="margin:0 0 24px">${escaped(body)}</p>
<p style="margin:0 0 32px"><a href="${escaped(link)}" style="display:inline-block;padding:11px 18px;border-radius:7px;background:#1f5f5b;color:#ffffff;text-decoration:none;font-weight:600">${escaped(t("mail.open"))}</a></p>
<p style="margin:0;padding-top:16px;border-top:1px solid #e6e1da;color:#6b635b;font-size:14px">${escaped(why)} <a href="${escaped(preferences)}" style="color:#6b635b">${escaped(t("mail.preferences"))}</a></p>
</div>
</body>
</html>
`,
    sms: plainSigns(`${has("sms") ? t(`${base}.sms`, values) : title} ${link}`),
  };
}
