import type { Locale } from "@/lib/locales";
import { roleHome, roleOfPath } from "@/lib/roles";
import { type T, translator } from "@/server/platform/i18n";
import { isKnownType, type ParamKind, typeFacts } from "./notify.domain";
import { type Letter, letterHtml, letterText, subjectLine } from "./notify.letter";
import type { Withheld } from "./notify.plan.domain";
import type { Severity } from "./notify.schema";

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

/** GSM-7 has no such signs; one of them would make the message cost twice. */
const plainSigns = (text: string) =>
  text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[–—]/g, "-").replace(/…/g, "...");

export type Composed = { subject: string; text: string; html: string; sms: string };

export type Extra = {
  /** Address that ends mail of this kind; absent where the law or a person's safety asks for it to come. */
  unsubscribe?: string | null;
  /** Why an SMS became a mail. */
  instead?: Withheld | null;
};

/**
 * What leaves the house, in the reader's language. A subject line and an SMS are seen on locked screens and by others:
 * where a sentence names a child they have words of their own that do not.
 */
export function compose(
  told: Told & { href: string | null },
  reader: Reader & { name: string },
  appUrl: string,
  extra: Extra = {},
): Composed {
  const { t, base, values } = sentences(told, reader);
  const { title, body } = wording(told, reader);
  const has = (key: string) => t.has(`${base}.${key}`);
  const at = (path: string) => new URL(path, appUrl).href;
  const link = told.href ? at(told.href) : at("/dashboard");
  const role = told.href ? roleOfPath(told.href) : null;
  const because = isKnownType(told.type) ? typeFacts[told.type].because : undefined;
  const letter: Letter = {
    locale: reader.locale,
    subject: subjectLine(has("subject") ? t(`${base}.subject`, values) : title),
    ...(reader.name ? { greeting: t("mail.greeting", { name: reader.name }) } : {}),
    note: extra.instead ? t(`mail.instead.${extra.instead}`) : null,
    title,
    paragraphs: [body],
    action: { label: t("mail.open"), href: link },
    foot: [t("mail.why"), ...(because ? [t(`mail.always.${because}`)] : [])],
    links: [
      ...(extra.unsubscribe ? [{ label: t("mail.stop"), href: extra.unsubscribe }] : []),
      { label: t("mail.preferences"), href: at(role ? `${roleHome(role)}/preferences` : "/dashboard") },
    ],
  };
  return {
    subject: letter.subject,
    text: letterText(letter),
    html: letterHtml(letter),
    sms: plainSigns(`${has("sms") ? t(`${base}.sms`, values) : title} ${link}`),
  };
}

/** A device shows only that something is new: whoever holds it may not be whom it is for. */
export function pushWords(severity: Severity, locale: Locale): { title: string; text: string } {
  const t = translator(locale, "notify");
  return { title: t("push.title"), text: t(severity === "URGENT" ? "push.urgent" : "push.text") };
}
