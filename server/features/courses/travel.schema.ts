import { z } from "zod";
import { fileTypes, isMime } from "@/lib/file-types";
import { grades } from "@/lib/grades";
import { adaptiveConfig } from "@/server/features/assessment/adaptive.schema";
import { assessmentModes, MAX_ITEMS } from "@/server/features/assessment/assessments.schema";
import { bankLanguages, bankLimits } from "@/server/features/assessment/bank.schema";
import { difficulties } from "@/server/features/assessment/question.schema";
import { lateRules, MAX_AIMS, MAX_ASSIGNMENTS } from "@/server/features/assignments/assignments.schema";
import { rubricCriteria } from "@/server/features/assignments/rubric.schema";
import { certificateRule } from "@/server/features/recognition/certificates.schema";
import { courseLanguages, drips, MAX_COVER_ALT } from "./courses.schema";
import { lessonDoc } from "./lesson.schema";
import { completionRules, MAX_COMPETENCIES, MAX_LESSONS, MAX_MODULES } from "./lessons.schema";
import { MAX_RESOURCES } from "./resources.schema";

/**
 * A course outside of the school: docs/course-format.md. The outline is `course.json`; what lessons and questions say
 * stands in entries of their own, and files by what is in them, so that nothing names a row of a database.
 */
export const TRAVEL_FORMAT = "urban-home-school.course";
export const TRAVEL_VERSION = 1;

const MIB = 1024 * 1024;
export const travelLimits = {
  /** Of the directory of an archive and of what it unfolds to. */
  zip: { entries: 3_000, bytes: 600 * MIB, ratio: 100, slack: MIB, directory: MIB },
  /** One entry of JSON, HTML or XML. */
  text: 2 * MIB,
  files: 500,
  questions: 2_000,
  assessments: 200,
  /** Faults and notes that are told of one archive. */
  told: 200,
} as const;

const text = (most: number) => z.string().trim().max(most);
const title = text(140).min(1);
const day = z.iso.date().nullable();
const moment = z.iso.datetime().nullable();
const code = z.string().min(1).max(80);
const codes = (most: number) => z.array(code).max(most);
const ref = (letter: string) => z.string().regex(new RegExp(`^${letter}[1-9]\\d{0,3}$`));
const lessonRef = ref("l");
const questionRef = ref("q");
const rubricRef = ref("r");
const area = z.string().min(1).max(40);

const facts = z.strictObject({
  title: text(140).min(3),
  grade: z.enum(grades),
  learningArea: area,
  language: z.enum(courseLanguages),
  summary: text(400),
  description: lessonDoc,
  whatYouLearn: z.array(text(200).min(1)).max(12),
  audience: text(500).min(1).nullable(),
  requirements: text(500).min(1).nullable(),
  /** Whole cents of KES. */
  price: z.int().min(0).max(10_000_000),
  inPlan: z.boolean(),
  drip: z.enum(drips),
  /** Archives of before say nothing of it. */
  certificate: certificateRule.prefault({}),
  allowsReviews: z.boolean(),
  allowsQuestions: z.boolean(),
  allowsComments: z.boolean(),
  cover: z.uuid().nullable(),
  /** What the cover shows; absent in archives made before covers said so. */
  coverAlt: text(MAX_COVER_ALT).min(1).nullable().default(null),
  /** Courses that come before, by their address. */
  requires: z.array(z.strictObject({ slug: z.string().min(1).max(80), title: text(140) })).max(20),
});

const lesson = z.strictObject({
  id: lessonRef,
  title,
  minutes: z.int().min(1).max(600),
  isPreview: z.boolean(),
  completion: z.enum(completionRules),
  competencies: codes(MAX_COMPETENCIES),
  /** Whether it says anything: then in `lessons/<id>.json`. */
  written: z.boolean(),
});
export type TravelLesson = z.output<typeof lesson>;

const module_ = z.strictObject({
  title,
  summary: text(400).min(1).nullable(),
  opensOn: day,
  lessons: z.array(lesson).max(MAX_LESSONS),
});

/** A file by what is in it: the id is made of the digest. */
const file = z.strictObject({
  id: z.uuid(),
  name: z.string().min(1).max(200),
  mime: z.string().refine((mime) => isMime(mime) && fileTypes[mime].kind !== "archive", "field.choice"),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().min(1),
});
export type TravelFile = z.output<typeof file>;

const question = z.strictObject({
  id: questionRef,
  grade: z.enum(grades),
  learningArea: area,
  language: z.enum(bankLanguages),
  difficulty: z.literal(difficulties),
  tags: z.array(text(bankLimits.tag).min(1)).max(bankLimits.tags),
  competencies: codes(bankLimits.competencies),
});
export type TravelQuestion = z.output<typeof question>;

const itemAt = z.int().min(0).nullable();
const assessment = z.strictObject({
  title,
  instructions: text(4_000),
  mode: z.enum(assessmentModes),
  adapts: adaptiveConfig,
  timeLimitMinutes: z.int().min(1).max(600).nullable(),
  maxAttempts: z.int().min(1).max(50),
  passPercent: z.int().min(1).max(100).nullable(),
  opensAt: moment,
  dueAt: moment,
  shuffle: z.boolean(),
  showsKey: z.boolean(),
  lesson: lessonRef.nullable(),
  /** Where a path leads from an item is said by its place in this list. */
  items: z
    .array(z.strictObject({ question: questionRef, points: z.int().min(1).max(100), right: itemAt, wrong: itemAt }))
    .max(MAX_ITEMS),
});
export type TravelAssessment = z.output<typeof assessment>;

const assignment = z.strictObject({
  title,
  instructions: text(20_000),
  rubric: rubricRef,
  lesson: lessonRef.nullable(),
  takesText: z.boolean(),
  takesPhotos: z.boolean(),
  takesFiles: z.boolean(),
  maxFiles: z.int().min(1).max(20),
  opensAt: moment,
  dueAt: moment,
  lateRule: z.enum(lateRules),
  mayTakeBack: z.boolean(),
  competencies: codes(MAX_AIMS),
});
export type TravelAssignment = z.output<typeof assignment>;

const shape = z.strictObject({
  format: z.literal(TRAVEL_FORMAT),
  version: z.literal(TRAVEL_VERSION),
  course: facts,
  modules: z.array(module_).max(MAX_MODULES),
  files: z.array(file).max(travelLimits.files),
  resources: z
    .array(z.strictObject({ file: z.uuid(), title: text(200).min(1), lesson: lessonRef.nullable() }))
    .max(MAX_RESOURCES),
  questions: z.array(question).max(travelLimits.questions),
  assessments: z.array(assessment).max(travelLimits.assessments),
  rubrics: z.array(z.strictObject({ id: rubricRef, title, criteria: rubricCriteria })).max(MAX_ASSIGNMENTS),
  assignments: z.array(assignment).max(MAX_ASSIGNMENTS),
});
export type Outline = z.output<typeof shape>;

type Flaw = { path: (string | number)[]; message: string };
const repeated = (list: readonly { id: string }[], at: string): Flaw[] =>
  list.flatMap(({ id }, place) =>
    list.findIndex((one) => one.id === id) === place ? [] : [{ path: [at, place, "id"], message: "field.repeated" }],
  );

/** Names that nothing answers to, and things that are named twice. */
function flawsOf(outline: Outline): Flaw[] {
  const lessons = outline.modules.flatMap((one) => one.lessons);
  const held = {
    lessons: new Set(lessons.map(({ id }) => id)),
    questions: new Set(outline.questions.map(({ id }) => id)),
    rubrics: new Set(outline.rubrics.map(({ id }) => id)),
    files: new Set(outline.files.map(({ id }) => id)),
    pictures: new Set(outline.files.filter(({ mime }) => mime.startsWith("image/")).map(({ id }) => id)),
  };
  const known = (set: ReadonlySet<string>, id: string | null, ...path: (string | number)[]): Flaw[] =>
    id === null || set.has(id) ? [] : [{ path, message: "field.choice" }];
  return [
    ...(lessons.length > MAX_LESSONS ? [{ path: ["modules"], message: "field.too_big" }] : []),
    ...repeated(lessons, "lessons"),
    ...repeated(outline.files, "files"),
    ...repeated(outline.questions, "questions"),
    ...repeated(outline.rubrics, "rubrics"),
    ...known(held.pictures, outline.course.cover, "course", "cover"),
    ...outline.resources.flatMap((one, at) => [
      ...known(held.files, one.file, "resources", at, "file"),
      ...known(held.lessons, one.lesson, "resources", at, "lesson"),
    ]),
    ...outline.assessments.flatMap((one, at) => [
      ...known(held.lessons, one.lesson, "assessments", at, "lesson"),
      ...itemFlaws(one, held.questions, ["assessments", at]),
      ...datesFlaws(one, ["assessments", at]),
    ]),
    ...outline.assignments.flatMap((one, at) => [
      ...known(held.lessons, one.lesson, "assignments", at, "lesson"),
      ...known(held.rubrics, one.rubric, "assignments", at, "rubric"),
      ...datesFlaws(one, ["assignments", at]),
      ...(one.takesText || one.takesPhotos || one.takesFiles
        ? []
        : [{ path: ["assignments", at, "takesText"], message: "assignment.no_kind" }]),
    ]),
  ];
}

function itemFlaws({ items }: TravelAssessment, questions: ReadonlySet<string>, path: (string | number)[]): Flaw[] {
  const seen = new Set<string>();
  return items.flatMap(({ question: id, right, wrong }, at) => {
    const wrongWay = [right, wrong].some((way) => way !== null && (way >= items.length || way === at));
    const flaws = [
      ...(questions.has(id) ? [] : [{ path: [...path, "items", at, "question"], message: "field.choice" }]),
      ...(seen.has(id) ? [{ path: [...path, "items", at, "question"], message: "field.repeated" }] : []),
      ...(wrongWay ? [{ path: [...path, "items", at], message: "field.choice" }] : []),
    ];
    seen.add(id);
    return flaws;
  });
}

const datesFlaws = (one: { opensAt: string | null; dueAt: string | null }, path: (string | number)[]): Flaw[] =>
  one.opensAt && one.dueAt && Date.parse(one.dueAt) <= Date.parse(one.opensAt)
    ? [{ path: [...path, "dueAt"], message: "field.until_after_from" }]
    : [];

/** The outline as it may be taken in: every part by its own rules, then its parts together. */
export const outlineSchema = shape.superRefine((value, ctx) => {
  for (const flaw of flawsOf(value)) ctx.addIssue({ code: "custom", ...flaw });
});

export const travelExportInput = z.strictObject({ id: z.uuid(), format: z.enum(["school", "cartridge"]) });
export type TravelExport = z.output<typeof travelExportInput>;
/** An archive one has sent. */
export const travelArchiveInput = z.strictObject({ fileId: z.uuid() });
export type TravelArchive = z.output<typeof travelArchiveInput>;
/** A course from another system does not say where it belongs. */
const place = { grade: z.enum(grades), learningAreaCode: area, language: z.enum(courseLanguages).default("en") };
export type TravelPlace = z.output<z.ZodObject<typeof place>>;
export const acceptCartridgeInput = z.strictObject({ fileId: z.uuid(), ...place });
