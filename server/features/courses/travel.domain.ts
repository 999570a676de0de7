import canonicalize from "canonicalize";
import { v5 as named } from "uuid";
import { extensionOf, type Mime } from "@/lib/file-types";
import { filesNamed, renameFiles } from "@/lib/named-files";
import { adaptiveConfig } from "@/server/features/assessment/adaptive.schema";
import { type Question, question as questionSchema } from "@/server/features/assessment/question.schema";
import { contentId } from "@/server/features/files/files.domain";
import { certificateRule } from "@/server/features/recognition/certificates.schema";
import { type LessonDoc, readLesson } from "./lesson.schema";
import type { Outline, TravelAssessment, TravelFile, TravelLesson } from "./travel.schema";
import { TRAVEL_FORMAT, TRAVEL_VERSION } from "./travel.schema";

/** A course as its rows say it, each list in its order. */
export type WholeCourse = {
  course: Omit<Outline["course"], "learningArea" | "description" | "certificate" | "price" | "cover" | "requires"> & {
    learningAreaCode: string;
    description: unknown;
    certificate: unknown;
    price: bigint;
    coverFileId: string | null;
  };
  requires: { slug: string; title: string }[];
  modules: { id: string; title: string; summary: string | null; opensOn: Date | null }[];
  lessons: (Omit<TravelLesson, "written"> & { moduleId: string; body: unknown })[];
  resources: { fileId: string; title: string; lessonId: string | null }[];
  assessments: (Omit<TravelAssessment, "adapts" | "lesson" | "items" | "opensAt" | "dueAt"> &
    Dated & {
      lessonId: string | null;
      adaptiveConfig: unknown;
      items: {
        id: string;
        questionId: string;
        points: number;
        rightItemId: string | null;
        wrongItemId: string | null;
      }[];
    })[];
  /** Of the assessments, in no order. */
  questions: (Omit<Outline["questions"][number], "learningArea"> & {
    learningAreaCode: string;
    body: unknown;
    key: unknown;
  })[];
  rubrics: { id: string; title: string; criteria: unknown }[];
  assignments: (Omit<Outline["assignments"][number], "rubric" | "lesson" | "opensAt" | "dueAt"> &
    Dated & { rubricId: string; lessonId: string | null })[];
};
type Dated = { opensAt: Date | null; dueAt: Date | null };
export type HeldFile = { id: string; name: string; mime: Mime; sha256: string; size: number; storageKey: string };

/** A course without its files' bytes: what it is made of, what its lessons say, what its questions ask. */
export type Parcel = { outline: Outline; bodies: Map<string, LessonDoc>; questions: Map<string, Question> };

/** The files a course needs, by where each is first needed. */
export function filesNeeded({ course, lessons, resources, questions }: WholeCourse): Map<string, string> {
  const needed: [id: string, by: string][] = [
    ...(course.coverFileId ? [[course.coverFileId, course.title] as [string, string]] : []),
    ...filesNamed(course.description).map((id): [string, string] => [id, course.title]),
    ...resources.map(({ fileId, title }): [string, string] => [fileId, title]),
    ...lessons.flatMap(({ title, body }) => filesNamed(body).map((id): [string, string] => [id, title])),
    ...questions.flatMap(({ body, key }) => filesNamed([body, key]).map((id): [string, string] => [id, course.title])),
  ];
  return new Map(needed.toReversed());
}

/** Names of an archive: l1, l2 … in the order in which they are asked for; the same one whenever it is asked again. */
function numbering(letter: string): { of(id: string): string; ids: string[] } {
  const names = new Map<string, string>();
  return {
    of(id) {
      const name = names.get(id) ?? `${letter}${names.size + 1}`;
      names.set(id, name);
      return name;
    },
    get ids() {
      return [...names.keys()];
    },
  };
}

const dates = ({ opensAt, dueAt }: Dated) => ({
  opensAt: opensAt?.toISOString() ?? null,
  dueAt: dueAt?.toISOString() ?? null,
});

/** Files by what is in them: the same bytes twice are one file, under the first of their names. */
function packFiles(files: readonly HeldFile[]): TravelFile[] {
  const byContent = Map.groupBy(files, ({ sha256 }) => sha256);
  return [...byContent]
    .map(([sha256, same]) => {
      const [{ name, mime, size }] = same.toSorted((one, other) => (one.name < other.name ? -1 : 1)) as [HeldFile];
      return { id: contentId(sha256), name, mime, sha256, size };
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** A course as it travels. What is about children, colleagues and this school's rows stays here. */
export function packCourse(whole: WholeCourse, files: ReadonlyMap<string, HeldFile>): Parcel {
  const lessonName = numbering("l");
  const questionName = numbering("q");
  const rubricName = numbering("r");
  const fileName = (id: string) => contentId(files.get(id)?.sha256 ?? "");
  const byModule = Map.groupBy(whole.lessons, ({ moduleId }) => moduleId);
  const bodies = new Map<string, LessonDoc>();

  const packLesson = ({ moduleId: _, body, ...lesson }: WholeCourse["lessons"][number]): TravelLesson => {
    const id = lessonName.of(lesson.id);
    if (body !== null) bodies.set(id, renameFiles(readLesson(body), fileName));
    return { ...lesson, id, written: body !== null };
  };
  const modules = whole.modules.map(({ id, title, summary, opensOn }) => ({
    title,
    summary,
    opensOn: opensOn?.toISOString().slice(0, 10) ?? null,
    lessons: (byModule.get(id) ?? []).map(packLesson),
  }));
  const lesson = (id: string | null) => (id === null ? null : lessonName.of(id));
  const assessments = whole.assessments.map(({ lessonId, adaptiveConfig: adapts, items, ...one }) => {
    const places = new Map(items.map(({ id }, at) => [id, at]));
    return {
      ...one,
      ...dates(one),
      adapts: adaptiveConfig.parse(adapts),
      lesson: lesson(lessonId),
      items: items.map(({ questionId, points, rightItemId, wrongItemId }) => ({
        question: questionName.of(questionId),
        points,
        right: places.get(rightItemId ?? "") ?? null,
        wrong: places.get(wrongItemId ?? "") ?? null,
      })),
    };
  });
  const rubrics = whole.rubrics.map(({ id, title, criteria }) => ({
    id: rubricName.of(id),
    title,
    criteria: criteria as Outline["rubrics"][number]["criteria"],
  }));
  const byId = new Map(whole.questions.map((one) => [one.id, one]));
  const asked = questionName.ids.flatMap((id) => byId.get(id) ?? []);
  const { learningAreaCode, price, coverFileId, description, certificate, ...facts } = whole.course;
  return {
    outline: {
      format: TRAVEL_FORMAT,
      version: TRAVEL_VERSION,
      course: {
        ...facts,
        learningArea: learningAreaCode,
        description: renameFiles(readLesson(description), fileName),
        certificate: certificateRule.parse(certificate),
        price: Number(price),
        cover: coverFileId && fileName(coverFileId),
        requires: whole.requires,
      },
      modules,
      files: packFiles([...files.values()]),
      resources: whole.resources.map(({ fileId, title, lessonId }) => ({
        file: fileName(fileId),
        title,
        lesson: lesson(lessonId),
      })),
      questions: asked.map(({ id, learningAreaCode: learningArea, body: _, key: __, ...one }) => ({
        ...one,
        learningArea,
        id: questionName.of(id),
      })),
      assessments,
      rubrics,
      assignments: whole.assignments.map(({ rubricId, lessonId, ...one }) => ({
        ...one,
        ...dates(one),
        rubric: rubricName.of(rubricId),
        lesson: lesson(lessonId),
      })),
    },
    bodies,
    questions: new Map(
      asked.map(({ id, body, key }) => [
        questionName.of(id),
        renameFiles(questionSchema.parse({ body, key }), fileName),
      ]),
    ),
  };
}

export const OUTLINE_ENTRY = "course.json";
export const lessonEntry = (id: string): string => `lessons/${id}.json`;
export const questionEntry = (id: string): string => `questions/${id}.json`;
export const fileEntry = ({ id, mime }: Pick<TravelFile, "id" | "mime">): string =>
  `files/${id}.${extensionOf(mime as Mime)}`;

/** One spelling of a value, whatever order its keys came in. */
const spelled = (value: unknown): string => `${canonicalize(value)}\n`;

/** What of a parcel is text, by entry. */
export function textEntries({ outline, bodies, questions }: Parcel): Map<string, string> {
  return new Map([
    [OUTLINE_ENTRY, spelled(outline)],
    ...[...bodies].map(([id, body]): [string, string] => [lessonEntry(id), spelled(body)]),
    ...[...questions].map(([id, one]): [string, string] => [questionEntry(id), spelled(one)]),
  ]);
}

/** The course an archive becomes: an archive accepted twice is one course. */
export const courseIdOf = (archiveId: string): string => named("course", archiveId);
