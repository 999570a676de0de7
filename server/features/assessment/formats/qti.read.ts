import { type Prose, proseText } from "@/lib/prose";
import type { Accepted } from "../question.schema";
import { type Answer, type AnswerOf, type BankQuestion, type Choice, type Draft, fromDraft, round } from "./draft";
import { cleanText, htmlOf, readHtml } from "./html";
import type { Losses } from "./losses";
import type { Pictures } from "./pictures";
import { limits, Unreadable } from "./problems";
import { readTags, withSettings } from "./tags";
import { descendants, element, elements, textIn, type XmlNode } from "./xml";

/** An item, what it declares, and where its pictures lie. */
export type Item = {
  root: XmlNode;
  tags: string[];
  losses: Losses;
  pictures: Pictures;
  /** A file of the package by its address in the item. */
  file: (address: string) => Uint8Array | undefined;
};

function passage(html: string, node: XmlNode, item: Item): Prose {
  return readHtml(html, {
    place: node.place,
    picture: (source) => {
      const bytes = item.file(source);
      if (bytes) return item.pictures.add(bytes, source.split("/").at(-1) ?? "", node.place);
      const inside = item.pictures.addData(source, node.place);
      if (!inside) throw new Unreadable(node.place, "media", source);
      return inside;
    },
    onLoss: () => item.losses.add("formatting"),
  });
}

const feedbackNames = ["feedbackInline", "feedbackBlock"];
const without = (node: XmlNode, names: readonly string[]): XmlNode => ({
  ...node,
  children: node.children.flatMap((child): (XmlNode | string)[] => {
    if (typeof child === "string") return [child];
    return names.includes(child.name) ? [] : [without(child, names)];
  }),
});
const contentOf = (node: XmlNode, item: Item) => passage(htmlOf(without(node, feedbackNames)), node, item);

/** A variable a learner's answer goes into, with what is right. */
type Declaration = {
  node: XmlNode;
  multiple: boolean;
  type: string;
  right: string[];
  map: { key: string; value: number; cased: boolean }[];
};

function number(text: string | undefined, node: XmlNode): number {
  const value = Number((text ?? "").trim() || Number.NaN);
  if (!Number.isFinite(value)) throw new Unreadable(node.place, "number", text ?? "");
  return value;
}

function declaration(interaction: XmlNode, item: Item): Declaration {
  const name = interaction.attributes.responseIdentifier ?? "";
  const all = elements(item.root, "responseDeclaration").filter(({ attributes }) => attributes.identifier === name);
  const [node] = all;
  if (!node) throw new Unreadable(interaction.place, "reference", name);
  if (all.length > 1) throw new Unreadable(all[1]?.place ?? node.place, "duplicate", name);
  const correct = element(node, "correctResponse");
  const mapping = element(node, "mapping");
  return {
    node,
    multiple: node.attributes.cardinality !== "single" && node.attributes.cardinality !== "record",
    type: node.attributes.baseType ?? "",
    right: (correct ? elements(correct, "value") : []).map((value) => textIn(value).trim()),
    map: (mapping ? elements(mapping, "mapEntry") : []).map((entry) => ({
      key: (entry.attributes.mapKey ?? "").trim(),
      value: number(entry.attributes.mappedValue, entry),
      cased: entry.attributes.caseSensitive !== "false",
    })),
  };
}

/** Whether the mark is the sum of what each part earns; otherwise it is the whole or nothing. */
function isMapped(item: Item, { map, node }: Declaration): boolean {
  const processing = element(item.root, "responseProcessing");
  if (!processing || !map.length) return false;
  const template = processing.attributes.template;
  if (template) return /map_response/u.test(template);
  const named = (nodes: XmlNode[]) =>
    nodes.some(({ attributes }) => attributes.identifier === node.attributes.identifier);
  return named(descendants(processing, "mapResponse")) || !named(descendants(processing, "correct"));
}

/** Every choice has a name of its own, and every answer names a choice. */
function named(nodes: readonly XmlNode[], answers: readonly string[], where: XmlNode): Map<string, XmlNode> {
  if (nodes.length > limits.parts) throw new Unreadable(where.place, "tooMany", String(nodes.length));
  const byName = new Map<string, XmlNode>();
  for (const node of nodes) {
    const name = node.attributes.identifier ?? "";
    if (byName.has(name)) throw new Unreadable(node.place, "duplicate", name);
    byName.set(name, node);
  }
  const unknown = answers.find((name) => !byName.has(name));
  if (unknown !== undefined) throw new Unreadable(where.place, "reference", unknown);
  return byName;
}

function choice(interaction: XmlNode, item: Item): Answer {
  const said = declaration(interaction, item);
  const mapped = isMapped(item, said);
  const nodes = elements(interaction, "simpleChoice");
  named(nodes, [...said.right, ...said.map.map(({ key }) => key)], said.node);
  const worth = (name: string) =>
    mapped ? (said.map.find(({ key }) => key === name)?.value ?? 0) : said.right.includes(name) ? 1 : 0;
  const earned = nodes.map((node) => Math.max(0, worth(node.attributes.identifier ?? "")));
  const most = said.multiple && mapped ? earned.reduce((sum, one) => sum + one, 0) : Math.max(...earned, 0);
  // Thirds never make a whole to the last digit; they are left as they are written.
  const whole = Math.abs(most - 1) < 0.005 ? 1 : most;
  if (!whole) throw new Unreadable(said.node.place, "noRightAnswer", "");
  const options = nodes.map((node): Choice => {
    const [told] = elements(node, ...feedbackNames);
    const feedback = told ? contentOf(told, item) : "";
    const share = Math.max(-1, round(worth(node.attributes.identifier ?? "") / whole));
    return { text: contentOf(node, item), share, ...(feedback && { feedback }) };
  });
  const shuffle = interaction.attributes.shuffle === "true";
  if (!said.multiple || mapped)
    return { kind: "choice", multiple: said.multiple, shuffle, allOrNothing: false, options };
  return { kind: "choice", multiple: true, shuffle, allOrNothing: true, options: balanced(options) };
}

/** Where only the whole counts, what each option would earn is of no matter: we write it as its part. */
function balanced(options: Choice[]): Choice[] {
  const right = options.filter(({ share }) => share > 0).length;
  const wrong = options.length - right;
  return options.map((one) => ({ ...one, share: round(one.share > 0 ? 1 / right : -1 / wrong) }));
}

function ordering(interaction: XmlNode, item: Item): Answer {
  const said = declaration(interaction, item);
  const nodes = elements(interaction, "simpleChoice");
  const byName = named(nodes, said.right, said.node);
  if (said.right.length !== nodes.length) throw new Unreadable(said.node.place, "noRightAnswer", "");
  const items = said.right.flatMap((name) => byName.get(name) ?? []).map((node) => contentOf(node, item));
  return { kind: "ordering", rule: "all", items };
}

/** Pairs "A B" of what is on the left and on the right. */
function matching(interaction: XmlNode, item: Item): Answer {
  const said = declaration(interaction, item);
  const sets = elements(interaction, "simpleMatchSet").map((set) => elements(set, "simpleAssociableChoice"));
  const written = (
    said.right.length ? said.right : said.map.filter(({ value }) => value > 0).map(({ key }) => key)
  ).map((pair) => pair.split(/\s+/u));
  const all = sets.length ? sets.flat() : elements(interaction, "simpleAssociableChoice");
  const byName = named(all, written.flat(), said.node);
  const lefts = sets[0]?.map(({ attributes }) => attributes.identifier ?? "") ?? written.map(([one = ""]) => one);
  const pairs = lefts.map((left): [Prose, Prose] => {
    const partners = written.filter(([one]) => one === left);
    const [node, partner] = [byName.get(left), byName.get(partners[0]?.[1] ?? "")];
    if (!node || !partner || partners.length > 1) throw new Unreadable(said.node.place, "matching", left);
    return [contentOf(node, item), contentOf(partner, item)];
  });
  const used = new Set([...lefts, ...written.flat()]);
  const extra = [...byName].flatMap(([name, node]) => (used.has(name) ? [] : [contentOf(node, item)]));
  const values = new Set(said.map.filter(({ value }) => value > 0).map(({ value }) => value));
  if (isMapped(item, said) && values.size > 1) item.losses.add("scoring");
  return { kind: "matching", rule: isMapped(item, said) ? "each" : "all", pairs, extra };
}

/** Numbers with a margin are compared by hand in the item's processing. */
function compared(name: string, item: Item): { value?: number; tolerance: number; credit: number }[] {
  const processing = element(item.root, "responseProcessing");
  return (processing ? descendants(processing, "responseIf", "responseElseIf") : []).flatMap((branch) => {
    const [test] = descendants(branch, "equal");
    if (!test || !descendants(test, "variable").some(({ attributes }) => attributes.identifier === name)) return [];
    const [base] = elements(test, "baseValue");
    const value = base ? number(textIn(base), base) : undefined;
    const [margin = "0"] = (test.attributes.tolerance ?? "0").split(/\s+/u);
    const relative = test.attributes.toleranceMode === "relative";
    const tolerance = Math.abs(number(margin, test)) * (relative ? Math.abs(value ?? 0) / 100 : 1);
    const set = elements(branch, "setOutcomeValue").flatMap((one) => descendants(one, "baseValue"))[0];
    return [
      {
        value,
        tolerance: test.attributes.toleranceMode === "exact" ? 0 : tolerance,
        credit: set ? number(textIn(set), set) : 1,
      },
    ];
  });
}

function numbers(said: Declaration, item: Item): Accepted[] {
  const tests = compared(said.node.attributes.identifier ?? "", item);
  const values = said.map.length
    ? said.map.map(({ key, value }) => ({ key, credit: value }))
    : said.right.map((key) => ({ key, credit: 1 }));
  const first = number(values[0]?.key ?? "0", said.node);
  const list = tests.length
    ? tests.map((one) => ({ value: one.value ?? first, tolerance: one.tolerance, credit: one.credit }))
    : values.map(({ key, credit }) => ({ value: number(key, said.node), tolerance: 0, credit }));
  const most = Math.max(...list.map(({ credit }) => credit), 0);
  return list.flatMap((one) =>
    one.credit > 0 ? [{ kind: "number", units: [], ...one, credit: round(one.credit / most) } as Accepted] : [],
  );
}

function texts(said: Declaration, mapped: boolean): Accepted[] {
  const most = Math.max(...said.map.map(({ value }) => value), 0);
  const entries =
    mapped && said.map.length
      ? said.map.map(({ key, value }) => ({ key, credit: round(value / most) }))
      : said.right.map((key) => ({ key, credit: 1 }));
  return entries.flatMap(({ key, credit }): Accepted[] => {
    const text = cleanText(key).replaceAll("\n", " ").trim();
    return text && credit > 0 ? [{ kind: "text", spellings: [text], wildcards: false, credit }] : [];
  });
}

type Blank = AnswerOf<"gaps">["blanks"][number] & { cased: boolean };

function typedBlank(interaction: XmlNode, item: Item): Blank {
  const said = declaration(interaction, item);
  if (said.type === "float" || said.type === "integer") return { accepted: numbers(said, item), cased: false };
  const mapped = isMapped(item, said);
  if (interaction.attributes.patternMask) item.losses.add("wildcards");
  return { accepted: texts(said, mapped), cased: mapped ? said.map.some(({ cased }) => cased) : true };
}

function chosenBlank(interaction: XmlNode, item: Item): Blank {
  const said = declaration(interaction, item);
  const byName = named(elements(interaction, "inlineChoice"), said.right, said.node);
  const text = (node: XmlNode) => cleanText(proseText(contentOf(node, item)));
  const credits = isMapped(item, said) ? said.map : said.right.map((key) => ({ key, value: 1 }));
  const most = Math.max(...credits.map(({ value }) => value), 0);
  const accepted = [...byName].flatMap(([name, node]): Accepted[] => {
    const credit = round((credits.find(({ key }) => key === name)?.value ?? 0) / (most || 1));
    return credit > 0 ? [{ kind: "text", spellings: [text(node)], wildcards: false, credit }] : [];
  });
  return { choices: [...byName.values()].map(text), accepted, cased: false };
}

const inline = ["textEntryInteraction", "inlineChoiceInteraction"];
const block: Record<string, (interaction: XmlNode, item: Item) => Answer> = {
  choiceInteraction: choice,
  orderInteraction: ordering,
  matchInteraction: matching,
  associateInteraction: matching,
  extendedTextInteraction: (_, item) => ({ kind: "essay", ...guide(item) }),
};

/** What scorers read: criteria as we write them, and anything else as a sample. */
function guide(item: Item): Pick<AnswerOf<"essay">, "criteria" | "sample"> {
  const body = element(item.root, "itemBody");
  const scorers = (body ? elements(body, "rubricBlock") : []).filter(({ attributes }) =>
    /scorer/u.test(attributes.view ?? ""),
  );
  const criteria: { text: string; marks: number }[] = [];
  const samples: Prose[] = [];
  for (const node of scorers) {
    const marks = Number(/^marks-(\d+)$/u.exec(node.attributes.label ?? "")?.[1]);
    const told = contentOf(node, item);
    if (marks) criteria.push({ text: proseText(told), marks });
    else if (told) samples.push(told);
  }
  if (samples.length > 1) item.losses.add("sample");
  return { criteria, ...(samples[0] && { sample: samples[0] }) };
}

/** Puts marks where inline interactions stood, and takes away what is not the stem; prompts are part of it. */
function stemTree(node: XmlNode, gaps: XmlNode[]): XmlNode {
  const children = node.children.flatMap((child): (XmlNode | string)[] => {
    if (typeof child === "string") return [child];
    if (inline.includes(child.name)) return [`[[${gaps.push(child)}]]`];
    if (child.name === "rubricBlock" || feedbackNames.includes(child.name)) return [];
    if (!child.name.endsWith("Interaction")) return [stemTree(child, gaps)];
    const prompt = element(child, "prompt");
    return prompt ? [{ ...prompt, name: "p" }] : [];
  });
  return { ...node, children };
}

/** A field that stands alone on its line asks for an answer and is not a gap of a sentence. */
function standsAlone(tree: XmlNode): boolean {
  const own = tree.children
    .map((child) => (typeof child === "string" ? child : ""))
    .join("")
    .trim();
  const parts = elements(tree);
  if (own === "[[1]]" && tree.name !== "itemBody" && !parts.length) return true;
  return parts.some(standsAlone) || (tree.name === "itemBody" && own === "[[1]]");
}

const dropMark = (node: XmlNode): XmlNode => ({
  ...node,
  children: node.children.map((child) => (typeof child === "string" ? child.replace("[[1]]", "") : dropMark(child))),
});

function stemAndAnswer(item: Item, type: string | undefined): Pick<Draft, "stem" | "answer"> {
  const body = element(item.root, "itemBody");
  if (!body) throw new Unreadable(item.root.place, "missingPart", "itemBody");
  const gaps: XmlNode[] = [];
  const tree = stemTree(body, gaps);
  const others = descendants(body, ...Object.keys(block));
  const unknown = allInteractions(body).find(({ name }) => !inline.includes(name) && !(name in block));
  if (unknown) throw new Unreadable(unknown.place, "unknownType", unknown.name);
  const [only, more] = others;
  if (more ?? (only && gaps[0])) throw new Unreadable((more ?? gaps[0] ?? body).place, "cannotHold", "interactions");
  const read = only && block[only.name];
  if (read) return { stem: contentOf(tree, item), answer: read(only, item) };
  if (!gaps.length) throw new Unreadable(body.place, "noAnswer", "");
  return typed(tree, gaps, item, type);
}

function typed(tree: XmlNode, gaps: XmlNode[], item: Item, type: string | undefined): Pick<Draft, "stem" | "answer"> {
  if (gaps.length > limits.parts) throw new Unreadable(tree.place, "tooMany", String(gaps.length));
  const blanks = gaps.map((gap) =>
    gap.name === "textEntryInteraction" ? typedBlank(gap, item) : chosenBlank(gap, item),
  );
  const matchCase = blanks.some(({ cased }) => cased);
  const [only] = blanks;
  if (only && blanks.length === 1 && !only.choices && type !== "fill_blank" && standsAlone(tree))
    return {
      stem: contentOf(dropMark(tree), item),
      answer: { kind: "text", wanted: 1, matchCase, accepted: only.accepted },
    };
  return {
    stem: contentOf(tree, item),
    answer: { kind: "gaps", matchCase, blanks: blanks.map(({ cased: _, ...blank }) => blank) },
  };
}

function allInteractions(node: XmlNode): XmlNode[] {
  return elements(node).flatMap((child) => (child.name.endsWith("Interaction") ? [child] : allInteractions(child)));
}

/** What is told afterwards: the explanation, and hints as we write them. */
function told(item: Item): { explanation?: Prose; hints: Prose[] } {
  const all = elements(item.root, "modalFeedback");
  const hints = all.filter(({ attributes }) => /^HINT_\d+$/u.test(attributes.identifier ?? ""));
  const others = all.filter((node) => !hints.includes(node));
  if (others.length > 1) item.losses.add("feedback");
  const explanation = others[0] ? contentOf(others[0], item) : "";
  return { ...(explanation && { explanation }), hints: hints.map((node) => contentOf(node, item)).filter(Boolean) };
}

/** The question of one assessmentItem. */
export function readItem(item: Item): BankQuestion {
  if (item.root.name !== "assessmentItem") throw new Unreadable(item.root.place, "unknownFormat", item.root.name);
  const { label, settings } = readTags(item.tags);
  const { stem, answer } = stemAndAnswer(item, settings.type);
  return fromDraft({ place: item.root.place, stem, answer: withSettings(answer, settings), ...told(item), ...label });
}
