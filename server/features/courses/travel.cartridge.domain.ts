import { extensionOf, type Mime } from "@/lib/file-types";
import { type Draft, toDraft } from "@/server/features/assessment/formats/draft";
import { type Quiz, writeQti12 } from "@/server/features/assessment/formats/qti12";
import { escapeXml, tag } from "@/server/features/assessment/formats/xml";
import { lessonHtml, pageHtml } from "./lesson.html";
import { emptyLesson, type LessonDoc, type QuizBlock, quizzesOf } from "./lesson.schema";
import { type RubricWords, taskHtml, writeTask } from "./travel.cartridge.task.domain";
import type { Parcel } from "./travel.domain";
import type { TravelAssessment, TravelAssignment, TravelFile, TravelLesson } from "./travel.schema";

/** Common Cartridge 1.3: the words of its manifest. */
export const MANIFEST_ENTRY = "imsmanifest.xml";
export const cartridgeTypes = {
  page: "webcontent",
  link: "imswl_xmlv1p3",
  quiz: "imsqti_xmlv1p2/imscc_xmlv1p3/assessment",
  task: "assignment_xmlv1p0",
} as const;
const namespaces = {
  xmlns: "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1",
  "xmlns:lom": "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/resource",
  "xmlns:lomimscc": "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest",
  "xmlns:cpx": "http://www.imsglobal.org/xsd/imsccv1p3/imscp_extensionv1p2",
};
const linkNamespace = "http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3";
/** The source of a quiz that stands in a lesson as well. */
export const EMBEDDED = "lesson";

export const pageFile = ({ id, mime }: Pick<TravelFile, "id" | "mime">): string =>
  `web_resources/${id}.${extensionOf(mime as Mime)}`;
const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n`;

/** `variant` names the resource that says the same better, to whom its type is known. */
type Resource = { id: string; type: string; href: string; text?: string; variant?: string };
type Item = { title: string; resource?: string; items?: Item[] };

/** The address of a lesson that is one link and nothing else. */
function linkOf({ content }: LessonDoc): string | null {
  const [block, more] = content;
  const [words, others] = block?.type === "paragraph" ? (block.content ?? []) : [];
  if (more || others || words?.type !== "text") return null;
  const link = words.marks?.length === 1 ? words.marks[0] : undefined;
  return link?.type === "link" ? link.attrs.href : null;
}

const webLink = (title: string, href: string) =>
  xml(
    tag(
      "webLink",
      { xmlns: linkNamespace },
      tag("title", {}, escapeXml(title)),
      tag("url", { href, target: "_blank" }),
    ),
  );

/** A question of a lesson, as a quiz asks it. */
const embedded = ({ question: stem, options, right, explanation }: QuizBlock): Draft => ({
  place: { line: 1 },
  stem,
  ...(explanation && { explanation }),
  hints: [],
  competencies: [],
  tags: [],
  answer: {
    kind: "choice",
    multiple: false,
    allOrNothing: false,
    shuffle: false,
    options: options.map(({ key, text }) => ({ text, share: key === right ? 1 : 0 })),
  },
});

/** Writes the parts of a cartridge one after the other, each under a name of its own. */
class CartridgeWriter {
  readonly resources: Resource[] = [];
  readonly #files: Map<string, TravelFile>;

  constructor(
    private readonly parcel: Parcel,
    private readonly words: RubricWords,
  ) {
    this.#files = new Map(parcel.outline.files.map((file) => [file.id, file]));
  }

  /** Where a file lies, seen from a folder beside its own. */
  readonly #beside = (fileId: string) => `../${pageFile(this.#files.get(fileId) as TravelFile)}`;

  #add(resource: Resource): string {
    this.resources.push(resource);
    return resource.id;
  }

  #lesson({ id, title }: TravelLesson): Item {
    const body = this.parcel.bodies.get(id) ?? emptyLesson;
    const href = linkOf(body);
    if (href)
      return {
        title,
        resource: this.#add({ id, type: cartridgeTypes.link, href: `links/${id}.xml`, text: webLink(title, href) }),
      };
    const text = lessonHtml(body, { title, language: this.parcel.outline.course.language, address: this.#beside });
    return { title, resource: this.#add({ id, type: cartridgeTypes.page, href: `lessons/${id}.html`, text }) };
  }

  #quiz(id: string, quiz: Quiz, asked: Parameters<typeof writeQti12>[1]): Item[] {
    const text = writeQti12(quiz, asked, (fileId) => `$IMS-CC-FILEBASE$${this.#beside(fileId)}`);
    if (text === null) return [];
    return [
      { title: quiz.title, resource: this.#add({ id, type: cartridgeTypes.quiz, href: `quizzes/${id}.xml`, text }) },
    ];
  }

  #embedded({ id, title }: TravelLesson): Item[] {
    const asked = quizzesOf(this.parcel.bodies.get(id) ?? emptyLesson).map((one) => ({
      draft: embedded(one),
      points: 1,
    }));
    return this.#quiz(`${id}q`, { title, minutes: null, attempts: null, source: EMBEDDED }, asked);
  }

  #assessment(one: TravelAssessment, at: number): Item[] {
    const { outline, questions } = this.parcel;
    const labels = new Map(outline.questions.map((label) => [label.id, label]));
    const asked = one.items.flatMap(({ question: id, points }) => {
      const [question, label] = [questions.get(id), labels.get(id)];
      return question && label ? [{ draft: toDraft({ ...label, question }), points }] : [];
    });
    const quiz = { title: one.title, minutes: one.timeLimitMinutes, attempts: one.maxAttempts, source: null };
    return this.#quiz(`a${at + 1}`, quiz, asked);
  }

  /** An assignment as the extension has it, behind a page that says the same to whom the extension is unknown. */
  #task(one: TravelAssignment, at: number): Item[] {
    const { course, rubrics } = this.parcel.outline;
    const { title, instructions, rubric } = one;
    const criteria = rubrics.find(({ id }) => id === rubric)?.criteria ?? [];
    const [id, body] = [`t${at + 1}`, taskHtml(instructions, criteria, this.words)];
    const variant = this.#add({
      id,
      type: cartridgeTypes.task,
      href: `assignments/${id}.xml`,
      text: xml(writeTask(id, one, body)),
    });
    const text = pageHtml({ title, language: course.language, body });
    const page = { id: `${id}p`, type: cartridgeTypes.page, href: `assignments/${id}.html`, text, variant };
    return [{ title, resource: this.#add(page) }];
  }

  /** What the course shows in its order: lessons, after each the quizzes and tasks that belong to it; at the end those of none. */
  items(): Item[] {
    const { modules, assessments, assignments } = this.parcel.outline;
    const of = (lesson: string | null) => [
      ...assessments.flatMap((one, at) => (one.lesson === lesson ? this.#assessment(one, at) : [])),
      ...assignments.flatMap((one, at) => (one.lesson === lesson ? this.#task(one, at) : [])),
    ];
    const within = (lessons: readonly TravelLesson[]) =>
      lessons.flatMap((one) => [this.#lesson(one), ...this.#embedded(one), ...of(one.id)]);
    return [...modules.map(({ title, lessons }) => ({ title, items: within(lessons) })), ...of(null)];
  }
}

function itemXml({ title, resource, items = [] }: Item, at: string): string {
  const inside = items.map((one, place) => itemXml(one, `${at}_${place + 1}`)).join("\n");
  return tag("item", { identifier: at, identifierref: resource }, tag("title", {}, escapeXml(title)), inside);
}

const resourceXml = ({ id: identifier, type, href, variant: identifierref }: Resource) =>
  tag(
    "resource",
    { identifier, type, href },
    tag("file", { href }),
    identifierref ? tag("cpx:variant", { identifier: `${identifier}v`, identifierref }, tag("cpx:metadata", {})) : "",
  );

const said = (name: string, language: string, text: string) =>
  tag(`lomimscc:${name}`, {}, tag("lomimscc:string", { language }, escapeXml(text)));

/** The texts of a cartridge by entry; its files lie where `pageFile` says. */
export function cartridgeTexts(parcel: Parcel, words: RubricWords): Map<string, string> {
  const writer = new CartridgeWriter(parcel, words);
  const items = writer.items();
  const { course, files } = parcel.outline;
  const general = tag(
    "lomimscc:general",
    {},
    said("title", course.language, course.title),
    said("description", course.language, course.summary),
  );
  const metadata = tag(
    "metadata",
    {},
    tag("schema", {}, "IMS Common Cartridge"),
    tag("schemaversion", {}, "1.3.0"),
    tag("lomimscc:lom", {}, general),
  );
  const tree = tag(
    "organization",
    { identifier: "O_1", structure: "rooted-hierarchy" },
    tag("item", { identifier: "I" }, "\n", items.map((one, at) => itemXml(one, `I_${at + 1}`)).join("\n"), "\n"),
  );
  const listed: Resource[] = [
    ...writer.resources,
    ...files.map((file) => ({ id: `f-${file.id}`, type: cartridgeTypes.page, href: pageFile(file) })),
  ];
  const resources = listed.map(resourceXml);
  const manifest = tag(
    "manifest",
    { identifier: "course", ...namespaces },
    metadata,
    tag("organizations", {}, tree),
    tag("resources", {}, "\n", resources.join("\n"), "\n"),
  );
  return new Map([
    [MANIFEST_ENTRY, xml(manifest)],
    ...writer.resources.map(({ href, text = "" }): [string, string] => [href, text]),
  ]);
}
