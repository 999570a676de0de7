import { v7 as uuid } from "uuid";
import { renameFiles } from "@/lib/named-files";
import { positionsFor } from "@/lib/position";
import { insertQuestions } from "@/server/features/assessment/bank.service";
import type { Ctx } from "@/server/platform/actor";
import type { Db, Prisma } from "@/server/platform/db/work";
import { slugOf } from "./courses.domain";
import { insertCourse } from "./courses.service";
import { textOf } from "./lesson.schema";
import type { Parcel } from "./travel.domain";
import type { KnownHere } from "./travel.queries";
import type { TravelAssessment } from "./travel.schema";

/** A course that has come, the id it gets, and what its names are called here. */
export type Arrival = { id: string; parcel: Parcel; files: ReadonlyMap<string, string>; known: KnownHere };
type Names = ReadonlyMap<string, string>;
type Json = Prisma.InputJsonObject;

const freshIds = (refs: readonly { id: string }[]): Names => new Map(refs.map(({ id }) => [id, uuid()]));
const idOf = (names: Names, ref: string): string => {
  const id = names.get(ref);
  if (!id) throw new Error(`Nothing answers to ${ref}`);
  return id;
};
const idOrNull = (names: Names, ref: string | null) => (ref === null ? null : idOf(names, ref));
const dated = ({ opensAt, dueAt }: { opensAt: string | null; dueAt: string | null }) => ({
  opensAt: opensAt === null ? null : new Date(opensAt),
  dueAt: dueAt === null ? null : new Date(dueAt),
});
/** The same documents, showing the files as they are called here. */
const localized = <T>({ files }: Arrival, value: T): T => renameFiles(value, (id) => idOf(files, id));
const knownAims = ({ known }: Arrival, codes: readonly string[]) =>
  codes.flatMap((code) => known.competencies.get(code) ?? []);

async function insertFacts(db: Db, ctx: Ctx, arrival: Arrival): Promise<void> {
  const { id, parcel, files, known } = arrival;
  const { learningArea, description, price, cover, coverAlt, requires, ...facts } = parcel.outline.course;
  await insertCourse(db, {
    ...facts,
    id,
    slug: slugOf(facts.title, id),
    ownerId: ctx.actor.userId,
    learningAreaCode: learningArea,
    description: localized(arrival, description) as Json,
    price: BigInt(price),
    coverFileId: idOrNull(files, cover),
    coverAlt: cover === null ? null : (coverAlt ?? facts.title),
  });
  await db.coursePrerequisite.createMany({
    data: requires.flatMap(({ slug }) => {
      const requiredId = known.courses.get(slug);
      return requiredId ? [{ courseId: id, requiredId }] : [];
    }),
  });
}

async function insertOutline(db: Db, ctx: Ctx, arrival: Arrival, lessons: Names): Promise<void> {
  const { id: courseId, parcel } = arrival;
  const places = positionsFor(parcel.outline.modules.length);
  const modules = parcel.outline.modules.map((one, at) => ({ ...one, id: uuid(), position: places[at] as string }));
  await db.courseModule.createMany({
    data: modules.map(({ lessons: _, opensOn, ...one }) => ({
      ...one,
      courseId,
      opensOn: opensOn && new Date(`${opensOn}T00:00:00Z`),
    })),
  });
  const placed = modules.flatMap((module) => {
    const within = positionsFor(module.lessons.length);
    return module.lessons.map((one, at) => ({ one, moduleId: module.id, position: within[at] as string }));
  });
  await db.lesson.createMany({
    data: placed.map(({ one: { id, title, minutes, isPreview, completion }, moduleId, position }) => ({
      ...{ title, minutes, isPreview, completion, moduleId, position, courseId },
      id: idOf(lessons, id),
    })),
  });
  await db.lessonContent.createMany({
    data: [...parcel.bodies].map(([ref, body]) => ({
      lessonId: idOf(lessons, ref),
      body: localized(arrival, body) as Json,
      text: textOf(body),
      updatedAt: ctx.now,
    })),
  });
  await db.lessonCompetency.createMany({
    data: placed.flatMap(({ one }) =>
      knownAims(arrival, one.competencies).map((competencyId) => ({ lessonId: idOf(lessons, one.id), competencyId })),
    ),
    skipDuplicates: true,
  });
}

async function insertResources(db: Db, ctx: Ctx, { id, parcel, files }: Arrival, lessons: Names): Promise<void> {
  await db.courseResource.createMany({
    data: parcel.outline.resources.map(({ file, title, lesson }) => ({
      id: uuid(),
      courseId: id,
      lessonId: idOrNull(lessons, lesson),
      fileId: idOf(files, file),
      title,
      addedById: ctx.actor.userId,
      createdAt: ctx.now,
    })),
  });
}

/** Questions become the importer's own in the bank. */
async function insertAsked(db: Db, ctx: Ctx, arrival: Arrival): Promise<Names> {
  const { outline, questions } = arrival.parcel;
  const ids = await insertQuestions(
    db,
    ctx,
    outline.questions.flatMap(({ id, learningArea, competencies, ...labels }) => {
      const question = questions.get(id);
      if (!question) throw new Error(`The question ${id} is missing`);
      const aims = { learningAreaCode: learningArea, competencyIds: knownAims(arrival, competencies) };
      return [{ ...labels, ...aims, question: localized(arrival, question) }];
    }),
  );
  return new Map(outline.questions.map(({ id }, at) => [id, ids[at] as string]));
}

function itemRows(assessmentId: string, items: TravelAssessment["items"], questions: Names) {
  const places = positionsFor(items.length);
  const ids = items.map(() => uuid());
  return items.map(({ question, points, right, wrong }, at) => ({
    id: ids[at] as string,
    assessmentId,
    questionId: idOf(questions, question),
    position: places[at] as string,
    points,
    rightItemId: right === null ? null : (ids[right] as string),
    wrongItemId: wrong === null ? null : (ids[wrong] as string),
  }));
}

async function insertAssessments(db: Db, ctx: Ctx, arrival: Arrival, lessons: Names): Promise<void> {
  const questions = await insertAsked(db, ctx, arrival);
  const made = arrival.parcel.outline.assessments.map((one) => ({ ...one, id: uuid() }));
  await db.assessment.createMany({
    data: made.map(({ adapts, lesson, items: _, ...one }) => ({
      ...one,
      ...dated(one),
      courseId: arrival.id,
      lessonId: idOrNull(lessons, lesson),
      adaptiveConfig: adapts,
      createdById: ctx.actor.userId,
      createdAt: ctx.now,
    })),
  });
  await db.assessmentItem.createMany({ data: made.flatMap(({ id, items }) => itemRows(id, items, questions)) });
}

async function insertAssignments(db: Db, ctx: Ctx, arrival: Arrival, lessons: Names): Promise<void> {
  const { rubrics, assignments } = arrival.parcel.outline;
  const mine = { courseId: arrival.id, createdById: ctx.actor.userId, createdAt: ctx.now };
  const names = freshIds(rubrics);
  await db.rubric.createMany({
    data: rubrics.map(({ id, title, criteria }) => ({ ...mine, id: idOf(names, id), title, criteria })),
  });
  const made = assignments.map((one) => ({ ...one, id: uuid() }));
  await db.assignment.createMany({
    data: made.map(({ rubric, lesson, competencies: _, ...one }) => ({
      ...one,
      ...dated(one),
      ...mine,
      rubricId: idOf(names, rubric),
      lessonId: idOrNull(lessons, lesson),
    })),
  });
  await db.assignmentCompetency.createMany({
    data: made.flatMap(({ id, competencies }) =>
      knownAims(arrival, competencies).map((competencyId) => ({ assignmentId: id, competencyId })),
    ),
    skipDuplicates: true,
  });
}

/** Writes a whole course as a draft of the caller's: as many statements for a large one as for a small one. */
export async function insertTravelled(db: Db, ctx: Ctx, arrival: Arrival): Promise<void> {
  const lessons = freshIds(arrival.parcel.outline.modules.flatMap((module) => module.lessons));
  await insertFacts(db, ctx, arrival);
  await insertOutline(db, ctx, arrival, lessons);
  await insertResources(db, ctx, arrival, lessons);
  await insertAssessments(db, ctx, arrival, lessons);
  await insertAssignments(db, ctx, arrival, lessons);
}
