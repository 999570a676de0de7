import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contrast, inGamut } from "@/lib/colour";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
const ROLES = ["parent", "student", "instructor", "staff", "partner", "admin"] as const;
const SYSTEM = ':root:not([data-theme="light"], [data-theme="dark"])';

/** Declarations per selector, the contents of the system's dark block apart. */
function blocks(source: string): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const [, selectors = "", body = ""] of source.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    for (const selector of selectors.includes(":not(") ? [selectors] : selectors.split(",")) {
      const key = selector.trim();
      const declared = found.get(key) ?? new Map<string, string>();
      for (const [, name = "", value = ""] of body.matchAll(/--([\w-]+):\s*([^;]+);/g))
        declared.set(name, value.trim());
      found.set(key, declared);
    }
  }
  return found;
}

const systemAt = css.indexOf("@media (prefers-color-scheme: dark)");
const systemEnd = css.indexOf("\n}", systemAt);
const plain = blocks(css.slice(0, systemAt) + css.slice(systemEnd + 2));
const system = blocks(css.slice(css.indexOf("{", systemAt) + 1, systemEnd));

function tokens(theme: "light" | "dark", role: string): Map<string, string> {
  const dark = theme === "dark" ? ':root[data-theme="dark"]' : ":root";
  return new Map([
    ...(plain.get(":root") ?? []),
    ...(plain.get(dark) ?? []),
    ...(plain.get(`${dark}[data-role="${role}"]`) ?? []),
  ]);
}

const GROUNDS = ["page", "surface", "sunken", "raised"];
const MEANINGS = ["good", "warn", "danger", "info"];
const SOFT = [...MEANINGS.map((m) => `${m}-soft`), "accent-soft"];

/** What is written on what, and how readable it must be. */
const pairs: [text: string, ground: string, least: number][] = [
  ...["ink", "muted", "faint", "accent", ...MEANINGS].flatMap((t) =>
    GROUNDS.map((g) => [t, g, 4.5] as [string, string, number]),
  ),
  ...["ink", "muted"].flatMap((t) => SOFT.map((g) => [t, g, 4.5] as [string, string, number])),
  ...MEANINGS.map((m) => [m, `${m}-soft`, 4.5] as [string, string, number]),
  ["accent", "accent-soft", 4.5],
  ["on-accent", "accent", 4.5],
  ...MEANINGS.map((m) => ["on-fill", m, 4.5] as [string, string, number]),
  ...MEANINGS.flatMap((m) => [...GROUNDS, `${m}-soft`].map((g) => [`${m}-fill`, g, 3] as [string, string, number])),
  ...["c1", "c2", "c3", "c4", "c5", "c6"].flatMap((c) =>
    ["page", "surface", "raised"].map((g) => [c, g, 3] as [string, string, number]),
  ),
  ...["field", "focus"].flatMap((t) => GROUNDS.map((g) => [t, g, 3] as [string, string, number])),
];

for (const theme of ["light", "dark"] as const) {
  for (const role of ROLES) {
    describe(`${theme}, ${role}`, () => {
      const values = tokens(theme, role);
      const value = (name: string) => values.get(name) ?? expect.fail(`--${name} is missing`);
      it.each(pairs)("%s on %s is at least %d:1", (text, ground, least) => {
        expect(contrast(value(text), value(ground))).toBeGreaterThanOrEqual(least);
      });
      it("asks for no colour the screen cannot show", () => {
        const clipped = [...values].filter(([, v]) => v.startsWith("oklch(") && !inGamut(v)).map(([name]) => name);
        expect(clipped).toEqual([]);
      });
    });
  }
  it.each([1, 2, 3, 4, 5, 6])(`the initials of face %i are readable in ${theme}`, (tint) => {
    const values = tokens(theme, "parent");
    const hue = plain.get(`[data-tint="${tint}"]`)?.get("hue");
    expect(
      contrast(`oklch(${values.get("tint-ink")} ${hue})`, `oklch(${values.get("tint")} ${hue})`),
    ).toBeGreaterThanOrEqual(4.5);
  });
}

it("gives the dark the system asks for and the dark a person asks for the same values", () => {
  for (const [selector, declared] of system) {
    expect([...declared], selector).toEqual([
      ...(plain.get(selector.replace(SYSTEM, ':root[data-theme="dark"]')) ?? []),
    ]);
  }
  expect(system.size).toBe(ROLES.length);
});
