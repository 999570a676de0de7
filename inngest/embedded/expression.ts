/**
 * The small part of CEL that triggers, keys and matches of this project use: paths, literals,
 * `==`, `!=`, `&&` and, for keys, `+`. Anything else is refused by name instead of guessed.
 */
export class UnsupportedExpression extends Error {
  constructor(text: string) {
    super(`the embedded runner cannot evaluate the expression "${text}"`);
    this.name = "UnsupportedExpression";
  }
}

type Scope = Record<string, unknown>;

/** The value of a path or literal such as `event.data.studentId`, `'done'`, `3`, `true`. */
export function evaluate(text: string, scope: Scope): unknown {
  const source = text.trim();
  const sum = splitOutsideQuotes(source, "+");
  if (sum.length > 1) return sum.map((part) => String(evaluate(part, scope) ?? "")).join("");
  const quoted = /^(["'])((?:(?!\1).)*)\1$/.exec(source);
  if (quoted) return quoted[2];
  if (/^-?\d+(\.\d+)?$/.test(source)) return Number(source);
  if (source === "true" || source === "false") return source === "true";
  if (source === "null") return null;
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(source)) throw new UnsupportedExpression(text);
  const [root = "", ...path] = source.split(".");
  if (!(root in scope)) throw new UnsupportedExpression(text);
  let value: unknown = scope[root];
  for (const key of path) {
    if (typeof value !== "object" || value === null) return null;
    value = (value as Scope)[key];
  }
  return value ?? null;
}

/** Whether a condition of comparisons joined by `&&` holds. */
export function holds(text: string, scope: Scope): boolean {
  return splitOutsideQuotes(text, "&&").every((part) => {
    const equal = splitOutsideQuotes(part, "==");
    if (equal.length === 2) return evaluate(equal[0] ?? "", scope) === evaluate(equal[1] ?? "", scope);
    const different = splitOutsideQuotes(part, "!=");
    if (different.length === 2) return evaluate(different[0] ?? "", scope) !== evaluate(different[1] ?? "", scope);
    return evaluate(part, scope) === true;
  });
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let quote = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? "";
    if (quote) {
      if (letter === quote) quote = "";
    } else if (letter === "'" || letter === '"') {
      quote = letter;
    } else if (text.startsWith(separator, at)) {
      parts.push(text.slice(from, at));
      at += separator.length - 1;
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}
