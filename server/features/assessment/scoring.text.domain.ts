import type { Accepted } from "./question.schema";

/** One spelling for what keyboards write in several ways: quotes, dashes, spaces, composed letters. */
function plain(text: string, matchCase: boolean): string {
  const one = text
    .normalize("NFC")
    .replace(/[\u2018\u2019\u02bc\u0060\u00b4]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/\s+/g, " ")
    .trim();
  return matchCase ? one : one.toLowerCase();
}

/** Besides, nobody loses a mark for a full stop, for `y=6`, or for writing × as x or *. */
const tidy = (text: string, matchCase: boolean) =>
  plain(text, matchCase)
    .replace(/ ?([=+÷/:<>]) ?/g, "$1")
    .replace(/(\d) ?[×x*·] ?(?=\d)/g, "$1×")
    .replace(matchCase ? /$/ : /[.!?;, ]+$/, "");

/** `pattern` with `*` for anything and `\*` for a star; walks the text once, so that no pattern can hang a grader. */
function matchesWild(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split(/(?<!\\)\*/).map((piece) => piece.replaceAll("\\*", "*"));
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

const grouped = /^[+-]?(\d{1,3}([, ]\d{3})+|\d+)?(\.\d+)?(e[+-]?\d{1,3})?$/;
const fraction = /^([+-]?\d+) ?\/ ?(\d+)$/;

/** The number in a text, without the unit before or after it; null where it is not exactly one number. */
export function numberIn(text: string, units: readonly string[] = []): number | null {
  const bare = withoutUnit(plain(text, false).replace(/[.,;]$/, ""), units);
  const parts = fraction.exec(bare);
  if (parts) return Number(parts[2]) === 0 ? null : Number(parts[1]) / Number(parts[2]);
  return grouped.test(bare) && /\d/.test(bare) ? Number(bare.replace(/[, ]/g, "")) : null;
}

function withoutUnit(text: string, units: readonly string[]): string {
  const known = units.map((unit) => plain(unit, false)).sort((a, b) => b.length - a.length);
  const after = known.find((unit) => text.endsWith(unit));
  if (after) return text.slice(0, -after.length).trim();
  const before = known.find((unit) => text.startsWith(unit));
  return before ? text.slice(before.length).trim() : text;
}

/** 0.1 + 0.2 is 0.3 here. */
const hair = 1e-9;

/** Whether a typed text is this accepted answer. */
export function isAccepted(text: string, right: Accepted, matchCase: boolean): boolean {
  if (right.kind === "number") {
    const value = numberIn(text, right.units);
    return (
      value !== null && Math.abs(value - right.value) <= right.tolerance + hair * Math.max(1, Math.abs(right.value))
    );
  }
  return right.spellings.some((spelling) =>
    right.wildcards
      ? matchesWild(plain(spelling, matchCase), plain(text, matchCase))
      : tidy(spelling, matchCase) === tidy(text, matchCase),
  );
}
