import { type Prose, proseText } from "@/lib/prose";
import type { Accepted } from "../question.schema";
import { readCloze } from "./cloze";
import { type Answer, type AnswerOf, type BankQuestion, type Choice, fromDraft, round } from "./draft";
import { cleanText, looksLikeHtml, readHtml } from "./html";
import { type Loss, Losses } from "./losses";
import { Pictures } from "./pictures";
import { limits, type Place, Problems, Unreadable } from "./problems";
import type { Read } from "./read";
import { readTags, withSettings } from "./tags";
import { readStars } from "./wildcards";
import { element, elements, readXml, textIn, type XmlNode } from "./xml";

/** What reading one question needs beside its element. */
type Context = { node: XmlNode; losses: Losses; pictures: Pictures };

const raw = (node: XmlNode | undefined) => (node ? textIn(element(node, "text") ?? node) : "");
const child = (node: XmlNode, name: string) => raw(element(node, name)).trim();

/** A picture of a passage: one of the files beside its text, or one inside its address. */
function picture(node: XmlNode, source: string, pictures: Pictures): string {
  const name = /^@@PLUGINFILE@@\/(.+)$/u.exec(source)?.[1];
  const wanted = name && decodeName(name);
  const file = elements(node, "file").find(({ attributes }) => attributes.name === wanted || attributes.name === name);
  if (file && (file.attributes.encoding ?? "base64") === "base64")
    return pictures.add(Buffer.from(textIn(file), "base64"), file.attributes.name ?? "", file.place);
  const inside = pictures.addData(source, node.place);
  if (!inside) throw new Unreadable(node.place, "media", source);
  return inside;
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name.split("?")[0] ?? "");
  } catch {
    return name;
  }
}

function fromHtml(html: string, node: XmlNode, { losses, pictures }: Context): Prose {
  return readHtml(html, {
    place: node.place,
    picture: (source) => picture(node, source, pictures),
    onLoss: () => losses.add("formatting"),
  });
}

/** An element with a text in it, in the format it names. */
function passage(node: XmlNode | undefined, context: Context): Prose {
  if (!node) return "";
  const text = raw(node);
  const format = node.attributes.format ?? "html";
  if (format === "markdown" && /[*_`#[]/u.test(text)) context.losses.add("formatting");
  if (format === "html") return fromHtml(text, node, context);
  if (format === "moodle_auto_format" && looksLikeHtml(text))
    return fromHtml(text.replaceAll("\n", "<br>"), node, context);
  return cleanText(text).trim();
}

function share(node: XmlNode): number {
  const written = node.attributes.fraction ?? "";
  const value = Number(written);
  if (!written.trim() || !(Math.abs(value) <= 100)) throw new Unreadable(node.place, "fraction", written);
  return round(value / 100);
}

function feedback(node: XmlNode, context: Context): { feedback?: Prose } {
  const told = passage(element(node, "feedback"), context);
  return told ? { feedback: told } : {};
}

function answers(node: XmlNode): XmlNode[] {
  const list = elements(node, "answer");
  if (!list.length) throw new Unreadable(node.place, "noAnswer", "");
  if (list.length > limits.parts) throw new Unreadable(node.place, "tooMany", String(list.length));
  return list;
}

const isYes = (text: string, otherwise: boolean) => (text ? /^(?:1|true)$/u.test(text) : otherwise);

function choice(context: Context): Answer {
  const { node } = context;
  const options = answers(node).map((answer): Choice => {
    const text = passage(answer, context);
    if (!text) throw new Unreadable(answer.place, "noAnswer", "");
    return { text, share: share(answer), ...feedback(answer, context) };
  });
  const multiple = !isYes(child(node, "single"), true);
  return {
    kind: "choice",
    multiple,
    shuffle: isYes(child(node, "shuffleanswers"), true),
    allOrNothing: false,
    options,
  };
}

function trueOrFalse(context: Context): Answer {
  const options = answers(context.node).map((answer): Choice => {
    const text = raw(answer).trim().toLowerCase();
    if (text !== "true" && text !== "false") throw new Unreadable(answer.place, "noAnswer", text);
    return { text: text === "true" ? "True" : "False", share: share(answer), ...feedback(answer, context) };
  });
  return { kind: "choice", multiple: false, shuffle: false, allOrNothing: false, options };
}

/** The answers that earn something; one that earns nothing is there for its feedback only. */
function earning(context: Context): XmlNode[] {
  const all = answers(context.node);
  const kept = all.filter((answer) => share(answer) > 0);
  if (kept.length < all.length) context.losses.add("feedback");
  return kept;
}

function shortAnswer(context: Context): Answer {
  const accepted = earning(context).map((answer): Accepted => {
    const text = cleanText(raw(answer)).replaceAll("\n", " ").trim();
    if (!text) throw new Unreadable(answer.place, "noAnswer", "");
    return { kind: "text", ...readStars(text), credit: share(answer), ...feedback(answer, context) };
  });
  return { kind: "text", wanted: 1, matchCase: child(context.node, "usecase") === "1", accepted };
}

function decimal(text: string, place: Place): number {
  const value = Number(text.trim() || Number.NaN);
  if (!Number.isFinite(value)) throw new Unreadable(place, "number", text);
  return value;
}

function numerical(context: Context): Answer {
  const { node, losses } = context;
  const all = elements(element(node, "units") ?? node, "unit");
  const same = all.filter((unit) => Number(child(unit, "multiplier") || 1) === 1);
  if (same.length < all.length) losses.add("units");
  if (Number(child(node, "unitgradingtype")) > 0) losses.add("scoring");
  const units = same.map((unit) => child(unit, "unit_name")).filter(Boolean);
  const accepted = earning(context).map(
    (answer): Accepted => ({
      kind: "number",
      value: decimal(raw(answer), answer.place),
      tolerance: Math.abs(decimal(child(answer, "tolerance") || "0", answer.place)),
      units,
      credit: share(answer),
      ...feedback(answer, context),
    }),
  );
  return { kind: "text", wanted: 1, matchCase: false, accepted };
}

function matching(context: Context): Answer {
  const parts = elements(context.node, "subquestion");
  if (parts.length > limits.parts) throw new Unreadable(context.node.place, "tooMany", String(parts.length));
  const rows = parts.map((row) => {
    const right = cleanText(raw(element(row, "answer"))).trim();
    if (!right) throw new Unreadable(row.place, "matching", "");
    return { left: passage(row, context), right };
  });
  const pairs = rows.flatMap(({ left, right }): [Prose, Prose][] => (left ? [[left, right]] : []));
  return { kind: "matching", rule: "each", pairs, extra: rows.flatMap(({ left, right }) => (left ? [] : [right])) };
}

/** Criteria as we write them: "[2] Ideas" in a list of their own at the start of what graders read. */
const criterion = /^\[(\d{1,2})\] ([\s\S]+)$/u;

function essay(context: Context): Answer {
  const { node, losses } = context;
  const least = Number(child(node, "minwordlimit"));
  const most = Number(child(node, "maxwordlimit"));
  const info = passage(element(node, "graderinfo"), context);
  if (proseText(passage(element(node, "responsetemplate"), context))) losses.add("sample");
  const words = { ...(least > 0 && { least }), ...(most > 0 && { most }) };
  return {
    kind: "essay",
    ...(Object.keys(words).length && { words }),
    ...guide(info),
  };
}

function guide(info: Prose): Pick<AnswerOf<"essay">, "criteria" | "sample"> {
  const [first, ...rest] = typeof info === "string" ? [] : info.content;
  const items =
    first?.type === "orderedList"
      ? (first.content ?? []).map((item) => proseText({ type: "doc", content: [item] }))
      : [];
  const found = items.map((text) => criterion.exec(text));
  if (!found.length || found.includes(null)) return { criteria: [], ...(info && { sample: info }) };
  const criteria = found.map((match) => ({ marks: Number(match?.[1]), text: match?.[2] ?? "" }));
  const sample = rest.length ? simple(rest) : "";
  return { criteria, ...(sample && { sample }) };
}

const simple = (content: Exclude<Prose, string>["content"]): Prose => {
  const [only, more] = content;
  // A text of ours stands in one paragraph; what is more is a document.
  return only &&
    !more &&
    only.type === "paragraph" &&
    (only.content ?? []).every((one) => one.type === "hardBreak" || (one.type === "text" && !one.marks))
    ? proseText({ type: "doc", content })
    : { type: "doc", content };
};

const gradings: Record<string, AnswerOf<"ordering">["rule"]> = {
  ALL_OR_NOTHING: "all",
  ABSOLUTE_POSITION: "position",
  RELATIVE_NEXT_EXCLUDE_LAST: "neighbours",
};

function ordering(context: Context): Answer {
  const rows = answers(context.node).map((answer) => ({ answer, place: Number(answer.attributes.fraction) }));
  const placed = rows.every(({ place }) => place > 0) ? rows.toSorted((one, other) => one.place - other.place) : rows;
  const grading = child(context.node, "gradingtype");
  if (grading && !gradings[grading]) context.losses.add("scoring");
  return {
    kind: "ordering",
    rule: gradings[grading] ?? "neighbours",
    items: placed.map(({ answer }) => passage(answer, context)),
  };
}

const readers: Record<string, (context: Context) => Answer> = {
  multichoice: choice,
  truefalse: trueOrFalse,
  shortanswer: shortAnswer,
  numerical,
  matching,
  match: matching,
  essay,
  ordering,
};

function stemAndAnswer(type: string, context: Context): { stem: Prose; answer: Answer } {
  const text = element(context.node, "questiontext");
  if (!text) throw new Unreadable(context.node.place, "missingPart", "questiontext");
  if (type !== "cloze" && type !== "multianswer") {
    const reader = readers[type];
    if (!reader) throw new Unreadable(context.node.place, "unknownType", type);
    return { stem: passage(text, context), answer: reader(context) };
  }
  const { html, answer } = readCloze(raw(text), text.place, context.losses);
  return { stem: fromHtml(html, text, context), answer };
}

/** Feedback by how well it went has no place with us. */
const combined = ["correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"];
const usual = /^Your answer is (?:partially )?(?:in)?correct\.$/u;

function readQuestion(context: Context): BankQuestion {
  const { node, losses } = context;
  const { stem, answer } = stemAndAnswer(node.attributes.type ?? "", context);
  const { label, settings } = readTags(
    elements(element(node, "tags") ?? node, "tag").map((tag) => cleanText(raw(tag))),
  );
  const explanation = passage(element(node, "generalfeedback"), context);
  const told = combined.map((name) => proseText(passage(element(node, name), context)));
  if (told.some((text) => text && !usual.test(text))) losses.add("feedback");
  return fromDraft({
    place: node.place,
    stem,
    answer: withSettings(answer, settings),
    ...(explanation && { explanation }),
    hints: elements(node, "hint")
      .map((hint) => passage(hint, context))
      .filter(Boolean),
    ...label,
  });
}

/** Whether a question's own number in the other system was there before. */
function checkNumber(node: XmlNode, seen: Set<string>): void {
  const number = child(node, "idnumber");
  if (number && seen.has(number)) throw new Unreadable((element(node, "idnumber") ?? node).place, "duplicate", number);
  seen.add(number);
}

/** Every question of a Moodle XML file, and all that is wrong in it. */
export function readMoodle(text: string): Read {
  const problems = new Problems();
  const losses: Loss[] = [];
  const pictures = new Pictures();
  const questions: Read["questions"] = [];
  const root = problems.attempt(() => readXml(text));
  const nodes = root ? elements(root, "question") : [];
  if (root && root.name !== "quiz") problems.add(root.place, "unknownFormat", root.name);
  if (nodes.length > limits.questions) problems.add({ line: 1 }, "tooMany", String(nodes.length));
  const seen = new Set<string>();
  for (const node of nodes.slice(0, limits.questions)) {
    const lost = new Losses();
    const { type } = node.attributes;
    if (type === "category" || type === "description") lost.add(type);
    else {
      const question = problems.attempt(() => {
        checkNumber(node, seen);
        return readQuestion({ node, losses: lost, pictures });
      });
      if (question) questions.push({ ...question, line: node.place.line });
    }
    losses.push(...lost.list(node.place.line));
  }
  return { questions, problems, losses, pictures: [...pictures.found.values()] };
}
