import fs from "node:fs";
import path from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { defaultLocale, type Locale, locales } from "@/lib/locales";
import { pageCtx } from "./context";

export type Messages = { [key: string]: string | Messages };

const loaded = new Map<Locale, Messages>();
/** All messages of a language: one file per feature, whose name is the top key. */
export function messagesOf(locale: Locale): Messages {
  let all = loaded.get(locale);
  if (!all) {
    const folder = path.join(process.cwd(), "messages", locale);
    all = Object.fromEntries(
      fs
        .readdirSync(folder)
        .filter((file) => file.endsWith(".json"))
        .map((file) => [path.basename(file, ".json"), JSON.parse(fs.readFileSync(path.join(folder, file), "utf8"))]),
    );
    if (process.env.NODE_ENV === "production") loaded.set(locale, all);
  }
  return all;
}

type Values = Record<string, string | number | Date | bigint | null | undefined>;
/** Text for a key below a feature, with ICU values filled in. Throws on a missing key outside production. */
export type T = ((key: string, values?: Values) => string) & { has(key: string): boolean };

const translators = new Map<string, T>();
/** The translator of one language and feature, made once. */
export function translator(locale: Locale, feature: string): T {
  const id = `${locale}:${feature}`;
  let t = translators.get(id);
  if (!t) {
    t = makeTranslator(locale, feature);
    if (process.env.NODE_ENV === "production") translators.set(id, t);
  }
  return t;
}

/**
 * Each message is read once and kept ready. next-intl's own translator uses the same parser, but looks a ready message
 * up by everything it was made from, written as JSON: a twentieth of a page's time.
 */
function makeTranslator(locale: Locale, feature: string): T {
  const language = locale === "sw" ? "sw-KE" : "en-KE";
  const ready = new Map<string, IntlMessageFormat>();
  const find = (key: string) => findMessage(messagesOf(locale), [feature, ...key.split(".")]);
  const t = (key: string, values?: Values): string => {
    try {
      let message = ready.get(key);
      if (!message) {
        const text = find(key);
        if (text === undefined) throw new Error(`No message ${feature}.${key} in ${locale}`);
        message = new IntlMessageFormat(text, language);
        ready.set(key, message);
      }
      return message.format(values) as string;
    } catch (error) {
      if (process.env.UHS_ENV !== "production") throw error;
      return `${feature}.${key}`;
    }
  };
  return Object.assign(t, { has: (key: string) => find(key) !== undefined });
}

function findMessage(messages: Messages, path: string[]): string | undefined {
  let at: Messages | string | undefined = messages;
  for (const step of path) at = typeof at === "object" && Object.hasOwn(at, step) ? at[step] : undefined;
  return typeof at === "string" ? at : undefined;
}

/** The translator for the page being rendered, in the reader's language. */
export async function getT(feature: string): Promise<T> {
  return translator((await pageCtx()).locale, feature);
}

/** An error's sentence in a language; an unknown reason falls back to the general one. */
export function errorText(locale: Locale, reason: string, meta?: Values): string {
  const t = translator(locale, "errors");
  return t.has(reason) ? t(reason, meta) : t("internal");
}

export { defaultLocale, locales };
