import { createHash } from "node:crypto";
import { newStorageKey, storage } from "@/server/platform/storage";
import { createCompetency } from "./curriculum";
import type { Sql } from "./insert";
import { insertRow } from "./insert";
import {
  createAssessment,
  createAssignment,
  createCourse,
  createLesson,
  createModule,
  createQuestion,
  createStoredFile,
  paragraph,
} from "./learning";
import type { Random } from "./random";

/** A file of a course that really has bytes. */
export async function storeCourseFile(
  sql: Sql,
  random: Random,
  given: { ownerId: string; name: string; mime: string; bytes: Uint8Array; purpose?: string },
) {
  const { bytes, purpose = "course", ...file } = given;
  const storageKey = newStorageKey(purpose);
  await storage().put(storageKey, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return createStoredFile(sql, random, { ...file, purpose, storageKey, sha256, size: BigInt(bytes.length) });
}

/** A lesson's document with every kind of block that shows a file. */
export const lessonWithFiles = (picture: string, handout: string) => ({
  type: "doc",
  content: [
    { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: "Half an orange" }] },
    ...paragraph("Cut it & share it: < one half > each.").content,
    { type: "image", attrs: { fileId: picture, alt: "An orange", width: 40, height: 30 } },
    { type: "file", attrs: { fileId: handout, name: "Halves to cut out", megabytes: 0.01 } },
    {
      type: "quiz",
      attrs: {
        blockId: "0198c0de-0000-7000-8000-000000000001",
        question: "How many halves make a whole?",
        options: [
          { key: "1", text: "Two" },
          { key: "2", text: "Three" },
        ],
        right: "1",
      },
    },
  ],
});

/** A course with something of everything that travels; `picture` and `handout` are its files' bytes. */
export async function createWholeCourse(
  sql: Sql,
  random: Random,
  given: { ownerId: string; area: string; title?: string; picture: Uint8Array; handout: Uint8Array },
) {
  const { ownerId, area, title = "Fractions in the kitchen" } = given;
  const file = (name: string, mime: string, bytes: Uint8Array) =>
    storeCourseFile(sql, random, { ownerId, name, mime, bytes });
  const picture = await file("orange.png", "image/png", given.picture);
  const handout = await file("halves.pdf", "application/pdf", given.handout);
  // The same bytes under another name: one file in an archive.
  const cover = await file("cover.png", "image/png", given.picture);
  const course = await createCourse(sql, random, {
    ownerId,
    learningAreaCode: area,
    title,
    coverFileId: cover.id,
    coverAlt: "Half an orange on a plate",
    price: 150_000n,
    drip: "BY_DATE",
    certificate: { given: true, least: "ME", words: "You share fairly." },
    audience: "Children who like to cook",
  });
  const before = await createCourse(sql, random, { learningAreaCode: area, title: "Counting" });
  await insertRow(sql, "CoursePrerequisite", { courseId: course.id, requiredId: before.id });
  const [first, second] = [
    await createModule(sql, random, { courseId: course.id, opensOn: new Date("2027-01-11T00:00:00Z") }),
    await createModule(sql, random, { courseId: course.id, title: "At the market", position: "a1", summary: "Prices" }),
  ];
  const lesson = await createLesson(sql, random, {
    courseId: course.id,
    moduleId: first.id,
    isPreview: true,
    completion: "QUIZ",
    body: lessonWithFiles(picture.id, handout.id),
  });
  await createLesson(sql, random, { courseId: course.id, moduleId: second.id, title: "Change", minutes: 25 });
  const competency = await createCompetency(sql, random, { learningAreaCode: area });
  await insertRow(sql, "LessonCompetency", { lessonId: lesson.id, competencyId: competency.id });
  for (const [lessonId, { id: fileId, name }] of [
    [lesson.id, picture],
    [lesson.id, handout],
    [null, cover],
  ] as const)
    await insertRow(sql, "CourseResource", {
      id: random.uuid(),
      courseId: course.id,
      lessonId,
      fileId,
      title: name,
      addedById: ownerId,
    });
  const questions = [
    await createQuestion(sql, random, { ownerId, learningAreaCode: area, tags: ["halves"] }),
    await createQuestion(sql, random, { ownerId, learningAreaCode: area, title: "Which is smaller?" }),
  ];
  await insertRow(sql, "QuestionCompetency", { questionId: questions[0]?.id, competencyId: competency.id });
  await createAssessment(sql, random, { courseId: course.id, lessonId: lesson.id, questions, createdById: ownerId });
  const assignment = await createAssignment(sql, random, {
    courseId: course.id,
    lessonId: lesson.id,
    dueAt: new Date("2027-02-01T20:59:00Z"),
  });
  await insertRow(sql, "AssignmentCompetency", { assignmentId: assignment.id, competencyId: competency.id });
  return { course, before, lesson, competency, picture, handout, cover, questions, assignment };
}

/** A course that asks one question, with a picture beside it that nothing else of the course shows. */
export async function createPicturedCourse(
  sql: Sql,
  random: Random,
  { ownerId, area, picture }: { ownerId: string; area: string; picture: Uint8Array },
) {
  const shown = await storeCourseFile(sql, random, { ownerId, name: "lemon.png", mime: "image/png", bytes: picture });
  const course = await createCourse(sql, random, { ownerId, learningAreaCode: area, title: "Fruit" });
  await createLesson(sql, random, { courseId: course.id });
  const options = ["A lemon", "An orange"].map((text, at) => ({ key: "AB"[at], text }));
  const media = [{ kind: "image", fileId: shown.id, alt: "A yellow fruit, cut in half", width: 40, height: 30 }];
  const question = await createQuestion(sql, random, {
    ownerId,
    learningAreaCode: area,
    body: { type: "mcq", stem: "What is this?", multiple: false, options, media },
  });
  await createAssessment(sql, random, { courseId: course.id, questions: [question], createdById: ownerId });
  return course;
}
