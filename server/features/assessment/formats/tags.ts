import { type Difficulty, difficulties } from "../question.schema";
import type { Answer, Draft, Label } from "./draft";
import type { Losses, LossKind } from "./losses";

/** What no element of a format says of a question stands in its tags: "uhs:shuffle=no". Other programs pass over it. */
export const settingNames = ["shuffle", "rule", "wanted", "groups", "case", "words", "type"] as const;
export type Setting = (typeof settingNames)[number];
type Settings = Partial<Record<Setting, string>>;

/** Which settings an answer has that differ from what a reader assumes, and what another program misses by it. */
function settingsOf(answer: Answer): [Setting, string, LossKind][] {
  const found: [Setting, string, LossKind][] = [];
  if (answer.kind === "choice" && !answer.shuffle) found.push(["shuffle", "no", "shuffle"]);
  if (answer.kind === "choice" && answer.allOrNothing) found.push(["rule", "all", "scoring"]);
  if (answer.kind === "matching" && answer.rule !== "each") found.push(["rule", answer.rule, "scoring"]);
  if (answer.kind === "ordering") found.push(["rule", answer.rule, "scoring"]);
  if (answer.kind === "text" && answer.wanted > 1) {
    found.push(["wanted", String(answer.wanted), "wanted"]);
    const sizes = answer.accepted.map((one) => (one.kind === "text" ? one.spellings.length : 1));
    found.push(["groups", sizes.join(","), "wanted"]);
  }
  if ((answer.kind === "text" || answer.kind === "gaps") && answer.matchCase) found.push(["case", "yes", "matchCase"]);
  if (answer.kind === "essay" && answer.words)
    found.push(["words", `${answer.words.least ?? ""}-${answer.words.most ?? ""}`, "words"]);
  return found;
}

/** The tags of a question: its labels, and the settings its format has no element for, which are losses elsewhere. */
export function tagsOf(draft: Draft, native: readonly Setting[], losses: Losses, type?: string): string[] {
  const settings = settingsOf(draft.answer).filter(([name]) => !native.includes(name));
  for (const [, , what] of settings) losses.add(what, true);
  return [
    ...(draft.difficulty ? [`difficulty:${draft.difficulty}`] : []),
    ...draft.competencies.map((code) => `competency:${code}`),
    ...draft.tags,
    ...settings.map(([name, value]) => `uhs:${name}=${value}`),
    ...(type ? [`uhs:type=${type}`] : []),
  ];
}

/** Sorts tags of a file into labels and settings. */
export function readTags(all: readonly string[]): { label: Label; settings: Settings } {
  const label: Label = { competencies: [], tags: [] };
  const settings: Settings = {};
  for (const tag of new Set(all.map((one) => one.trim()).filter(Boolean))) {
    const [, kind, value] = /^(difficulty|competency|uhs):(.+)$/u.exec(tag) ?? [];
    const difficulty = Number(value) as Difficulty;
    const [name = "", setting = ""] = value?.split("=", 2) ?? [];
    if (kind === "difficulty" && difficulties.includes(difficulty)) label.difficulty = difficulty;
    else if (kind === "competency" && value) label.competencies.push(value);
    else if (kind === "uhs" && settingNames.includes(name as Setting)) settings[name as Setting] = setting;
    else label.tags.push(tag);
  }
  return { label, settings };
}

/** The answer with the settings its tags hold; a setting that makes no sense for it is passed over. */
export function withSettings(answer: Answer, settings: Settings): Answer {
  switch (answer.kind) {
    case "choice":
      return {
        ...answer,
        shuffle: settings.shuffle === "no" ? false : answer.shuffle,
        allOrNothing: answer.allOrNothing || (answer.multiple && settings.rule === "all"),
      };
    case "matching":
      return settings.rule === "all" ? { ...answer, rule: "all" } : answer;
    case "ordering":
      return /^(?:all|position|neighbours)$/u.test(settings.rule ?? "")
        ? { ...answer, rule: settings.rule as typeof answer.rule }
        : answer;
    case "gaps":
      return { ...answer, matchCase: answer.matchCase || settings.case === "yes" };
    case "essay": {
      const [, least, most] = /^(\d*)-(\d*)$/u.exec(settings.words ?? "") ?? [];
      const words = { ...(Number(least) && { least: Number(least) }), ...(Number(most) && { most: Number(most) }) };
      return Object.keys(words).length ? { ...answer, words } : answer;
    }
    case "text":
      return grouped({ ...answer, matchCase: answer.matchCase || settings.case === "yes" }, settings);
  }
}

/** Puts spellings together again that are one answer of several that are wanted. */
function grouped(answer: Extract<Answer, { kind: "text" }>, { wanted, groups }: Settings): Answer {
  const sizes = (groups ?? "").split(",").map(Number);
  const count = Number(wanted);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (!Number.isInteger(count) || count < 2 || count > 10 || total !== answer.accepted.length) return answer;
  let start = 0;
  const accepted = sizes.flatMap((size) => {
    const group = answer.accepted.slice(start, start + size);
    start += size;
    const [first] = group;
    if (first?.kind !== "text") return group;
    return [{ ...first, spellings: group.flatMap((one) => (one.kind === "text" ? one.spellings : [])) }];
  });
  return { ...answer, wanted: count, accepted };
}
