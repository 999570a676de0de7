import { type Prose, proseText } from "@/lib/prose";
import type { Accepted } from "../question.schema";
import type { Answer, AnswerOf, Draft } from "./draft";
import { textHtml } from "./html";
import type { Losses } from "./losses";
import { nameOf } from "./name";
import { type Picture, pictureName } from "./pictures";
import { type Setting, tagsOf } from "./tags";
import { type Files, htmlWith } from "./write";
import { escapeXml, tag } from "./xml";

const template = (name: string) =>
  tag("responseProcessing", { template: `http://www.imsglobal.org/question/qti_v2p1/rptemplates/${name}` });
const value = (text: string) => tag("value", {}, escapeXml(text));
const letter = (at: number, set = "C") => `${set}${at + 1}`;

/** What is declared, asked and worked out for an answer. */
type Parts = { declarations: string[]; body: string; processing: string };

class Writer {
  readonly shown = new Set<Picture>();

  constructor(
    readonly files: Files,
    readonly losses: Losses,
  ) {}

  html(prose: Prose): string {
    const address = (picture: Picture) => {
      this.shown.add(picture);
      return `../media/${pictureName(picture)}`;
    };
    // QTI 2.1 knows no player of its own.
    const sound = (data: string, alt: string, type: string) => tag("object", { data, type }, escapeXml(alt));
    return htmlWith(prose, this.files, this.losses, address, sound);
  }

  block(prose: Prose): string {
    return typeof prose === "string" ? `<p>${this.html(prose)}</p>` : `<div>${this.html(prose)}</div>`;
  }

  feedback(name: string, prose: Prose | undefined): string {
    const shown = { outcomeIdentifier: "FEEDBACK", identifier: name, showHide: "show" };
    return prose === undefined
      ? ""
      : tag(typeof prose === "string" ? "feedbackInline" : "feedbackBlock", shown, this.html(prose));
  }
}

function declared(
  name: string,
  cardinality: string,
  baseType: string,
  right: string[],
  map: [key: string, value: number][] = [],
  cased?: boolean,
): string {
  const entry = ([key, worth]: [string, number]) =>
    tag("mapEntry", { mapKey: key, mappedValue: worth, ...(cased !== undefined && { caseSensitive: String(cased) }) });
  return tag(
    "responseDeclaration",
    { identifier: name, cardinality, baseType },
    tag("correctResponse", {}, ...right.map(value)),
    ...(map.length ? [tag("mapping", { defaultValue: 0, lowerBound: 0, upperBound: 1 }, ...map.map(entry))] : []),
  );
}

function choice({ multiple, shuffle, allOrNothing, options }: AnswerOf<"choice">, write: Writer): Parts {
  const right = options.flatMap(({ share }, at) => ((multiple ? share > 0 : share === 1) ? [letter(at)] : []));
  const whole =
    allOrNothing || (!multiple && options.every(({ share }) => share === 0 || share === 1) && right.length === 1);
  const map = options.flatMap(({ share }, at): [string, number][] => (share ? [[letter(at), share]] : []));
  const choices = options.map(({ text, feedback }, at) =>
    tag("simpleChoice", { identifier: letter(at) }, write.html(text), write.feedback(letter(at), feedback)),
  );
  const asked = { responseIdentifier: "RESPONSE", shuffle: String(shuffle), maxChoices: multiple ? 0 : 1 };
  return {
    declarations: [
      declared(
        "RESPONSE",
        multiple ? "multiple" : "single",
        "identifier",
        multiple ? right : right.slice(0, 1),
        whole ? [] : map,
      ),
    ],
    body: tag("choiceInteraction", asked, ...choices),
    processing: template(whole ? "match_correct" : "map_response"),
  };
}

function ordering({ items }: AnswerOf<"ordering">, write: Writer): Parts {
  // The items stand in another order than the right one, for programs that do not shuffle.
  const listed = items
    .map((item, at) => ({ item, name: letter(at) }))
    .toSorted((one, other) => (proseText(one.item) < proseText(other.item) ? -1 : 1));
  return {
    declarations: [
      declared(
        "RESPONSE",
        "ordered",
        "identifier",
        items.map((_, at) => letter(at)),
      ),
    ],
    body: tag(
      "orderInteraction",
      { responseIdentifier: "RESPONSE", shuffle: "true" },
      ...listed.map(({ item, name }) => tag("simpleChoice", { identifier: name }, write.html(item))),
    ),
    processing: template("match_correct"),
  };
}

function matching({ pairs, extra, rule }: AnswerOf<"matching">, write: Writer): Parts {
  const texts = [...pairs.map(([, right]) => right), ...extra].map((right) => JSON.stringify(right));
  const rights = [...new Set(texts)];
  const names = pairs.map((_, at) => `${letter(at, "L")} ${letter(rights.indexOf(texts[at] ?? ""), "R")}`);
  const part = (text: string, identifier: string, matchMax: number) =>
    tag("simpleAssociableChoice", { identifier, matchMax }, text);
  const worth = Math.round(1e7 / pairs.length) / 1e7;
  return {
    declarations: [
      declared(
        "RESPONSE",
        "multiple",
        "directedPair",
        names,
        rule === "each" ? names.map((name) => [name, worth]) : [],
      ),
    ],
    body: tag(
      "matchInteraction",
      { responseIdentifier: "RESPONSE", shuffle: "true", maxAssociations: pairs.length },
      tag("simpleMatchSet", {}, ...pairs.map(([left], at) => part(write.html(left), letter(at, "L"), 1))),
      tag(
        "simpleMatchSet",
        {},
        ...rights.map((text, at) => part(write.html(JSON.parse(text) as Prose), letter(at, "R"), 0)),
      ),
    ),
    processing: template(rule === "each" ? "map_response" : "match_correct"),
  };
}

const adds = (worth: string) =>
  tag("setOutcomeValue", { identifier: "SCORE" }, tag("sum", {}, tag("variable", { identifier: "SCORE" }), worth));
const float = (number: number) => tag("baseValue", { baseType: "float" }, String(number));

function compares(name: string, numbers: readonly Extract<Accepted, { kind: "number" }>[]): string {
  const branches = numbers.map((one, at) => {
    const test = { toleranceMode: "absolute", tolerance: `${one.tolerance} ${one.tolerance}` };
    return tag(
      at ? "responseElseIf" : "responseIf",
      {},
      tag("equal", test, tag("variable", { identifier: name }), float(one.value)),
      adds(float(one.credit)),
    );
  });
  return tag("responseCondition", {}, ...branches);
}

/** A field of its own for an answer that is typed or chosen, with what it earns. */
function blank(
  name: string,
  { choices, accepted }: AnswerOf<"gaps">["blanks"][number],
  matchCase: boolean,
  write: Writer,
): Parts {
  if (accepted.some(({ feedback }) => feedback)) write.losses.add("feedback");
  if (choices) {
    const map = accepted.flatMap((one): [string, number][] =>
      one.kind === "text" ? [[letter(choices.indexOf(one.spellings[0] ?? "")), one.credit]] : [],
    );
    const right = map.find(([, credit]) => credit === 1)?.[0] ?? "";
    const offered = choices.map((text, at) => tag("inlineChoice", { identifier: letter(at) }, textHtml(text)));
    return {
      declarations: [declared(name, "single", "identifier", [right], map)],
      body: tag("inlineChoiceInteraction", { responseIdentifier: name, shuffle: "false" }, ...offered),
      processing: adds(tag("mapResponse", { identifier: name })),
    };
  }
  const body = tag("textEntryInteraction", { responseIdentifier: name });
  const numbers = accepted.filter((one) => one.kind === "number");
  const best = accepted.find(({ credit }) => credit === 1);
  if (numbers.length === accepted.length) {
    if (numbers.some(({ units }) => units.length)) write.losses.add("units");
    return {
      declarations: [declared(name, "single", "float", [String(numbers.find(({ credit }) => credit === 1)?.value)])],
      body,
      processing: compares(name, numbers),
    };
  }
  if (numbers.length) write.losses.add("numbers");
  if (accepted.some((one) => one.kind === "text" && one.wildcards)) write.losses.add("wildcards");
  const words = (one: Accepted) => (one.kind === "text" ? one.spellings : [String(one.value)]);
  const map = accepted.flatMap((one) => words(one).map((text): [string, number] => [text, one.credit]));
  return {
    declarations: [declared(name, "single", "string", best ? words(best).slice(0, 1) : [], map, matchCase)],
    body,
    processing: adds(tag("mapResponse", { identifier: name })),
  };
}

function essay({ criteria, sample }: AnswerOf<"essay">, write: Writer): Parts & { guide: string } {
  const scorer = (content: string, label?: string) => tag("rubricBlock", { view: "scorer", label }, content);
  return {
    declarations: [tag("responseDeclaration", { identifier: "RESPONSE", cardinality: "single", baseType: "string" })],
    body: tag("extendedTextInteraction", { responseIdentifier: "RESPONSE" }),
    processing: "",
    guide: [
      ...criteria.map(({ text, marks }) => scorer(`<p>${textHtml(text)}</p>`, `marks-${marks}`)),
      ...(sample ? [scorer(write.block(sample))] : []),
    ].join(""),
  };
}

function gaps(answer: AnswerOf<"gaps">, stem: Prose, write: Writer): Parts {
  const fields = answer.blanks.map((one, at) => blank(`RESPONSE_${at + 1}`, one, answer.matchCase, write));
  const body = fields.reduce((html, field, at) => html.replace(`[[${at + 1}]]`, () => field.body), write.block(stem));
  return {
    declarations: fields.flatMap(({ declarations }) => declarations),
    body,
    processing: tag("responseProcessing", {}, ...fields.map(({ processing }) => processing)),
  };
}

function partsOf(answer: Answer, stem: Prose, write: Writer): Parts {
  if (answer.kind === "gaps") return gaps(answer, stem, write);
  const asked = write.block(stem);
  const after = (parts: Parts, guide = ""): Parts => ({ ...parts, body: guide + asked + parts.body });
  switch (answer.kind) {
    case "choice":
      return after(choice(answer, write));
    case "ordering":
      return after(ordering(answer, write));
    case "matching":
      return after(matching(answer, write));
    case "essay": {
      const { guide, ...parts } = essay(answer, write);
      return after(parts, guide);
    }
    case "text": {
      const parts = blank("RESPONSE", { accepted: answer.accepted }, answer.matchCase, write);
      return after({
        ...parts,
        body: tag("div", {}, parts.body),
        processing: tag("responseProcessing", {}, parts.processing),
      });
    }
  }
}

function nativeOf(answer: Answer): Setting[] {
  return answer.kind === "ordering" ? (answer.rule === "all" ? ["rule"] : []) : ["shuffle", "rule", "case"];
}

export type WrittenItem = { xml: string; tags: string[]; pictures: Picture[] };

const namespace = {
  xmlns: "http://www.imsglobal.org/xsd/imsqti_v2p1",
  "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
  "xsi:schemaLocation":
    "http://www.imsglobal.org/xsd/imsqti_v2p1 http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
};

/** One question as a QTI 2.1 item with its tags and pictures, which belong to the package. */
export function writeItem(identifier: string, draft: Draft, losses: Losses, files: Files): WrittenItem {
  const write = new Writer(files, losses);
  const { declarations, body, processing } = partsOf(draft.answer, draft.stem, write);
  const told = (name: string, prose: Prose) =>
    tag("modalFeedback", { outcomeIdentifier: "FEEDBACK", identifier: name, showHide: "show" }, write.block(prose));
  const item = tag(
    "assessmentItem",
    { ...namespace, identifier, title: nameOf(draft.stem), adaptive: "false", timeDependent: "false" },
    "\n",
    [
      ...declarations,
      tag(
        "outcomeDeclaration",
        { identifier: "SCORE", cardinality: "single", baseType: "float" },
        tag("defaultValue", {}, value("0")),
      ),
      tag("outcomeDeclaration", { identifier: "FEEDBACK", cardinality: "multiple", baseType: "identifier" }),
      tag("itemBody", {}, body),
      processing,
      ...(draft.explanation ? [told("EXPLANATION", draft.explanation)] : []),
      ...draft.hints.map((hint, at) => told(`HINT_${at + 1}`, hint)),
    ]
      .filter(Boolean)
      .join("\n"),
    "\n",
  );
  const tags = tagsOf(draft, nativeOf(draft.answer), losses, draft.answer.kind === "gaps" ? "fill_blank" : undefined);
  return { xml: `<?xml version="1.0" encoding="UTF-8"?>\n${item}\n`, tags, pictures: [...write.shown] };
}
