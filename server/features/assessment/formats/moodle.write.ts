import { type Prose, proseText } from "@/lib/prose";
import type { Accepted } from "../question.schema";
import { writeCloze } from "./cloze";
import type { AnswerOf, Draft } from "./draft";
import { filesIn, textHtml } from "./html";
import type { Losses } from "./losses";
import { nameOf } from "./name";
import { type Picture, pictureName } from "./pictures";
import { tagsOf } from "./tags";
import { writeStars } from "./wildcards";
import { type Files, htmlWith, wordsOf } from "./write";
import { escapeXml, tag } from "./xml";

const text = (words: string) => tag("text", {}, escapeXml(words));
const simple = (name: string, value: string | number) => tag(name, {}, escapeXml(String(value)));
const percent = (share: number) => Number((share * 100).toFixed(5));

/** Writes the elements of one question. */
class Writer {
  constructor(
    readonly files: Files,
    readonly losses: Losses,
  ) {}

  html(prose: Prose): string {
    const address = (picture: Picture) => `@@PLUGINFILE@@/${pictureName(picture)}`;
    const sound = (src: string, title: string) => tag("audio", { src, title, controls: "controls" }, " ");
    return htmlWith(prose, this.files, this.losses, address, sound);
  }

  /** The files a passage shows, each once. */
  attached(prose: Prose): string[] {
    return [...new Set(filesIn(prose))].flatMap((id) => {
      const picture = this.files.get(id);
      const attributes = { name: picture && pictureName(picture), path: "/", encoding: "base64" };
      return picture ? [tag("file", attributes, Buffer.from(picture.bytes).toString("base64"))] : [];
    });
  }

  passage(name: string, prose: Prose, attributes: Record<string, string | number> = {}, ...more: string[]): string {
    const plain = typeof prose === "string";
    const words = plain ? prose : this.html(prose);
    return tag(
      name,
      { ...attributes, format: plain ? "plain_text" : "html" },
      text(words),
      ...this.attached(prose),
      ...more,
    );
  }

  comment(feedback: Prose | undefined): string[] {
    return feedback ? [this.passage("feedback", feedback)] : [];
  }
}

function choice({ multiple, shuffle, options }: AnswerOf<"choice">, write: Writer): string[] {
  return [
    simple("single", String(!multiple)),
    simple("shuffleanswers", String(shuffle)),
    simple("answernumbering", "abc"),
    ...options.map((one) =>
      write.passage("answer", one.text, { fraction: percent(one.share) }, ...write.comment(one.feedback)),
    ),
  ];
}

function shortAnswer(accepted: readonly Accepted[], matchCase: boolean, write: Writer): string[] {
  const answer = (words: string, one: Accepted) =>
    tag("answer", { fraction: percent(one.credit), format: "plain_text" }, text(words), ...write.comment(one.feedback));
  const lines = accepted.flatMap((one) => {
    if (one.kind === "number") {
      write.losses.add("numbers");
      return [answer(String(one.value), one)];
    }
    const spellings = writeStars(one);
    if (!spellings) write.losses.add("wildcards");
    return (spellings ?? one.spellings).map((words) => answer(words, one));
  });
  return [simple("usecase", matchCase ? 1 : 0), ...lines];
}

function numerical(accepted: readonly Extract<Accepted, { kind: "number" }>[], write: Writer): string[] {
  const units = accepted[0]?.units ?? [];
  if (accepted.some((one) => one.units.join("\n") !== units.join("\n"))) write.losses.add("units");
  const unit = (name: string) => tag("unit", {}, simple("multiplier", 1), simple("unit_name", name));
  return [
    ...accepted.map((one) =>
      tag(
        "answer",
        { fraction: percent(one.credit), format: "plain_text" },
        text(String(one.value)),
        simple("tolerance", one.tolerance),
        ...write.comment(one.feedback),
      ),
    ),
    ...(units.length ? [tag("units", {}, ...units.map(unit))] : []),
    simple("unitgradingtype", 0),
    simple("showunits", units.length ? 0 : 3),
  ];
}

function typed({ accepted, matchCase }: AnswerOf<"text">, write: Writer): { type: string; parts: string[] } {
  const numbers = accepted.filter((one) => one.kind === "number");
  return numbers.length === accepted.length
    ? { type: "numerical", parts: numerical(numbers, write) }
    : { type: "shortanswer", parts: shortAnswer(accepted, matchCase, write) };
}

function essay({ words, criteria, sample }: AnswerOf<"essay">, write: Writer): string[] {
  const list = criteria.map(({ text: words, marks }) => `<li>[${marks}] ${textHtml(words)}</li>`).join("");
  const told =
    sample === undefined ? "" : typeof sample === "string" ? `<p>${textHtml(sample)}</p>` : write.html(sample);
  const info = `${list && `<ol>${list}</ol>`}${told}`;
  return [
    simple("responseformat", "editor"),
    simple("responserequired", 1),
    ...(words?.least ? [simple("minwordlimit", words.least)] : []),
    ...(words?.most ? [simple("maxwordlimit", words.most)] : []),
    tag("graderinfo", { format: "html" }, text(info), ...write.attached(sample ?? "")),
    tag("responsetemplate", { format: "html" }, text("")),
  ];
}

function matching({ pairs, extra }: AnswerOf<"matching">, write: Writer): string[] {
  const row = (left: Prose, right: Prose) =>
    write.passage("subquestion", left, {}, tag("answer", {}, text(wordsOf(right, write.losses))));
  return [
    simple("shuffleanswers", "true"),
    ...pairs.map(([left, right]) => row(left, right)),
    ...extra.map((right) => row("", right)),
  ];
}

const gradings = {
  all: "ALL_OR_NOTHING",
  position: "ABSOLUTE_POSITION",
  neighbours: "RELATIVE_NEXT_EXCLUDE_LAST",
} as const;

function ordering({ items, rule }: AnswerOf<"ordering">, write: Writer): string[] {
  return [
    simple("layouttype", "VERTICAL"),
    simple("selecttype", "ALL"),
    simple("selectcount", 0),
    simple("gradingtype", gradings[rule]),
    simple("gradingdetails", "SHOW"),
    simple("numberingstyle", "none"),
    ...items.map((item, at) => write.passage("answer", item, { fraction: at + 1 })),
  ];
}

type Written = { type: string; parts: string[]; stem?: string };

function answerOf({ answer, stem }: Draft, write: Writer): Written | null {
  switch (answer.kind) {
    case "choice":
      return { type: "multichoice", parts: choice(answer, write) };
    case "text":
      return typed(answer, write);
    case "essay":
      return { type: "essay", parts: essay(answer, write) };
    case "matching":
      return { type: "matching", parts: matching(answer, write) };
    case "ordering":
      return { type: "ordering", parts: ordering(answer, write) };
    case "gaps": {
      const cloze = writeCloze(write.html(stem), answer, (prose) => textHtml(proseText(prose)), write.losses);
      return cloze === null
        ? null
        : {
            type: "cloze",
            parts: [],
            stem: tag("questiontext", { format: "html" }, text(cloze), ...write.attached(stem)),
          };
    }
  }
}

const native = {
  choice: ["shuffle"],
  text: ["case"],
  essay: ["words"],
  gaps: ["case"],
  matching: [],
  ordering: ["rule"],
} as const;

/** One question in Moodle XML, or null when Moodle has no question for it. */
export function writeMoodle(draft: Draft, losses: Losses, files: Files): string | null {
  const write = new Writer(files, losses);
  const written = answerOf(draft, write);
  if (!written) return null;
  const tags = tagsOf(draft, native[draft.answer.kind], losses);
  return tag(
    "question",
    { type: written.type },
    "\n",
    [
      tag("name", {}, text(nameOf(draft.stem))),
      written.stem ?? write.passage("questiontext", draft.stem),
      write.passage("generalfeedback", draft.explanation ?? ""),
      simple("defaultgrade", "1.0000000"),
      simple("penalty", "0.3333333"),
      simple("hidden", 0),
      ...written.parts,
      ...draft.hints.map((hint) => write.passage("hint", hint)),
      ...(tags.length ? [tag("tags", {}, ...tags.map((one) => tag("tag", {}, text(one))))] : []),
    ].join("\n"),
    "\n",
  );
}
