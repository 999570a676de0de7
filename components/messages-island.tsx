"use client";
import { NextIntlClientProvider } from "next-intl";
import type { ComponentProps } from "react";

/** next-intl's provider as the browser knows it: the one for servers wants a configuration of its own. */
export function MessagesIsland(props: ComponentProps<typeof NextIntlClientProvider>) {
  return <NextIntlClientProvider {...props} />;
}
