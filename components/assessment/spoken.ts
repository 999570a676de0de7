import { type Prose, proseText } from "@/lib/prose";

/** How signs of LaTeX are said; what is not among them is left out. */
const signs: [sign: RegExp, said: string][] = [
  [/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/gu, "$1/$2"],
  [/\\sqrt\s*\{([^{}]*)\}/gu, "√$1"],
  [/\\times\b|\\cdot\b/gu, "×"],
  [/\\div\b/gu, "÷"],
  [/\^\{?2\}?/gu, "²"],
  [/\^\{?3\}?/gu, "³"],
  [/\\[a-zA-Z]+|[\\{}]/gu, " "],
];

/** A passage as a voice reads it: formulas in signs it knows, a gap by its name. */
export function spoken(prose: Prose, gap: string): string {
  const words = proseText(prose).replace(/\[\[[\w-]{1,32}\]\]/gu, gap);
  const said = words.includes("\\") ? signs.reduce((text, [sign, as]) => text.replace(sign, as), words) : words;
  return said.replace(/\s+/gu, " ").trim();
}
