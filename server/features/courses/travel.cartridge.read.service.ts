import { declaredFor, isMime, type Mime, shownAs } from "@/lib/file-types";
import { filesNamed } from "@/lib/named-files";
import { adaptiveConfig } from "@/server/features/assessment/adaptive.schema";
import { textOf } from "@/server/features/assessment/formats/bytes";
import type { BankQuestion } from "@/server/features/assessment/formats/draft";
import { Problems } from "@/server/features/assessment/formats/problems";
import { decoded, resolve } from "@/server/features/assessment/formats/qti.package";
import { readQti12 } from "@/server/features/assessment/formats/qti12";
import { descendants, element, readXml, type XmlNode } from "@/server/features/assessment/formats/xml";
import type { Question } from "@/server/features/assessment/question.schema";
import { firstCriteria } from "@/server/features/assignments/assignments.domain";
import { contentId, servedName, tidyName } from "@/server/features/files/files.domain";
import { certificateRule } from "@/server/features/recognition/certificates.schema";
import type { Unzip } from "@/server/platform/media/unzip";
import type { ShownFile } from "./lesson.files.domain";
import { fileLesson, linkLine, type PageSource, pageLesson } from "./lesson.html";
import { emptyLesson, filesOf, type LessonDoc, lessonDoc, linkAddress } from "./lesson.schema";
import { plainText } from "./lesson.text";
import { EMBEDDED, MANIFEST_ENTRY } from "./travel.cartridge.domain";
import {
  branchesOf,
  isQuiz,
  isTask,
  type Leaf,
  type Resource,
  resourcesOf,
  short,
  titleOf,
  wordsOf,
} from "./travel.cartridge.manifest.domain";
import { type Criteria, criteriaOf, type ReadTask, readTask } from "./travel.cartridge.task.domain";
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

/** Kinds of resources that have no place here, by what their type says. */
const leftOut: [type: RegExp, what: string][] = [
  [/^imsdt_/u, "discussion"],
  [/^imsbasiclti_/u, "lti"],
  [/\/question-bank$/u, "bank"],
  [/^associatedcontent\//u, "associated"],
];
const isPage = (path: string) => /\.x?html?$/iu.test(path);

/** What no cartridge says of a task: as a new one begins. */
const newTask = {
  maxFiles: 5,
  opensAt: null,
  dueAt: null,
  lateRule: "MARK",
  mayTakeBack: true,
  competencies: [] as string[],
} as const;

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
  readonly rubrics: Outline["rubrics"] = [];
  readonly assignments: Outline["assignments"] = [];
  readonly #used = new Set<string>();
  /** Quizzes and tasks that stand in the course already, wherever they were met first. */
  readonly #led = new Set<Resource>();
  /** Files for teachers alone: what stands in a course is its learners' to open. */
  readonly #withheld = new Set<string>();
  #lessons = 0;

  constructor(
    private readonly archive: Unzip,
    private readonly findings: Findings,
    private readonly place: TravelPlace,
    private readonly files: ReadonlyMap<string, Measured>,
  ) {}

  /** The lessons of a part of the tree; its quizzes and tasks belong to the lesson before them. */
  async lessons(leaves: readonly Leaf[]): Promise<TravelLesson[]> {
    const lessons: TravelLesson[] = [];
    for (const { title, resource } of leaves) {
      if (!resource) this.findings.fault(MANIFEST_ENTRY, "courseFile.reference", { detail: title });
      else if (isQuiz(resource) || isTask(resource)) await this.#hung(title, resource, lessons.at(-1)?.id ?? null);
      else lessons.push(...(await this.#lesson(title, resource)));
    }
    return lessons;
  }

  /** A quiz or a task beside a lesson or the whole course; once, however often it is named. */
  async #hung(title: string, resource: Resource, lesson: string | null): Promise<void> {
    if (this.#led.has(resource)) return;
    this.#led.add(resource);
    if (isQuiz(resource)) await this.#quiz(title, resource, lesson);
    else await this.#task(title, resource, lesson);
  }

  /** What the tree does not lead to belongs to the whole course: quizzes, tasks, and files no lesson shows. */
  async rest(resources: Iterable<Resource>): Promise<void> {
    const all = [...resources];
    for (const resource of all) if (isQuiz(resource) || isTask(resource)) await this.#hung("…", resource, null);
    for (const { type, href } of all) {
      const file = type === "webcontent" ? this.files.get(href) : undefined;
      if (file && !this.#used.has(file.id) && !this.#withheld.has(file.id)) this.#attach(file, null);
    }
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
  #show(body: LessonDoc, lesson: string | null): void {
    for (const id of filesOf(body)) {
      const file = [...this.files.values()].find((one) => one.id === id);
      if (file) this.#attach(file, lesson);
    }
  }

  #attach({ id, name }: Measured, lesson: string | null): void {
    this.#used.add(id);
    if (!this.resources.some((one) => one.file === id && one.lesson === lesson))
      this.resources.push({ file: id, title: name, lesson });
  }

  async #page(title: string, path: string): Promise<LessonDoc | null> {
    const file = this.files.get(path);
    if (file) return fileLesson(file, title);
    if (!isPage(path)) {
      this.findings.note(path, "media", title);
      return null;
    }
    const page = await readText(this.archive, path, this.findings, (html) => this.#passage(path, title, html));
    return page ? this.#judged(path, page) : null;
  }

  /** HTML of an entry as what a lesson can say; what of it is not kept is told. */
  #passage(entry: string, title: string, html: string, onRubric?: PageSource["onRubric"]): LessonDoc {
    return pageLesson(html, {
      file: (address) => this.#fileAt(entry, address),
      onLoss: (what) => this.findings.note(entry, what, title),
      ...(onRubric && { onRubric }),
    });
  }

  /**
   * The file an address in an entry leads to, seen from the entry or from the archive's root; other systems begin it
   * with a sign for the folder of files. Null where there is none, or the address leads out.
   */
  #fileAt(entry: string, address: string): Measured | null {
    const plain = decoded(address.replace(/[?#].*$/su, ""));
    const rest = /^\$IMS[-_]CC[-_]FILEBASE\$\/?(.*)$/su.exec(plain)?.[1];
    const places =
      rest === undefined
        ? [resolve(entry, plain), resolve("", plain)]
        : [resolve("web_resources/", rest), resolve(entry, rest), resolve("", rest.replace(/^(?:\.\.\/)+/u, ""))];
    for (const place of places) {
      const file = place === null ? undefined : this.files.get(place);
      if (file) return file;
    }
    return null;
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
  async #quiz(title: string, { href }: Resource, lesson: string | null): Promise<void> {
    const fileAt = (address: string) => {
      const file = this.#fileAt(href, address);
      return file && (file.kind === "image" || file.kind === "audio") ? file.id : null;
    };
    const read = await readText(this.archive, href, this.findings, (text) => readQti12(text, href, fileAt));
    if (!read) return;
    for (const { line, reason, detail } of read.refused)
      this.findings.note(
        href,
        reason === "media" ? "questionMedia" : "question",
        `${line}${detail ? ` · ${detail}` : ""}`,
      );
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
    for (const file of filesNamed(question)) this.#used.add(file);
    return id;
  }

  /** A task, graded by the rubric it left this school with or, where it comes from elsewhere, by the first one here. */
  async #task(title: string, resource: Resource, lesson: string | null): Promise<void> {
    const entry = resource.settings ?? resource.href;
    const read = await readText(this.archive, entry, this.findings, (text) => readTask(text, entry));
    const name = short(read?.title ?? "", title);
    const asked = read && (await this.#asked(resource, name, read));
    if (!asked) return;
    const files = this.#handouts(entry, name, read.attachments);
    for (const { id } of this.#handouts(entry, name, read.withheld)) this.#withheld.add(id);
    this.#show(asked.doc, lesson);
    for (const file of files) this.#attach(file, lesson);
    const shows = files.length > 0 || filesOf(asked.doc).length > 0;
    const told = [...read.losses, ...(shows ? ["taskFiles"] : []), ...(asked.criteria ? [] : ["taskRubric"])];
    for (const what of told) this.findings.note(entry, what, name);
    const rubric = `r${this.rubrics.length + 1}`;
    const criteria = asked.criteria ?? firstCriteria[this.place.language];
    this.rubrics.push({ id: rubric, title: name, criteria });
    const instructions = [plainText(asked.doc), ...files.map((file) => file.name)].filter(Boolean).join("\n\n");
    const { takesText, takesFiles } = read;
    const takes = { takesText, takesFiles, takesPhotos: takesFiles };
    this.assignments.push({ ...newTask, ...takes, title: name, instructions, rubric, lesson });
  }

  /** What a task asks, apart from the rubric that left with it; Canvas has it on a page beside the settings. */
  async #asked({ href, settings }: Resource, title: string, { html }: ReadTask) {
    const rubrics: Criteria[] = [];
    const onRubric = (attrs: Record<string, unknown>) => {
      const criteria = criteriaOf(attrs);
      if (criteria) rubrics.push(criteria);
      return criteria !== null;
    };
    const page = await readText(this.archive, href, this.findings, (text) =>
      this.#passage(href, title, settings === null ? html : text, onRubric),
    );
    const doc = page && this.#judged(href, page);
    return doc ? { doc, criteria: rubrics[0] ?? null } : null;
  }

  /** The files handed out with a task; what is none of the archive's is told. */
  #handouts(entry: string, title: string, addresses: readonly string[]): Measured[] {
    return addresses.flatMap((address) => {
      const file = this.#fileAt(entry, address);
      if (!file) this.findings.note(entry, "media", `${title} · ${address}`);
      return file ?? [];
    });
  }

  /** Nothing was found that anybody could read, answer or hand in. */
  get isEmpty(): boolean {
    return this.bodies.size + this.assessments.length + this.assignments.length === 0;
  }

  /** Files that stand somewhere in the course, each once. */
  get kept(): Measured[] {
    return [...new Map([...this.files.values()].map((one) => [one.id, one])).values()].filter(({ id }) =>
      this.#used.has(id),
    );
  }
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
  await reader.rest(resources.values());
  if (reader.isEmpty && !findings.faults.length) findings.fault(MANIFEST_ENTRY, "courseFile.empty");
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
    rubrics: reader.rubrics,
    assignments: reader.assignments,
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
