import type { ReactNode } from "react";
import { intlLocale, type Locale } from "@/lib/locales";
import { messagesOf } from "@/server/platform/i18n";
import { MessagesIsland } from "./messages-island";

/**
 * Words for an island of client components that say too much to be handed each sentence: only the features named travel
 * to the browser. Inside, `useTranslations("cases")` of next-intl. Family pages pass strings as props instead.
 */
export function Messages({
  locale,
  timeZone,
  now,
  features,
  children,
}: {
  locale: Locale;
  timeZone: string;
  now: Date;
  features: readonly string[];
  children: ReactNode;
}) {
  const all = messagesOf(locale);
  const some = Object.fromEntries(features.map((feature) => [feature, all[feature] ?? {}]));
  return (
    <MessagesIsland locale={intlLocale[locale]} timeZone={timeZone} now={now} messages={some}>
      {children}
    </MessagesIsland>
  );
}
