/** The question bank, and an assessment wherever enough questions lie together. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { adaptiveConfig } from "@/server/features/assessment/adaptive.schema";
import type { AttemptState } from "@/server/features/assessment/attempts.schema";
import { filesOfVersion } from "@/server/features/assessment/bank.files.service";
import type { Difficulty, Question } from "@/server/features/assessment/question.schema";
import { question as questionSchema } from "@/server/features/assessment/question.schema";
import { insertRows } from "../../../tests/factories/insert";
import type { Random } from "../../../tests/factories/random";
import type { World } from "../world";
import { nthPosition, type SeedCourse, slugOf } from "./courses";
import { type QuestionPicture, seedQuestionPictures } from "./question-pictures";

type Written = {
  id: string;
  type: "mcq" | "short_answer" | "essay" | "fill_blank" | "matching" | "ordering";
  difficulty: Difficulty;
  competencyCode: string;
  grade: string;
  stem: string;
  options?: { key: string; text: string }[];
  answer: string | string[] | Record<string, string>;
  acceptedAnswers?: string[];
  rubric?: string[];
  left?: string[];
  right?: string[];
  items?: string[];
  explanation?: string;
};
export type SeedQuestion = {
  id: string;
  versionId: string;
  grade: string;
  area: string;
  difficulty: Difficulty;
  subStrand: string;
  content: Question;
  /** What the learners of the seed find: how hard it really is and how sharply it tells them apart. */
  truth: { a: number; b: number };
};
export type SeedAssessment = {
  id: string;
  course: SeedCourse;
  mode: "FIXED" | "ADAPTIVE";
  questions: SeedQuestion[];
  /** The items that ask them, in the same order. */
  itemIds: string[];
  maxAttempts: number;
};

/** All that decides an attempt, as the engine keeps it: without it an answer could not be marked anew. */
export function stateOf(
  { mode, questions, itemIds }: Pick<SeedAssessment, "mode" | "questions" | "itemIds">,
  seed: string,
): AttemptState {
  const adapts = mode === "ADAPTIVE" ? adaptiveConfig.parse({ length: adaptiveLength(questions.length) }) : null;
  const paper = questions.map(({ id: questionId, versionId, difficulty, subStrand }, at) => ({
    id: itemIds[at] ?? "",
    ...{ questionId, versionId, points: 1, difficulty, subStrand },
    parameters: null,
    ways: { right: null, wrong: null },
  }));
  return { seed, adapts, paper };
}

/** How many questions an adaptive one asks. */
export const adaptiveLength = (pool: number): number => Math.min(10, pool);

const parts = (list: readonly string[], letter: string) => list.map((text, n) => ({ key: `${letter}${n + 1}`, text }));
const keyed = (list: { key: string; text: string }[], text: string) => list.find((one) => one.text === text)?.key ?? "";

/** A question of the file as the bank keeps it. */
export function contentOf(one: Written): Question {
  const told = one.explanation ? { explanation: one.explanation } : {};
  const spelled = [{ kind: "text", spellings: [...new Set([String(one.answer), ...(one.acceptedAnswers ?? [])])] }];
  switch (one.type) {
    case "mcq":
      return questionSchema.parse({
        body: { type: "mcq", stem: one.stem, options: one.options },
        key: { type: "mcq", correct: [one.answer], ...told },
      });
    case "short_answer": {
      const wanted = /\b(two|mbili|mawili)\b/i.test(one.stem) && (one.acceptedAnswers?.length ?? 0) > 2 ? 2 : 1;
      const accepted =
        wanted === 1 ? spelled : (one.acceptedAnswers ?? []).map((text) => ({ kind: "text", spellings: [text] }));
      return questionSchema.parse({
        body: { type: "short_answer", stem: one.stem, wanted },
        key: { type: "short_answer", accepted, ...told },
      });
    }
    case "essay":
      return questionSchema.parse({
        body: { type: "essay", stem: one.stem },
        key: { type: "essay", criteria: (one.rubric ?? []).map((text) => ({ text })), ...told },
      });
    case "fill_blank": {
      const stem = one.stem.includes("____")
        ? one.stem.replace(/_{3,}/, "[[1]]").replace(/_{3,}/g, "…")
        : `${one.stem} [[1]]`;
      return questionSchema.parse({
        body: { type: "fill_blank", stem, blanks: [{ key: "1" }] },
        key: { type: "fill_blank", blanks: { 1: spelled }, ...told },
      });
    }
    case "matching": {
      const [left, right] = [parts(one.left ?? [], "L"), parts(one.right ?? [], "R")];
      const pairs = Object.entries(one.answer as Record<string, string>).map(([l, r]) => [
        keyed(left, l),
        keyed(right, r),
      ]);
      return questionSchema.parse({
        body: { type: "matching", stem: one.stem, left, right },
        key: { type: "matching", pairs: Object.fromEntries(pairs), ...told },
      });
    }
    case "ordering": {
      const items = parts(one.items ?? [], "I");
      return questionSchema.parse({
        body: { type: "ordering", stem: one.stem, items },
        key: { type: "ordering", order: (one.answer as string[]).map((text) => keyed(items, text)), ...told },
      });
    }
  }
}

/** A question of the file that is asked of a picture. */
function picturedOf(one: Written, { stem, media }: QuestionPicture): Question {
  const { body, key } = contentOf({ ...one, stem });
  return questionSchema.parse({ body: { ...body, media: [media] }, key });
}

/** All questions into the school's bank. */
export async function seedQuestions(w: World): Promise<SeedQuestion[]> {
  const random = w.random.child("questions");
  const file: Written[] = JSON.parse(readFileSync(path.resolve("prisma/data/questions.json"), "utf8"));
  const { rows: outcomes } = await w.sql.query<{ id: string; code: string; subStrand: string }>(
    `SELECT id, code, "subStrand" FROM "Competency"`,
  );
  const byCode = new Map(outcomes.map((one) => [one.code, one]));
  const author = w.staff.find(({ department }) => department === "CONTENT")?.id ?? w.staff[0]?.id ?? "";
  const createdAt = w.clock.at(250, 9);
  const pictures = await seedQuestionPictures(w, author, createdAt);
  const made = file.flatMap((one): SeedQuestion[] => {
    const outcome = byCode.get(one.competencyCode);
    if (!outcome) return [];
    const picture = pictures.get(one.id);
    const b = (one.difficulty - 3) * 0.85 + random.normal() * 0.35;
    return [
      {
        id: random.uuid(createdAt),
        versionId: random.uuid(createdAt),
        grade: one.grade,
        area: one.competencyCode.split(".")[0] ?? "",
        difficulty: one.difficulty,
        subStrand: outcome.subStrand,
        content: picture ? picturedOf(one, picture) : contentOf(one),
        truth: { a: Math.exp(random.normal() * 0.25), b },
      },
    ];
  });
  const stemOf = ({ content }: SeedQuestion) => String(content.body.stem);
  await insertRows(
    w.sql,
    "Question",
    made.map((one) => ({
      id: one.id,
      ownerId: null,
      grade: one.grade,
      learningAreaCode: one.area,
      status: "ACTIVE",
      currentNumber: 1,
      type: one.content.body.type.toUpperCase(),
      difficulty: one.difficulty,
      title: stemOf(one).replaceAll("[[1]]", "____").slice(0, 200),
      language: one.area === "KIS" ? "sw" : "en",
      tags: [slugOf(one.subStrand)],
      createdById: author,
      createdAt,
      updatedAt: createdAt,
    })),
  );
  await insertRows(
    w.sql,
    "QuestionVersion",
    made.map((one) => ({
      id: one.versionId,
      questionId: one.id,
      number: 1,
      type: one.content.body.type.toUpperCase(),
      body: one.content.body,
      difficulty: one.difficulty,
      createdById: author,
      createdAt,
    })),
  );
  await insertRows(
    w.sql,
    "QuestionFile",
    made.flatMap(({ versionId, content }) => filesOfVersion(versionId, content)),
  );
  await insertRows(
    w.sql,
    "QuestionKey",
    made.map((one) => ({ versionId: one.versionId, key: one.content.key })),
  );
  await insertRows(
    w.sql,
    "QuestionCompetency",
    file.flatMap((one, n) => {
      const outcome = byCode.get(one.competencyCode);
      const question = made[n];
      return outcome && question ? [{ questionId: question.id, competencyId: outcome.id }] : [];
    }),
  );
  return made;
}

/** Fewest questions that make an assessment. */
const fewest = 4;

/** A check wherever the grade, with the year before as revision, has questions enough; every fifth adapts. */
export async function seedAssessments(
  w: World,
  courses: readonly SeedCourse[],
  bank: readonly SeedQuestion[],
): Promise<SeedAssessment[]> {
  const random = w.random.child("assessments");
  const asked = bank.filter(({ content }) => content.body.type !== "essay");
  const made: SeedAssessment[] = [];
  const [rows, items]: [object[], object[]] = [[], []];
  const order = ["PP1", "PP2", "G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9"];
  const taught = courses.filter(({ status }) => status === "PUBLISHED");
  for (const [n, course] of taught.entries()) {
    const near = order.slice(Math.max(0, order.indexOf(course.grade) - 1), order.indexOf(course.grade) + 1);
    const pool = asked.filter((one) => one.area === course.area && near.includes(one.grade));
    if (pool.length < fewest) continue;
    const adaptive = pool.length >= 12 && (n % 5 === 0 || course.ownerId === w.demo?.instructor.id);
    const createdAt = w.clock.at(course.publishedAgo, 9);
    for (const mode of adaptive ? (["FIXED", "ADAPTIVE"] as const) : (["FIXED"] as const)) {
      const questions = mode === "ADAPTIVE" ? pool : random.sample(pool, Math.min(10, pool.length));
      const id = random.uuid(createdAt);
      rows.push(assessmentRow(random, course, { id, mode, count: questions.length, createdAt }));
      const itemIds = questions.map(() => random.uuid(createdAt));
      for (const [at, one] of questions.entries())
        items.push({
          id: itemIds[at],
          assessmentId: id,
          questionId: one.id,
          position: nthPosition(at),
          points: 1,
          rightItemId: null,
          wrongItemId: null,
        });
      made.push({ id, course, mode, questions, itemIds, maxAttempts: 6 });
    }
  }
  await insertRows(w.sql, "Assessment", rows);
  await insertRows(w.sql, "AssessmentItem", items);
  return made;
}

function assessmentRow(
  random: Random,
  course: SeedCourse,
  { id, mode, count, createdAt }: { id: string; mode: "FIXED" | "ADAPTIVE"; count: number; createdAt: Date },
) {
  const swahili = course.language === "sw";
  const name = swahili
    ? mode === "ADAPTIVE"
      ? "Mazoezi yanayokufuata"
      : "Tathmini"
    : mode === "ADAPTIVE"
      ? "Practice that follows you"
      : "Check";
  return {
    id,
    courseId: course.id,
    lessonId: null,
    title: `${name}: ${course.title}`.slice(0, 140),
    instructions: swahili
      ? "Jibu swali moja kwa wakati mmoja. Majibu yako yanahifadhiwa unapoandika."
      : "One question at a time. Your answers are kept as you write.",
    mode,
    adaptiveConfig: mode === "ADAPTIVE" ? { length: adaptiveLength(count) } : {},
    status: "PUBLISHED",
    timeLimitMinutes: mode === "FIXED" && random.chance(0.4) ? Math.max(15, count * 3) : null,
    maxAttempts: 12,
    opensAt: null,
    dueAt: null,
    shuffle: random.chance(0.5),
    showsKey: true,
    createdById: course.ownerId,
    createdAt,
    updatedAt: createdAt,
  };
}
