import type { Words } from "@/components/families/words";
import type { Cell, Matrix, Row, Voice } from "@/server/features/consent/consent.schema";

/** What the matrix in the browser is given: sentences, written where the languages are. */
export type CellView = {
  key: string;
  dataType: string;
  recipientType: string;
  recipientId: string | null;
  kind: string;
  recipient: string;
  tone: "good" | "soon" | "danger" | "conflict" | "off" | "fixed";
  state: string;
  detail: string | null;
  /** What each guardian said, in full. */
  lines: string[];
  mine: boolean | null;
  open: boolean;
};
export type RowView = {
  id: string;
  recipientType: string;
  name: string;
  about: string | null;
  single: boolean;
  /** On a phone one sentence stands for all that a teacher sees anyway. */
  always: string | null;
  cells: CellView[];
};
export type TextView = { id: string; name: string; lines: { label: string; text: string }[]; version: string };

function stateOf(cell: Cell, { t, day }: Words): Pick<CellView, "tone" | "state" | "detail"> {
  if (cell.why === "always") return { tone: "fixed", state: t("state.always"), detail: null };
  if (cell.open)
    return {
      tone: cell.endsSoon ? "soon" : "good",
      state: t("state.yes"),
      detail: cell.until ? t("until", { day: day(cell.until) }) : cell.general ? t("state.general") : null,
    };
  if (cell.why === "conflict")
    return { tone: "conflict", state: t("state.conflict"), detail: t("state.conflict_held") };
  if (cell.why === "refused")
    return { tone: "danger", state: t("state.no"), detail: cell.general ? t("state.general") : null };
  if (cell.why === "ended") return { tone: "off", state: t("state.ended"), detail: null };
  return { tone: "off", state: t("state.undecided"), detail: null };
}

/** "Wanjiru said yes on 3 Sep, until 4 Dec. “For the visit.”" */
export function voiceLine(voice: Voice, { t, day }: Words): string {
  const said = t(voice.granted ? "voice.yes" : "voice.no", {
    who: voice.mine ? "me" : voice.name,
    day: day(voice.day, "date"),
  });
  return [
    voice.expiresOn ? `${said} ${t("voice.until", { day: day(voice.expiresOn, "date") })}` : said,
    voice.reason ? t("voice.reason", { reason: voice.reason }) : "",
  ]
    .filter(Boolean)
    .join(" ");
}

export const nameOfRow = ({ recipientType, name }: Pick<Row, "recipientType" | "name">, { t }: Words): string =>
  name ?? t(`all.${recipientType}`);

function alwaysLine({ cells }: Row, { t, format }: Words): string | null {
  const always = cells.filter(({ why }) => why === "always");
  return always.length > 0
    ? t("state.always_list", { list: format.list(always.map(({ dataType }) => t(`record.${dataType}`))) })
    : null;
}

function aboutRow({ about, outside, recipientId, recipientType }: Row, { t }: Words): string | null {
  if (recipientId === null) return t(`about.${recipientType}`);
  return outside && about ? t("about_before", { areas: about }) : about;
}

/** The name of a cell on the page. */
export const cellKey = (cell: { dataType: string; recipientType: string; recipientId: string | null }): string =>
  `${cell.dataType} ${cell.recipientType} ${cell.recipientId ?? ""}`;

export function rowView(row: Row, words: Words): RowView {
  return {
    id: `${row.recipientType} ${row.recipientId ?? ""}`,
    recipientType: row.recipientType,
    name: nameOfRow(row, words),
    about: aboutRow(row, words),
    single: row.recipientId !== null,
    always: alwaysLine(row, words),
    cells: row.cells.map((cell) => ({
      key: cellKey({ ...row, dataType: cell.dataType }),
      dataType: cell.dataType,
      recipientType: row.recipientType,
      recipientId: row.recipientId,
      kind: words.t(`kind.${cell.dataType}.name`),
      recipient: nameOfRow(row, words),
      ...stateOf(cell, words),
      lines: cell.voices.map((voice) => voiceLine(voice, words)),
      mine: cell.mine,
      open: cell.open,
    })),
  };
}

/** The exact words, line by line: the part before the first colon names what the line is about. */
export function textViews(texts: Matrix["texts"], { t }: Words): Record<string, TextView> {
  return Object.fromEntries(
    texts.map(({ id, recipientType, version, locale, sha256, body }) => [
      recipientType,
      {
        id,
        name: t(`all.${recipientType}`),
        lines: body.split("\n").map((line) => {
          const at = line.indexOf(": ");
          return at > 0 ? { label: line.slice(0, at), text: line.slice(at + 2) } : { label: "", text: line };
        }),
        version: t("text.version", { version, locale, print: sha256.slice(0, 12) }),
      },
    ]),
  );
}
