import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import path from "node:path";
import { locales } from "@/lib/locales";

/** What a page says to whoever has no script when it is missing, and when it failed. */
export type Unscripted = { missing: string; broken: string };

/**
 * In both languages: whose page it would have been is not known here. The words and the style are those of the documents,
 * which are HTML alone.
 */
export function readUnscripted(): Unscripted {
  const read = (file: string) => JSON.parse(readFileSync(path.resolve(file), "utf8"));
  const { css } = read("public/assets/manifest.json");
  const words = locales.map((lang) => ({ lang, documents: read(`messages/${lang}/documents.json`) }));
  const note = (kind: keyof Unscripted) => {
    const said = words.map(
      ({ lang, documents: { [kind]: what, dashboard } }) =>
        `<div class="w message" lang="${lang}"><h1>${what.title}</h1><p class="muted">${what.text}</p><div class="acts"><a class="btn main" href="/dashboard">${dashboard}</a></div></div>`,
    );
    return `<noscript><link rel="stylesheet" href="${css}"><main>${said.join("")}</main></noscript>`;
  };
  return { missing: note("missing"), broken: note("broken") };
}

const opening = Buffer.from("<body>");

/**
 * The framework answers for a page that is missing or failed with an empty body, which its script fills. Whoever has no
 * script is told in that body what happened, and the way back.
 */
export function tellUnscripted(response: ServerResponse, { missing, broken }: Unscripted): void {
  const write = response.write.bind(response);
  const tell = (chunk: unknown): unknown => {
    const note = response.statusCode === 404 ? missing : response.statusCode >= 500 ? broken : null;
    if (!note || !String(response.getHeader("content-type")).startsWith("text/html")) return chunk;
    const bytes = Buffer.from(chunk as Uint8Array);
    const at = bytes.indexOf(opening);
    if (at < 0) return chunk;
    response.write = write;
    const after = at + opening.length;
    return Buffer.concat([bytes.subarray(0, after), Buffer.from(note), bytes.subarray(after)]);
  };
  response.write = ((chunk: unknown, ...rest: unknown[]) =>
    write(tell(chunk) as Buffer, ...(rest as []))) as ServerResponse["write"];
}
