/** Both languages say everything, with the same values, and the code asks for nothing that is not written. */
import { globSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it, test } from "vitest";
import { type Locale, locales } from "@/lib/locales";
import { bindings, placeholders } from "../harness/messages";

type Messages = { [key: string]: string | Messages };
const features = readdirSync("messages/en")
  .filter((file) => file.endsWith(".json"))
  .map((file) => path.basename(file, ".json"));

/** Every message of a language by its whole key: "families.goal.title". */
function flat(locale: Locale): Map<string, string> {
  const all = new Map<string, string>();
  const walk = (at: Messages, prefix: string) => {
    for (const [key, value] of Object.entries(at))
      if (typeof value === "string") all.set(`${prefix}.${key}`, value);
      else walk(value, `${prefix}.${key}`);
  };
  for (const file of readdirSync(`messages/${locale}`))
    walk(JSON.parse(readFileSync(`messages/${locale}/${file}`, "utf8")), path.basename(file, ".json"));
  return all;
}
const en = flat("en");
const sw = flat("sw");

test("placeholders are found where they hide", () => {
  expect(
    placeholders(
      "Hi {name}, {count, plural, =0 {none} one {# from {who}} other {# left}} '{literal}' {when, date, short} <b>x</b>",
    ),
  ).toEqual(["<b>", "count", "name", "when, date", "who"]);
  expect(placeholders("{part, select, morning {a} other {b}}")).toEqual(["part, select morning|other"]);
  expect(() => placeholders("{open")).toThrow();
});

describe.each(features)("%s", (feature) => {
  const keys = (all: Map<string, string>) => [...all.keys()].filter((key) => key.startsWith(`${feature}.`)).sort();

  it("says the same things in both languages", () => {
    expect(keys(sw), `messages/sw/${feature}.json against messages/en`).toEqual(keys(en));
  });

  it("needs the same values in both languages", () => {
    // Kiswahili adjectives often stay as they are, so {count} may stand where English needs a plural.
    const wrong = keys(en).flatMap((key) => {
      const [one, other] = [placeholders(en.get(key) ?? ""), placeholders(sw.get(key) ?? "")];
      return JSON.stringify(one) === JSON.stringify(other) ? [] : [{ key, en: one, sw: other }];
    });
    expect(wrong).toEqual([]);
  });

  it("leaves nothing empty", () => {
    for (const locale of locales)
      expect(
        [...(locale === "en" ? en : sw)].filter(([key, text]) => key.startsWith(`${feature}.`) && text.trim() === ""),
      ).toEqual([]);
  });
});

test("no language has a file of its own", () => {
  expect(readdirSync("messages/sw").sort()).toEqual(readdirSync("messages/en").sort());
});

// ── What the code asks for ───────────────────────────────────────────────────────────────────────
const sources = globSync([
  "app/**/*.{ts,tsx}",
  "components/**/*.{ts,tsx}",
  "server/**/*.{ts,tsx}",
  "inngest/**/*.ts",
  "lib/**/*.ts",
])
  .filter((file) => !/\.test\.|\/generated\//.test(file))
  .map((file) => ({ file, text: readFileSync(file, "utf8") }));

const branchesOf = (all: Map<string, string>) => {
  const branches = new Set<string>();
  for (const key of all.keys())
    for (let at = key.lastIndexOf("."); at > 0; at = key.lastIndexOf(".", at - 1)) branches.add(key.slice(0, at));
  return branches;
};
const branches = branchesOf(en);
const lineOf = (text: string, index: number) => text.slice(0, index).split("\n").length;

test("variables are bound to features where it can be seen", () => {
  expect(
    Object.fromEntries(
      bindings(
        `const t = await getT("a"); const x = translator(ctx.locale, "b");\nconst [page, ui, z] = await Promise.all([list(ctx, [1, 2]), getT("ui"), getT("c")]);`,
      ),
    ),
  ).toEqual({ t: "a", x: "b", ui: "ui", z: "c" });
});

test("every feature asked for is a file of messages", () => {
  const missing = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/\b(?:getT|useT|translator)\((?:[^()"]*(?:\([^()]*\))?[^()"]*,\s*)?"(\w+)"\)/g)]
      .filter(([, feature]) => !features.includes(feature ?? ""))
      .map(([call]) => `${file}: ${call}`),
  );
  expect(missing).toEqual([]);
});

test("every key asked for is written", () => {
  const missing: string[] = [];
  for (const { file, text } of sources) {
    const bound = bindings(text);
    // t("key"), t.has("key") and t(`branch.${value}`); `t` is bound in this file, or was handed in.
    for (const match of text.matchAll(/(?<![\w.$])(\w+)(?:\.has)?\(\s*(?:"([\w.]+)"|`([\w.]*)\$\{)/g)) {
      const [, name = "", key, start] = match;
      const feature = bound.get(name);
      if (!feature && name !== "t") continue;
      const spaces = feature ? [feature] : features;
      const branch = start?.replace(/\.?\w*$/, "");
      const known =
        key !== undefined
          ? spaces.some((space) => en.has(`${space}.${key}`))
          : branch === "" || spaces.some((space) => branches.has(`${space}.${branch}`));
      if (!known) missing.push(`${file}:${lineOf(text, match.index)} ${feature ?? "any"}.${key ?? `${branch}.*`}`);
    }
  }
  expect(missing).toEqual([]);
});

test("every reason an error gives has its sentence", () => {
  const missing: string[] = [];
  const fieldKey = /"(field\.\w+|[a-z_]+(?:\.[a-z_]+)+)"/g;
  for (const { file, text } of sources)
    for (const match of text.matchAll(/new AppError\(\s*"[A-Z_]+",\s*"([\w.]+)"(?:,\s*\{\s*fields:\s*\{([^}]*)\})?/g)) {
      const asked = [match[1] ?? "", ...[...(match[2] ?? "").matchAll(fieldKey)].map(([, key]) => key ?? "")];
      for (const key of asked)
        if (!en.has(`errors.${key}`)) missing.push(`${file}:${lineOf(text, match.index)} errors.${key}`);
    }
  expect(missing).toEqual([]);
});
