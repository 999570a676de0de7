import { formats } from "@/lib/format";
import type { Locale } from "@/lib/locales";
import { translator } from "@/server/platform/i18n";
import type { ExportKind, Row } from "./privacy.export.domain";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** Readable without us, without a line and without a script: nothing is loaded, nothing runs. */
const style = `body{margin:0 auto;max-width:60rem;padding:2rem 1rem;font:16px/1.5 system-ui,sans-serif;color:#2b2622;background:#faf8f5}
h1{font-size:1.6rem}h2{margin-top:2.5rem;font-size:1.25rem}table{border-collapse:collapse;width:100%;background:#fff}
.scroll{overflow-x:auto}th,td{border:1px solid #d8d0c7;padding:.4rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f1ece6}
dl{display:grid;grid-template-columns:minmax(8rem,1fr) 3fr;gap:.3rem 1rem;background:#fff;border:1px solid #d8d0c7;padding:1rem}dt{color:#6b635b}dd{margin:0;overflow-wrap:anywhere}
.muted{color:#6b635b}`;

export type Told = {
  child: string;
  madeAt: Date;
  sections: readonly { kind: ExportKind; rows: readonly Row[] }[];
  /** Where each file lies in the archive, by its id. */
  paths: ReadonlyMap<string, string>;
  leftOut: readonly { name: string; why: "large" | "unchecked" | "gone" }[];
};

const isMoment = (value: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value);
const isDay = (value: string) => /^\d{4}-\d\d-\d\d$/.test(value);

/** The copy as a page in one language. */
export function readableCopy(told: Told, locale: Locale): string {
  const t = translator(locale, "privacy");
  const format = formats(locale, "Africa/Nairobi");
  const other =
    locale === "en"
      ? { file: "soma.sw.html", word: "Kiswahili", lang: "sw" }
      : { file: "read.en.html", word: "English", lang: "en" };
  const field = (name: string) => (t.has(`copy.field.${name}`) ? t(`copy.field.${name}`) : name);
  const shown = (name: string, value: unknown): string => {
    if (value === null || value === undefined || value === "") return "–";
    if (typeof value === "boolean") return t(value ? "copy.yes" : "copy.no");
    if (typeof value === "object") return escaped(Object.keys(value).length === 0 ? "–" : JSON.stringify(value));
    const text = String(value);
    if (isMoment(text)) return escaped(format.date(new Date(text), "long"));
    if (isDay(text)) return escaped(formats(locale, "UTC").date(new Date(`${text}T00:00:00Z`), "long"));
    const word = `copy.value.${name}.${text}`;
    return escaped(/^[A-Za-z0-9_]+$/.test(text) && t.has(word) ? t(word) : text);
  };
  const section = ({ kind, rows }: Told["sections"][number]) => {
    const head = `<h2 id="${kind}">${escaped(t(`copy.kind.${kind}`))}</h2>`;
    if (rows.length === 0) return `${head}<p class="muted">${escaped(t("copy.none"))}</p>`;
    const columns = Object.keys(rows[0] ?? {}).filter((name) => name !== "id" || kind === "files");
    if (kind === "child")
      return `${head}<dl>${columns.map((name) => `<dt>${escaped(field(name))}</dt><dd>${shown(name, rows[0]?.[name])}</dd>`).join("")}</dl>`;
    const cell = (row: Row, name: string) => {
      const path = name === "id" ? told.paths.get(String(row.id)) : undefined;
      if (name === "id")
        return path ? `<a href="${escaped(encodeURI(path))}">${escaped(path.split("/").at(-1) ?? path)}</a>` : "–";
      return shown(name, row[name]);
    };
    return `${head}<div class="scroll"><table><thead><tr>${columns.map((name) => `<th scope="col">${escaped(name === "id" ? field("file") : field(name))}</th>`).join("")}</tr></thead>
<tbody>${rows.map((row) => `<tr>${columns.map((name) => `<td>${cell(row, name)}</td>`).join("")}</tr>`).join("\n")}</tbody></table></div>`;
  };
  const left = told.leftOut.length
    ? `<h2>${escaped(t("copy.leftOut"))}</h2><ul>${told.leftOut.map(({ name, why }) => `<li>${escaped(name)}: ${escaped(t(`copy.why.${why}`))}</li>`).join("")}</ul>`
    : "";
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:">
<title>${escaped(t("copy.title", { child: told.child }))}</title><style>${style}</style></head>
<body><p><a href="${other.file}" lang="${other.lang}" hreflang="${other.lang}">${other.word}</a></p>
<h1>${escaped(t("copy.title", { child: told.child }))}</h1>
<p>${escaped(t("copy.made", { day: format.date(told.madeAt, "long") }))}</p>
<p>${escaped(t("copy.what"))}</p><p>${escaped(t("copy.not"))}</p>
${told.sections.map(section).join("\n")}
${left}
</body></html>
`;
}
