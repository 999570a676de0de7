import { type Prose, proseText } from "@/lib/prose";
import { type AnswerOf, type BankQuestion, type Choice, type Draft, fromDraft } from "./draft";
import { type FileNode, proseHtml, readHtml } from "./html";
import { type Problem, Problems, Unreadable } from "./problems";
import { descendants, element, elements, escapeXml, readXml, tag, textIn, type XmlNode } from "./xml";

/** QTI 1.2 as Common Cartridge takes it: choices, short answers and essays. */
export type Quiz = { title: string; minutes: number | null; attempts: number | null; source: string | null };
export type QuizItem = { question: BankQuestion; points: number };
export type ReadQuiz = Quiz & { items: QuizItem[]; refused: Problem[] };

/** Names what a quiz was made of, so that a reader of ours does not make it twice. */
const SOURCE = "uhs_source";
const namespace = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2";

// ── Writing ──────────────────────────────────────────────────────────────────────────────────────

const field = (label: string, entry: string | number) =>
  tag("qtimetadatafield", {}, tag("fieldlabel", {}, label), tag("fieldentry", {}, escapeXml(String(entry))));
/** Where a file that a question shows lies, seen from the quiz. */
type Address = (fileId: string) => string;

function shown({ type, attrs: { fileId, alt } }: FileNode, address: Address): string {
  const src = address(fileId);
  return type === "image" ? tag("img", { src, alt }) : tag("audio", { src, title: alt, controls: "controls" }, " ");
}
const material = (prose: Prose, address: Address) =>
  tag(
    "material",
    {},
    tag("mattext", { texttype: "text/html" }, escapeXml(proseHtml(prose, (node) => shown(node, address)))),
  );
const equal = (text: string, cased?: boolean) =>
  tag(
    "varequal",
    { respident: "response1", ...(cased !== undefined && { case: cased ? "Yes" : "No" }) },
    escapeXml(text),
  );
const scored = (...conditions: string[]) =>
  tag(
    "respcondition",
    { continue: "No" },
    tag("conditionvar", {}, ...conditions),
    tag("setvar", { action: "Set", varname: "SCORE" }, "100"),
  );
const outcomes = tag(
  "outcomes",
  {},
  tag("decvar", { maxvalue: 100, minvalue: 0, varname: "SCORE", vartype: "Decimal" }),
);

type Written = { profile: string; presentation: string; processing: string };

const isRight = (multiple: boolean, { share }: Choice) => (multiple ? share > 0 : share >= 1);

function writeChoice({ multiple, shuffle, options }: AnswerOf<"choice">, address: Address): Written {
  const labels = options.map(({ text }, at) => tag("response_label", { ident: `a${at + 1}` }, material(text, address)));
  const verdicts = options.map((option, at) => {
    const chosen = equal(`a${at + 1}`);
    return isRight(multiple, option) ? chosen : multiple ? tag("not", {}, chosen) : "";
  });
  return {
    profile: multiple ? "cc.multiple_response.v0p1" : "cc.multiple_choice.v0p1",
    presentation: tag(
      "response_lid",
      { ident: "response1", rcardinality: multiple ? "Multiple" : "Single" },
      tag("render_choice", { shuffle: shuffle ? "Yes" : "No" }, ...labels),
    ),
    processing: scored(multiple ? tag("and", {}, ...verdicts) : verdicts.join("")),
  };
}

function writeText({ accepted, matchCase, wanted }: AnswerOf<"text">): Written | null {
  const spellings = accepted.flatMap((one) => (one.kind === "text" && one.credit === 1 ? one.spellings : []));
  if (wanted > 1 || !spellings.length) return null;
  return {
    profile: "cc.fib.v0p1",
    presentation: tag("response_str", { ident: "response1", rcardinality: "Single" }, tag("render_fib", {})),
    processing: scored(...spellings.map((text) => equal(text, matchCase))),
  };
}

const essay: Written = {
  profile: "cc.essay.v0p1",
  presentation: tag("response_str", { ident: "response1", rcardinality: "Single" }, tag("render_fib", {})),
  processing: "",
};

function written({ answer }: Draft, address: Address): Written | null {
  if (answer.kind === "choice") return writeChoice(answer, address);
  if (answer.kind === "text") return writeText(answer);
  return answer.kind === "essay" ? essay : null;
}

function writeItem({ draft, points }: { draft: Draft; points: number }, at: number, address: Address): string[] {
  const said = written(draft, address);
  if (!said) return [];
  const told = draft.explanation
    ? tag("itemfeedback", { ident: "general_fb" }, tag("flow_mat", {}, material(draft.explanation, address)))
    : "";
  return [
    tag(
      "item",
      { ident: `i${at + 1}`, title: proseText(draft.stem).slice(0, 60) || "Question" },
      tag("itemmetadata", {}, tag("qtimetadata", {}, field("cc_profile", said.profile), field("cc_weighting", points))),
      tag("presentation", {}, material(draft.stem, address), said.presentation),
      tag("resprocessing", {}, outcomes, said.processing),
      told,
    ),
  ];
}

/** A quiz as XML; questions that QTI 1.2 of cartridges has no words for are not in it. Null when none is. */
export function writeQti12(
  quiz: Quiz,
  items: readonly { draft: Draft; points: number }[],
  address: Address,
): string | null {
  const inside = items.flatMap((item, at) => writeItem(item, at, address));
  if (!inside.length) return null;
  const about = [
    field("cc_profile", "cc.exam.v0p1"),
    field("qmd_assessmenttype", "Examination"),
    field("qmd_scoretype", "Percentage"),
    ...(quiz.minutes ? [field("qmd_timelimit", quiz.minutes)] : []),
    ...(quiz.attempts ? [field("cc_maxattempts", quiz.attempts)] : []),
    ...(quiz.source ? [field(SOURCE, quiz.source)] : []),
  ];
  const assessment = tag(
    "assessment",
    { ident: "quiz", title: quiz.title },
    tag("qtimetadata", {}, ...about),
    tag("section", { ident: "root_section" }, ...inside),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag("questestinterop", { xmlns: namespace }, assessment)}\n`;
}

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────

/** What the metadata directly in an element say of a field. */
function said(node: XmlNode | undefined, label: string): string | null {
  const fields = node ? descendants(node, "qtimetadatafield") : [];
  const found = fields.find((one) => textIn(element(one, "fieldlabel") ?? one).trim() === label);
  return found ? textIn(element(found, "fieldentry") ?? found).trim() : null;
}
const numberSaid = (node: XmlNode | undefined, label: string, most: number): number | null => {
  const value = Math.round(Number(said(node, label)));
  return value >= 1 && value <= most ? value : null;
};

/** The file an address of a quiz leads to, by its id; null where there is none that a question can show. */
type FileAt = (address: string) => string | null;

function prose(node: XmlNode | undefined, fileAt: FileAt): Prose {
  const text = node && descendants(node, "mattext")[0];
  if (!text) return "";
  const picture = (source: string): string => {
    const id = fileAt(source);
    if (!id) throw new Unreadable(text.place, "media", source);
    return id;
  };
  const html = /plain/iu.test(text.attributes.texttype ?? "") ? escapeXml(textIn(text)) : textIn(text);
  return readHtml(html, { place: text.place, picture, onLoss: () => undefined });
}

/** Answers that earn marks, by the conditions that give them; what stands under `not` earns none. */
function rightAnswers(item: XmlNode): { text: string; cased: boolean }[] {
  const conditions = descendants(item, "respcondition").filter((one) =>
    descendants(one, "setvar").some((set) => Number(textIn(set)) > 0),
  );
  const walk = (node: XmlNode): XmlNode[] =>
    elements(node).flatMap((one) => (one.name === "not" ? [] : one.name === "varequal" ? [one] : walk(one)));
  return conditions
    .flatMap(walk)
    .map((one) => ({ text: textIn(one).trim(), cased: /^yes$/iu.test(one.attributes.case ?? "") }));
}

function readChoice(item: XmlNode, lid: XmlNode, fileAt: FileAt): AnswerOf<"choice"> {
  const right = new Set(rightAnswers(item).map(({ text }) => text));
  const multiple = /^multiple$/iu.test(lid.attributes.rcardinality ?? "");
  const labels = descendants(lid, "response_label");
  const earned = multiple && right.size ? 1 / right.size : 1;
  return {
    kind: "choice",
    multiple,
    allOrNothing: multiple,
    shuffle: /^yes$/iu.test(descendants(lid, "render_choice")[0]?.attributes.shuffle ?? ""),
    options: labels.map((one) => ({
      text: prose(one, fileAt),
      share: right.has(one.attributes.ident ?? "") ? earned : 0,
    })),
  };
}

function readText(item: XmlNode): AnswerOf<"text"> {
  const right = rightAnswers(item);
  const spellings = [...new Set(right.map(({ text }) => text).filter(Boolean))];
  return {
    kind: "text",
    wanted: 1,
    matchCase: right.some(({ cased }) => cased),
    accepted: spellings.length ? [{ kind: "text", spellings, wildcards: false, credit: 1 }] : [],
  };
}

const kinds = /^cc\.(multiple_choice|multiple_response|true_false|fib|essay)\.v0p1$/u;

function readAnswer(item: XmlNode, fileAt: FileAt): Draft["answer"] {
  const profile = said(element(item, "itemmetadata"), "cc_profile") ?? "";
  const kind = kinds.exec(profile)?.[1];
  if (!kind) throw new Unreadable(item.place, "unknownType", profile || (said(item, "question_type") ?? ""));
  if (kind === "essay") return { kind: "essay", criteria: [] };
  if (kind === "fib") return readText(item);
  const [lid, more] = descendants(item, "response_lid");
  if (!lid || more) throw new Unreadable(item.place, "cannotHold", "response_lid");
  return readChoice(item, lid, fileAt);
}

function readItem(item: XmlNode, fileAt: FileAt): QuizItem {
  const presentation = element(item, "presentation");
  const explanation = prose(
    elements(item, "itemfeedback").find(({ attributes }) => /general/iu.test(attributes.ident ?? "")),
    fileAt,
  );
  const asked = presentation && (element(presentation, "material") ?? element(presentation, "flow") ?? presentation);
  const draft: Draft = {
    place: item.place,
    stem: prose(asked, fileAt),
    ...(explanation && { explanation }),
    hints: [],
    competencies: [],
    tags: [],
    answer: readAnswer(item, fileAt),
  };
  return { question: fromDraft(draft), points: numberSaid(element(item, "itemmetadata"), "cc_weighting", 100) ?? 1 };
}

/** A quiz of a cartridge: the questions that are of a kind of ours, and the others with their lines. */
export function readQti12(text: string, file: string, fileAt: FileAt): ReadQuiz {
  const root = readXml(text, file);
  const assessment = descendants(root, "assessment")[0];
  if (!assessment) throw new Unreadable(root.place, "missingPart", "assessment");
  const about = element(assessment, "qtimetadata");
  const refused = new Problems();
  return {
    title: (assessment.attributes.title ?? "").trim(),
    minutes: numberSaid(about, "qmd_timelimit", 600),
    attempts: numberSaid(about, "cc_maxattempts", 50),
    source: said(about, SOURCE),
    items: descendants(assessment, "item").flatMap((item) => refused.attempt(() => readItem(item, fileAt)) ?? []),
    refused: refused.list,
  };
}
