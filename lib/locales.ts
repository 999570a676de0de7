export const locales = ["en", "sw"] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = "en";
export const isLocale = (value: unknown): value is Locale => locales.includes(value as Locale);
/** Locale for Intl and the `lang` attribute's region. */
export const intlLocale: Record<Locale, string> = { en: "en-KE", sw: "sw-KE" };
