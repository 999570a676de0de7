import type { z } from "zod";
import { textHtml } from "@/server/features/assessment/formats/html";
import { Unreadable } from "@/server/features/assessment/formats/problems";
import {
  element,
  elements,
  escapeXml,
  readXml,
  tag,
  textIn,
  type XmlNode,
} from "@/server/features/assessment/formats/xml";
import { rubricCriteria } from "@/server/features/assignments/rubric.schema";
import { type Mark, markCodes } from "@/server/features/grading/marks.schema";
import type { TravelAssignment } from "./travel.schema";

/** Assignments in cartridges: the extension of Common Cartridge 1.3, and what Canvas says to readers of 1.1. */
const namespace = "http://www.imsglobal.org/xsd/imscc_extensions/assignment";
export type Criteria = z.output<typeof rubricCriteria>;

// ── Writing ──────────────────────────────────────────────────────────────────────────────────────

/** What a rubric is told with, in the language of its course. */
export type RubricWords = { title: string; times: (count: number) => string; level: (mark: Mark) => string };

/** A rubric as words to read; what it is made of stands beside them, for a reader of ours. */
function rubricHtml(criteria: Criteria, words: RubricWords): string {
  const level = (levels: Criteria[number]["levels"]) => (mark: Mark) =>
    tag("li", {}, escapeXml(`${words.level(mark)}: ${levels[mark]}`));
  const told = criteria.map(
    ({ title, weight, levels }) =>
      tag("p", {}, tag("strong", {}, escapeXml(`${title} (${words.times(weight)})`))) +
      tag("ul", {}, ...markCodes.map(level(levels))),
  );
  const ours = { "data-uhs": "rubric", "data-attrs": JSON.stringify({ criteria }) };
  return tag("div", ours, tag("h2", {}, escapeXml(words.title)), ...told);
}

/** What is asked, and at its end what it is graded by: a cartridge has no other place for a rubric. */
export const taskHtml = (instructions: string, criteria: Criteria, words: RubricWords): string =>
  instructions
    .split(/\n{2,}/u)
    .filter(Boolean)
    .map((paragraph) => tag("p", {}, textHtml(paragraph)))
    .join("\n") + rubricHtml(criteria, words);

/** An assignment as the extension says it. It is graded in levels: there are no points to tell. */
export function writeTask(id: string, { title, takesText, takesPhotos, takesFiles }: TravelAssignment, html: string) {
  const kinds = [...(takesText ? ["text"] : []), ...(takesPhotos || takesFiles ? ["file"] : [])];
  return tag(
    "assignment",
    { xmlns: namespace, identifier: id },
    tag("title", {}, escapeXml(title)),
    tag("text", { texttype: "text/html" }, escapeXml(html)),
    tag("gradable", {}, "true"),
    tag("submission_formats", {}, ...kinds.map((type) => tag("format", { type }))),
  );
}

// ── Reading ──────────────────────────────────────────────────────────────────────────────────────

/** What of an assignment has no place here: a key below `errors.courseNote`. */
type TaskLoss = "taskTeacher" | "taskPoints" | "taskAddress" | "taskFormats";
export type ReadTask = {
  title: string;
  /** What is asked; empty where it stands on a page of its own. */
  html: string;
  attachments: string[];
  /** Addresses of files that are for teachers alone. */
  withheld: string[];
  takesText: boolean;
  takesFiles: boolean;
  losses: TaskLoss[];
};

/** How work is handed in, in the words of the extension and in those of Canvas. */
const handedIn: Record<string, "text" | "file" | "address"> = {
  text: "text",
  html: "text",
  online_text_entry: "text",
  file: "file",
  online_upload: "file",
  url: "address",
  online_url: "address",
};

const wordsIn = (root: XmlNode, name: string): string =>
  textIn(element(root, name) ?? { ...root, children: [] }).trim();

function passage(root: XmlNode): string {
  const text = element(root, "text");
  if (!text) return "";
  return /plain/iu.test(text.attributes.texttype ?? "") ? `<p>${textHtml(textIn(text).trim())}</p>` : textIn(text);
}

/** The kinds it takes; where none of them is known here it takes all, for its teacher to choose from. */
function taken(root: XmlNode): Pick<ReadTask, "takesText" | "takesFiles" | "losses"> {
  const formats = element(root, "submission_formats");
  const named = formats
    ? elements(formats, "format").map(({ attributes }) => attributes.type ?? "")
    : wordsIn(root, "submission_types").split(",").filter(Boolean);
  const kinds = new Set(named.map((one) => handedIn[one.trim()]));
  const losses = [
    ...(kinds.has("address") ? ["taskAddress" as const] : []),
    ...(kinds.has(undefined) || !named.length ? ["taskFormats" as const] : []),
  ];
  const [text, file] = [kinds.has("text") || kinds.has("address"), kinds.has("file")];
  return { takesText: text || !file, takesFiles: file || !text, losses };
}

/** The files that come with it, for learners and for teachers alone. */
function attached(root: XmlNode): Pick<ReadTask, "attachments" | "withheld"> {
  const list = element(root, "attachments");
  const all = (list ? elements(list, "attachment") : []).map(({ attributes: { href = "", role = "" } }) => ({
    href,
    withheld: /^(?:instructor|teacher)/iu.test(role),
  }));
  const addresses = (withheld: boolean) => all.filter((one) => one.withheld === withheld).map(({ href }) => href);
  return { attachments: addresses(false), withheld: addresses(true) };
}

/** An assignment of the extension, or the settings Canvas writes beside a page. Throws Unreadable for anything else. */
export function readTask(text: string, file: string): ReadTask {
  const root = readXml(text, file);
  if (root.name !== "assignment") throw new Unreadable(root.place, "missingPart", "assignment");
  const points = element(root, "gradable")?.attributes.points_possible ?? wordsIn(root, "points_possible");
  const files = attached(root);
  const { losses, ...kinds } = taken(root);
  const forTeachers = wordsIn(root, "instructor_text") !== "" || files.withheld.length > 0;
  return {
    title: wordsIn(root, "title"),
    html: passage(root),
    ...files,
    ...kinds,
    losses: [...(forTeachers ? ["taskTeacher" as const] : []), ...(points ? ["taskPoints" as const] : []), ...losses],
  };
}

/** The criteria a rubric of ours was written from; null where they are none. */
export const criteriaOf = ({ criteria }: Record<string, unknown>): Criteria | null =>
  rubricCriteria.safeParse(criteria).data ?? null;
