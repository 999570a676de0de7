/** Questions from files of other programs, and our questions for them. Nothing here touches a database. */
import { textOf } from "./bytes";
import { type BankQuestion, type Draft, toDraft } from "./draft";
import { readGift } from "./gift.read";
import { writeGift } from "./gift.write";
import { type Loss, Losses } from "./losses";
import { readMoodle } from "./moodle.read";
import { writeMoodle } from "./moodle.write";
import type { Picture } from "./pictures";
import { limits, type Problem, Problems, Unreadable } from "./problems";
import { readQtiItem, readQtiPackage, writeQtiPackage } from "./qti.package";
import type { Read } from "./read";
import type { Files } from "./write";

export const questionFormats = ["gift", "moodle", "qti"] as const;
export type QuestionFormat = (typeof questionFormats)[number];

export type { BankQuestion } from "./draft";
export { type Loss, type LossKind, lossKinds } from "./losses";
export type { Picture } from "./pictures";
export { limits as questionFileLimits, type Problem, type Reason, reasons } from "./problems";

export type Imported = {
  format: QuestionFormat | null;
  questions: Read["questions"];
  /** Anything here means that the file is not to be taken: the questions are what could be read all the same. */
  problems: Problem[];
  losses: Loss[];
  /** Pictures the questions show, by the ids that stand in them until each is stored. */
  pictures: Picture[];
};

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** The name of the first element, past comments and declarations; each is looked at once, however many there are. */
function rootOf(text: string): string {
  const ends: [start: string, end: string][] = [
    ["<!--", "-->"],
    ["<?", "?>"],
    ["<!", ">"],
  ];
  let at = text.search(/\S/u);
  for (let found = ends.find(([start]) => text.startsWith(start, at)); found; ) {
    const end = text.indexOf(found[1], at);
    if (end < 0) return "";
    at = text.indexOf("<", end);
    found = at < 0 ? undefined : ends.find(([start]) => text.startsWith(start, at));
  }
  const name = /^<([A-Za-z][\w.:-]*)/u.exec(text.slice(Math.max(0, at), at + 200))?.[1];
  return name?.replace(/^.*:/u, "") ?? "";
}

/** The format of a file, by what is in it and not by its name. */
function read(bytes: Uint8Array): { format: QuestionFormat; result: Read } {
  if (bytes.length > limits.bytes) throw new Unreadable({ line: 1 }, "tooLarge", String(bytes.length));
  if (isZip(bytes)) return { format: "qti", result: readQtiPackage(bytes) };
  const text = textOf(bytes);
  if (!text.trim()) throw new Unreadable({ line: 1 }, "empty", "");
  if (text.includes("\u0000"))
    throw new Unreadable({ line: text.slice(0, text.indexOf("\u0000")).split("\n").length }, "encoding", "NUL");
  if (!/^\s*<(?:[?!]|[A-Za-z][\w.-]*[\s>:/])/u.test(text)) return { format: "gift", result: readGift(text) };
  const root = rootOf(text);
  if (root === "quiz") return { format: "moodle", result: readMoodle(text) };
  if (root === "assessmentItem") return { format: "qti", result: readQtiItem(text) };
  // A page of HTML or a QTI 1.2 or 3 file: well formed or not, it is none of ours.
  throw new Unreadable({ line: 1 }, "unknownFormat", root);
}

/** Reads a file of questions whatever its format. Never throws: a file that cannot be read is a list of problems. */
export function importQuestions(bytes: Uint8Array): Imported {
  const problems = new Problems();
  const found = problems.attempt(() => read(bytes));
  if (!found) return { format: null, questions: [], problems: problems.list, losses: [], pictures: [] };
  const { questions, losses, pictures } = found.result;
  if (!questions.length && !found.result.problems.list.length) found.result.problems.add({ line: 1 }, "empty");
  return { format: found.format, questions, problems: found.result.problems.list, losses, pictures };
}

export type Exported = { name: string; type: string; bytes: Uint8Array; losses: Loss[] };

/** The draft of a question, and what of it no file format has a place for. */
function prepared(question: BankQuestion, at: number): { draft: Draft; losses: Losses } {
  const losses = new Losses();
  if (JSON.stringify(question.question).includes('"transcript":')) losses.add("transcript");
  return { draft: toDraft(question, at), losses };
}

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Writes questions into a file of a format; what it cannot say of them, or which it cannot hold, is named. */
export function exportQuestions(
  questions: readonly BankQuestion[],
  format: QuestionFormat,
  files: Files = new Map(),
): Exported {
  const drafts = questions.map(prepared);
  const write = (one: (draft: Draft, losses: Losses) => string | null) =>
    drafts.flatMap(({ draft, losses }) => {
      const written = one(draft, losses);
      if (written === null) losses.add("unsupported");
      return written === null ? [] : [written];
    });
  const lost = () => drafts.flatMap(({ losses }, at) => losses.list(at));
  switch (format) {
    case "gift": {
      const bytes = utf8(`${write(writeGift).join("\n\n")}\n`);
      return { name: "questions.gift.txt", type: "text/plain; charset=utf-8", bytes, losses: lost() };
    }
    case "moodle": {
      const body = write((draft, losses) => writeMoodle(draft, losses, files)).join("\n");
      const bytes = utf8(`<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${body}\n</quiz>\n`);
      return { name: "questions.moodle.xml", type: "application/xml", bytes, losses: lost() };
    }
    case "qti": {
      const bytes = writeQtiPackage(drafts, files);
      return { name: "questions.qti.zip", type: "application/zip", bytes, losses: lost() };
    }
  }
}
