import fs from "node:fs";
import path from "node:path";
import { createTranslator } from "next-intl";
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
    const made = createTranslator({
      locale: locale === "sw" ? "sw-KE" : "en-KE",
      messages: messagesOf(locale) as Record<string, string>,
      namespace: feature as never,
      timeZone: "Africa/Nairobi",
      onError(error) {
        if (process.env.UHS_ENV !== "production") throw error;
      },
    }) as unknown as { (key: string, values?: object): string; has(key: string): boolean };
    t = Object.assign((key: string, values?: Values) => made(key, values), { has: (key: string) => made.has(key) });
    if (process.env.NODE_ENV === "production") translators.set(id, t);
  }
  return t;
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
