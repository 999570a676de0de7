import type { Locale } from "@/lib/locales";
import { translator } from "@/server/platform/i18n";
import { uploaderWords } from "./uploader-words";

/** The uploader's words in a language, for pages that hand them to it. */
export const uploaderLabels = (locale: Locale) => uploaderWords(translator(locale, "files"));
