import type { ReactElement } from "react";
import { setLocale } from "@/server/platform/context";
import { documentResponse, type Reader, renderDocument } from "@/server/platform/document";
import { isAppError, statusOf } from "@/server/platform/errors";
import { errorText } from "@/server/platform/i18n";
import { fieldText } from "@/server/platform/trpc";

/** Answers with a document at the door; `failed` says so in the title, which is read out first. */
export async function respond(
  { frame, theme }: Reader,
  page: ReactElement,
  head: { title: string; description: string; failed?: string | undefined; canonical?: string },
  status = 200,
  headers: HeadersInit = {},
): Promise<Response> {
  const html = await renderDocument(page, {
    locale: frame.locale,
    theme,
    title: `${head.failed ? `${head.failed}: ` : ""}${head.title} · Urban Home School`,
    description: head.description,
    ...(head.canonical ? { canonical: head.canonical } : {}),
  });
  return documentResponse(html, status, headers);
}

/** Remembers the language of this view in the browser, as the switch of any page does. */
export const spoken = ({ frame }: Reader): HeadersInit => ({ "set-cookie": setLocale(frame.locale) });

export type Refusal = { fields: Record<string, string>; form: string; status: number; reason: string; wait?: string };

/** Does what a form asks for, or says in the reader's language why not: beside fields, or for the whole. */
export async function tried<R>(reader: Reader, act: () => Promise<R>): Promise<{ done: R } | { refused: Refusal }> {
  try {
    return { done: await act() };
  } catch (error) {
    if (!isAppError(error) || error.kind === "INTERNAL" || error.kind === "UNAVAILABLE") throw error;
    const { locale } = reader.frame;
    const fields = Object.fromEntries(
      Object.entries(error.fields).map(([path, key]) => [path, fieldText(locale, key)]),
    );
    const wait = error.meta.seconds;
    return {
      refused: {
        fields,
        form: errorText(locale, error.reason, error.meta),
        status: error.kind === "BAD_INPUT" ? 422 : statusOf[error.kind],
        reason: error.reason,
        ...(wait === undefined ? {} : { wait: String(wait) }),
      },
    };
  }
}

/** The last part of an address: a token. Null when it does not look like one of ours. */
export function tokenOf(request: Request): string | null {
  const last = new URL(request.url).pathname.split("/").at(-1) ?? "";
  return /^[\w-]{43}$/.test(last) ? last : null;
}
