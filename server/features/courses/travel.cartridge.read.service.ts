import { declaredFor, isMime, type Mime, shownAs } from "@/lib/file-types";
import { adaptiveConfig } from "@/server/features/assessment/adaptive.schema";
import { textOf } from "@/server/features/assessment/formats/bytes";
import type { BankQuestion } from "@/server/features/assessment/formats/draft";
import { Problems } from "@/server/features/assessment/formats/problems";
import { decoded, resolve } from "@/server/features/assessment/formats/qti.package";
import { readQti12 } from "@/server/features/assessment/formats/qti12";
import {
  descendants,
  element,
  elements,
  readXml,
  textIn,
  type XmlNode,
} from "@/server/features/assessment/formats/xml";
import type { Question } from "@/server/features/assessment/question.schema";
import { contentId, servedName, tidyName } from "@/server/features/files/files.domain";
import { certificateRule } from "@/server/features/recognition/certificates.schema";
import type { Unzip } from "@/server/platform/media/unzip";
import type { ShownFile } from "./lesson.files.domain";
import { fileLesson, linkLine, pageLesson } from "./lesson.html";
import { emptyLesson, filesOf, type LessonDoc, lessonDoc, linkAddress } from "./lesson.schema";
import { EMBEDDED, MANIFEST_ENTRY } from "./travel.cartridge.domain";
import { type Findings, type Found, withFile } from "./travel.read.service";
import {
  type Outline,
  outlineSchema,
  TRAVEL_FORMAT,
  TRAVEL_VERSION,
  type TravelFile,
  type TravelLesson,
  type TravelPlace,
  travelLimits,
} from "./travel.schema";

export { MANIFEST_ENTRY } from "./travel.cartridge.domain";

type Resource = { type: string; href: string };
/** A leaf of the tree: what it is called and what it leads to. */
type Leaf = { title: string; resource: Resource | null };
type Branch = { title: string; leaves: Leaf[]; alone: boolean };

/** Kinds of resources that have no place here, by what their type says. */
const leftOut: [type: RegExp, what: string][] = [
  [/^imsdt_/u, "discussion"],
  [/^imsbasiclti_/u, "lti"],
  [/^assignment_/u, "assignment"],
  [/\/question-bank$/u, "bank"],
  [/^associatedcontent\//u, "associated"],
];
const isPage = (path: string) => /\.x?html?$/iu.test(path);
const short = (text: string, instead: string) => text.replace(/\s+/gu, " ").trim().slice(0, 140).trim() || instead;

/** Reads one entry as text; undefined, and a fault with its line, when it cannot be read. */
async function readText<T>(archive: Unzip, entry: string, findings: Findings, read: (text: string) => T) {
  const size = archive.sizeOf(entry);
  if (size === undefined) return void findings.fault(entry, "courseFile.missing");
  if (size > travelLimits.text) return void findings.fault(entry, "courseFile.tooLarge");
  const bytes = await archive.read(entry);
  const problems = new Problems();
  const done = problems.attempt(() => read(textOf(bytes)));
  for (const { line, reason, detail } of problems.list)
    findings.fault(entry, `questionFile.${reason}`, { at: String(line), detail });
  return done;
}

type Measured = ShownFile & { entry: string; file: TravelFile };

/** Every file of a kind we take: what it is, how large it is drawn. What is not what its name says stays behind. */
async function measure(archive: Unzip, findings: Findings): Promise<Map<string, Measured>> {
  const named = archive.names.filter((name) => isMime(declaredFor(name)) && declaredFor(name) !== "application/zip");
  const files = new Map<string, Measured>();
  if (named.length > travelLimits.files)
    findings.fault(MANIFEST_ENTRY, "courseFile.tooLarge", { detail: String(named.length) });
  for (const entry of named.slice(0, travelLimits.files)) {
    const mime = declaredFor(entry) as Mime;
    const name = servedName(tidyName(entry), mime);
    const taken = await withFile(archive, entry, mime, async ({ digest, unpacked: size, width, height }) => {
      const id = contentId(digest);
      const file = { id, name, mime, sha256: digest, size };
      return { id, kind: shownAs(mime), name, size, width, height, entry, file };
    });
    if ("refused" in taken) findings.note(entry, "media");
    else files.set(entry, taken.done);
  }
  return files;
}

/** Reads a cartridge part by part, in the order of its manifest. */
class CartridgeReader {
  readonly bodies = new Map<string, LessonDoc>();
  readonly questions = new Map<string, Question>();
  readonly labels: Outline["questions"] = [];
  readonly assessments: Outline["assessments"] = [];
  readonly resources: Outline["resources"] = [];
  readonly #used = new Set<string>();
  #lessons = 0;

  constructor(
    private readonly archive: Unzip,
    private readonly findings: Findings,
    private readonly place: TravelPlace,
    private readonly files: ReadonlyMap<string, Measured>,
  ) {}

  /** The lessons of a part of the tree; its quizzes belong to the lesson before them. */
  async lessons(leaves: readonly Leaf[]): Promise<TravelLesson[]> {
    const lessons: TravelLesson[] = [];
    for (const { title, resource } of leaves) {
      if (!resource) this.findings.fault(MANIFEST_ENTRY, "courseFile.reference", { detail: title });
      else if (isQuiz(resource)) await this.quiz(title, resource, lessons.at(-1)?.id ?? null);
      else lessons.push(...(await this.#lesson(title, resource)));
    }
    return lessons;
  }

  async #lesson(title: string, { type, href }: Resource): Promise<TravelLesson[]> {
    const what =
      leftOut.find(([kind]) => kind.test(type))?.[1] ?? (/^(?:webcontent$|imswl_)/u.test(type) ? null : "unknown");
    if (what) {
      this.findings.note(href || MANIFEST_ENTRY, what, title);
      return [];
    }
    const body = type === "webcontent" ? await this.#page(title, href) : await this.#link(title, href);
    if (!body) return [];
    this.#lessons += 1;
    const id = `l${this.#lessons}`;
    this.bodies.set(id, body);
    this.#show(body, id);
    const settings = { minutes: 10, isPreview: false, completion: "READ" as const, competencies: [], written: true };
    return [{ id, title, ...settings }];
  }

  /** Files of a lesson stand beside it as well: that is how its readers may open them. */
  #show(body: LessonDoc, lesson: string): void {
    for (const id of filesOf(body)) {
      const file = [...this.files.values()].find((one) => one.id === id);
      if (!file) continue;
      this.#used.add(id);
      this.resources.push({ file: id, title: file.name, lesson });
    }
  }

  async #page(title: string, path: string): Promise<LessonDoc | null> {
    const file = this.files.get(path);
    if (file) return fileLesson(file, title);
    if (!isPage(path)) {
      this.findings.note(path, "media", title);
      return null;
    }
    const html = await readText(this.archive, path, this.findings, (text) => text);
    if (html === undefined) return null;
    const page = pageLesson(html, {
      file: (address) => this.files.get(this.#entryOf(path, address)) ?? null,
      onLoss: (what) => this.findings.note(path, what, title),
    });
    return this.#judged(path, page);
  }

  /** Which entry an address of a page leads to; other systems begin it with a sign for the folder of files. */
  #entryOf(page: string, address: string): string {
    const plain = decoded(address.replace(/[?#].*$/su, ""));
    const rest = /^\$IMS[-_]CC[-_]FILEBASE\$\/?(.*)$/su.exec(plain)?.[1];
    if (rest === undefined) return resolve(page, plain) ?? "";
    const inFolder = resolve("web_resources/", rest) ?? "";
    return this.files.has(inFolder) ? inFolder : (resolve("", rest.replace(/^(?:\.\.\/)+/u, "")) ?? "");
  }

  async #link(title: string, path: string): Promise<LessonDoc | null> {
    const root = await readText(this.archive, path, this.findings, (text) => readXml(text, path));
    const href = root && descendants(root, "url")[0]?.attributes.href?.trim();
    if (!root) return null;
    if (href && linkAddress.safeParse(href).success) return { type: "doc", content: [linkLine(href, title)] };
    this.findings.note(path, "link", title);
    return null;
  }

  #judged(entry: string, page: LessonDoc): LessonDoc | null {
    const judged = lessonDoc.safeParse(page);
    if (!judged.success) this.findings.refused(entry, judged.error);
    return judged.data ?? null;
  }

  /** A quiz and its questions; one that was made of a lesson's own questions stands there already. */
  async quiz(title: string, { href }: Resource, lesson: string | null): Promise<void> {
    const read = await readText(this.archive, href, this.findings, (text) => readQti12(text, href));
    if (!read) return;
    for (const { line, detail } of read.refused)
      this.findings.note(href, "question", `${line}${detail ? ` · ${detail}` : ""}`);
    if (read.source === EMBEDDED || read.items.length === 0) return;
    const items = read.items.map(({ question, points }) => ({
      question: this.#ask(question),
      points,
      right: null,
      wrong: null,
    }));
    this.assessments.push({
      title: short(read.title, title),
      instructions: "",
      mode: "FIXED",
      adapts: adaptiveConfig.parse({}),
      timeLimitMinutes: read.minutes,
      maxAttempts: read.attempts ?? 1,
      passPercent: null,
      opensAt: null,
      dueAt: null,
      shuffle: false,
      showsKey: true,
      lesson,
      items,
    });
  }

  #ask({ question }: BankQuestion): string {
    const id = `q${this.labels.length + 1}`;
    const { grade, learningAreaCode: learningArea, language } = this.place;
    this.labels.push({ id, grade, learningArea, language, difficulty: 3, tags: [], competencies: [] });
    this.questions.set(id, question);
    return id;
  }

  /** Files the manifest names and no lesson shows belong to the whole course. */
  attachRest(resources: Iterable<Resource>): void {
    for (const { type, href } of resources) {
      const file = type === "webcontent" ? this.files.get(href) : undefined;
      if (!file || this.#used.has(file.id)) continue;
      this.#used.add(file.id);
      this.resources.push({ file: file.id, title: file.name, lesson: null });
    }
  }

  /** Files that stand somewhere in the course, each once. */
  get kept(): Measured[] {
    return [...new Map([...this.files.values()].map((one) => [one.id, one])).values()].filter(({ id }) =>
      this.#used.has(id),
    );
  }
}

const isQuiz = ({ type }: Resource) => /^imsqti_xmlv1p2\/.*\/assessment$/u.test(type);

function resourcesOf(manifest: XmlNode): Map<string, Resource> {
  return new Map(
    descendants(manifest, "resource").map((resource) => {
      const { attributes } = resource;
      const first = element(resource, "file")?.attributes.href;
      const href = resolve(attributes.base ? `${attributes.base}/` : "", decoded(attributes.href ?? first ?? "")) ?? "";
      return [attributes.identifier ?? "", { type: attributes.type ?? "", href }];
    }),
  );
}

const wordsOf = (node: XmlNode, name: string): string => {
  const found = descendants(node, "general")[0];
  const words = found && element(found, name);
  return words ? textIn(words).trim() : "";
};
const titleOf = (manifest: XmlNode) => {
  const title = short(wordsOf(manifest, "title"), "");
  return title.length >= 3 ? title : "Imported course";
};
const titleIn = (item: XmlNode) => short(textIn(element(item, "title") ?? { ...item, children: [] }), "…");

/** Leaves below an item in reading order, however deep the tree is. */
function leavesOf(item: XmlNode, resources: ReadonlyMap<string, Resource>): Leaf[] {
  const ref = item.attributes.identifierref;
  const own = ref ? [{ title: titleIn(item), resource: resources.get(ref) ?? null }] : [];
  return [...own, ...elements(item, "item").flatMap((one) => leavesOf(one, resources))];
}

/** The tree as modules: what has parts is one; leaves that stand alone make one where they stand, quizzes none. */
function branchesOf(root: XmlNode | undefined, resources: ReadonlyMap<string, Resource>, title: string): Branch[] {
  const branches: Branch[] = [];
  for (const item of root ? elements(root, "item") : []) {
    const leaves = leavesOf(item, resources);
    const alone = elements(item, "item").length === 0 && Boolean(item.attributes.identifierref);
    const last = branches.at(-1);
    if (alone && last?.alone) last.leaves.push(...leaves);
    else branches.push({ title: alone ? title : titleIn(item), leaves, alone });
  }
  return branches;
}

/** A course in Common Cartridge, of this school or of another system. Null where it cannot be read. */
export async function readCartridge(archive: Unzip, findings: Findings, place: TravelPlace): Promise<Found | null> {
  const manifest = await readText(archive, MANIFEST_ENTRY, findings, (text) => readXml(text, MANIFEST_ENTRY));
  if (!manifest) return null;
  const reader = new CartridgeReader(archive, findings, place, await measure(archive, findings));
  const resources = resourcesOf(manifest);
  const root = descendants(manifest, "organization")[0];
  const modules: Outline["modules"] = [];
  for (const { title, leaves, alone } of branchesOf(root && element(root, "item"), resources, titleOf(manifest))) {
    const lessons = await reader.lessons(leaves);
    if (lessons.length || !alone) modules.push({ title, summary: null, opensOn: null, lessons });
  }
  reader.attachRest(resources.values());
  if (!reader.bodies.size && !findings.faults.length) findings.fault(MANIFEST_ENTRY, "courseFile.empty");
  return outlined(reader, findings, { modules, course: factsOf(manifest, place) });
}

const factsOf = (manifest: XmlNode, { grade, learningAreaCode, language }: TravelPlace): Outline["course"] => ({
  title: titleOf(manifest),
  grade,
  learningArea: learningAreaCode,
  language,
  summary: wordsOf(manifest, "description")
    .replace(/<[^>]*>/gu, " ")
    .replace(/\s+/gu, " ")
    .trim()
    .slice(0, 400)
    .trim(),
  description: emptyLesson,
  whatYouLearn: [],
  audience: null,
  requirements: null,
  price: 0,
  inPlan: false,
  drip: "OPEN",
  certificate: certificateRule.parse({}),
  allowsReviews: true,
  allowsQuestions: true,
  allowsComments: true,
  cover: null,
  coverAlt: null,
  requires: [],
});

/** What was read as an outline; a cartridge that holds more than a course may is refused by the same rules. */
function outlined(
  reader: CartridgeReader,
  findings: Findings,
  parts: Pick<Outline, "modules" | "course">,
): Found | null {
  const { bodies, questions, kept } = reader;
  const outline = outlineSchema.safeParse({
    ...parts,
    format: TRAVEL_FORMAT,
    version: TRAVEL_VERSION,
    files: kept.map(({ file }) => file),
    resources: reader.resources,
    questions: reader.labels,
    assessments: reader.assessments,
    rubrics: [],
    assignments: [],
  });
  if (!outline.success) {
    findings.refused(MANIFEST_ENTRY, outline.error);
    return null;
  }
  return {
    parcel: { outline: outline.data, bodies, questions },
    sources: new Map(kept.map(({ id, entry }) => [id, entry])),
  };
}
