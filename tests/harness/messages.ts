/** Reads messages and the code that asks for them; used by tests/architecture/messages.test.ts. */
// The very parser next-intl draws messages with.
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";

/** The values a message needs, and how, as far as two languages must agree. Throws on a message that cannot be read. */
export function placeholders(message: string): string[] {
  const found = new Set<string>();
  const walk = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.argument || element.type === TYPE.number) found.add(element.value);
      if (element.type === TYPE.date) found.add(`${element.value}, date`);
      if (element.type === TYPE.time) found.add(`${element.value}, time`);
      if (element.type === TYPE.tag) {
        found.add(`<${element.value}>`);
        walk(element.children);
      }
      if (element.type === TYPE.plural || element.type === TYPE.select) {
        const cases = Object.keys(element.options).sort().join("|");
        found.add(element.type === TYPE.select ? `${element.value}, select ${cases}` : element.value);
        for (const option of Object.values(element.options)) walk(option.value);
      }
    }
  };
  walk(parse(message));
  return [...found].sort();
}

/** Which variable of a file is bound to which feature: `t` to "families" by `const t = await getT("families")`. */
export function bindings(text: string): Map<string, string> {
  const bound = new Map<string, string>();
  const twice = new Set<string>();
  const bind = (name: string, feature: string) => {
    if (bound.has(name) && bound.get(name) !== feature) twice.add(name);
    bound.set(name, feature);
  };
  const maker = /(?:await\s+)?(?:getT|useT|translator)\(\s*(?:[\w.?]+(?:\([^()]*\))?\s*,\s*)?"(\w+)"\s*\)/;
  for (const match of text.matchAll(new RegExp(`(?:const|let)\\s+(\\w+)\\s*(?::[^=\\n]+)?=\\s*${maker.source}`, "g")))
    bind(match[1] ?? "", match[2] ?? "");
  // const [page, t, ui] = await Promise.all([list(ctx), getT("a"), getT("ui")]): by place.
  for (const match of text.matchAll(/const\s+\[([^\]=]+)\]\s*=\s*await\s+Promise\.all\(\[/g)) {
    const names = (match[1] ?? "").split(",").map((name) => name.trim());
    const items: string[] = [];
    let depth = 0;
    let item = "";
    for (const char of text.slice((match.index ?? 0) + match[0].length)) {
      if (char === "]" && depth === 0) break;
      if ("([{".includes(char)) depth += 1;
      if (")]}".includes(char)) depth -= 1;
      if (char === "," && depth === 0) {
        items.push(item);
        item = "";
      } else item += char;
    }
    items.push(item);
    for (const [i, text] of items.entries()) {
      const feature = maker.exec(text)?.[1];
      if (feature && names[i] && /^\s*(?:getT|useT|translator)\(/.test(text)) bind(names[i], feature);
    }
  }
  for (const name of twice) bound.delete(name);
  return bound;
}
