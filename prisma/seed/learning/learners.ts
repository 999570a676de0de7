/** Half a year of learning: who follows which course, how far they are, and what they answered. */

import {
  type AdaptiveItem,
  type Answered,
  abilityOf,
  nextStep,
  weightedScore,
} from "@/server/features/assessment/adaptive.domain";
import { adaptiveConfig } from "@/server/features/assessment/adaptive.schema";
import type { Answer } from "@/server/features/assessment/answers.schema";
import { reached } from "@/server/features/assessment/levels.domain";
import type { Question } from "@/server/features/assessment/question.schema";
import { scoreAnswer } from "@/server/features/assessment/scoring.domain";
import { attemptPoints, lessonPoints } from "@/server/features/recognition/recognition.domain";
import { insertRows } from "../../../tests/factories/insert";
import { buildEnrollment } from "../../../tests/factories/learning";
import type { Random } from "../../../tests/factories/random";
import type { Child, World } from "../world";
import type { SeedCourse } from "./courses";
import { adaptiveLength, type SeedAssessment, type SeedQuestion, stateOf } from "./questions";

const half = 180;
const faiths = ["CRE", "IRE", "HRE"];

/** A child as a learner: ability on the logit scale, by area, growing over the half year. */
export type Learner = {
  kid: Child;
  enrolled: { course: SeedCourse; id: string; sinceAgo: number; lessonsDone: number }[];
  ability: (area: string, daysAgo: number) => number;
};
/** What earns points, in the order in which it happened. */
export type Fact = { studentId: string; fact: string; reason: string; points: number; at: Date };
export type Learning = { learners: Learner[]; facts: Fact[] };

export async function seedLearning(
  w: World,
  courses: readonly SeedCourse[],
  assessments: readonly SeedAssessment[],
): Promise<Learning> {
  const learners = w.households.flatMap((household) => {
    const faith = w.random.child(`faith ${household.id}`).weighted({ CRE: 78, IRE: 17, HRE: 5 });
    return household.children
      .filter(({ row }) => row.status !== "LEFT")
      .map((kid) => learnerOf(w, kid, faith, courses));
  });
  const facts: Fact[] = [];
  await insertRows(
    w.sql,
    "Enrollment",
    learners.flatMap((learner) => enrolments(w, learner)),
  );
  await seedProgress(w, learners, facts);
  await seedAttempts(w, learners, assessments, facts);
  return { learners, facts };
}

function learnerOf(w: World, kid: Child, faith: string, courses: readonly SeedCourse[]): Learner {
  const random = w.random.child(`learner ${kid.row.admissionNumber}`);
  const [base, growth] = [random.normal() * 0.85, 0.2 + random.next() * 0.5];
  const byArea = new Map<string, number>();
  const open = courses.filter(
    ({ grade, area, status }) =>
      grade === kid.row.grade && status === "PUBLISHED" && (!faiths.includes(area) || area === faith),
  );
  const isDemo = w.demo?.family.children.includes(kid) ?? false;
  const main = open.filter(({ price }) => price === 0n);
  const chosen = isDemo ? random.sample(main, 6) : random.sample(main, random.int(3, 6));
  const maths = main.find(({ area }) => area === "MATH");
  if (maths && !chosen.includes(maths)) chosen[0] = maths;
  return {
    kid,
    enrolled: chosen.map((course) => ({
      course,
      id: random.uuid(w.clock.at(half)),
      sinceAgo: random.int(40, half - 5),
      lessonsDone: 0,
    })),
    ability: (area, daysAgo) => {
      if (!byArea.has(area)) byArea.set(area, random.normal() * 0.45);
      return base + (byArea.get(area) ?? 0) + growth * (1 - daysAgo / half);
    },
  };
}

function enrolments(w: World, { kid, enrolled }: Learner): object[] {
  const by = (kid.guardians.find(({ tie }) => tie.canView) ?? kid.guardians[0])?.person.id;
  const random = w.random.child(`enrolments ${kid.row.admissionNumber}`);
  return enrolled.map(({ course, id, sinceAgo }) => {
    const createdAt = w.clock.at(sinceAgo, random.int(8, 20), random.int(0, 59));
    return buildEnrollment(random, {
      id,
      courseId: course.id,
      studentId: kid.row.id,
      enrolledById: by ?? kid.account?.id ?? kid.row.id,
      source: random.chance(0.8) ? "PLAN" : "FREE",
      createdAt,
      updatedAt: createdAt,
    });
  });
}

/** How many lessons a child has finished by today: diligence, time, and a little luck. */
function pace(random: Random, kid: Child, sinceAgo: number, lessons: number): number {
  const share = Math.min(1, (sinceAgo / half) * (0.35 + 0.75 * kid.mood.diligence) * (0.45 + 0.8 * random.next()));
  return Math.min(lessons, Math.round(share * lessons));
}

async function seedProgress(w: World, learners: readonly Learner[], facts: Fact[]): Promise<void> {
  const [progress, activity]: [object[], object[]] = [[], []];
  for (const learner of learners) {
    const random = w.random.child(`progress ${learner.kid.row.admissionNumber}`);
    const studentId = learner.kid.row.id;
    for (const place of learner.enrolled) {
      const { course, sinceAgo } = place;
      const done = pace(random, learner.kid, sinceAgo, course.lessons.length);
      const days = Array.from({ length: done }, () => random.int(0, sinceAgo)).sort((one, other) => other - one);
      place.lessonsDone = done;
      for (const [n, lesson] of course.lessons.slice(0, done).entries()) {
        const at = w.clock.at(days[n] ?? 0, random.int(7, 19), random.int(0, 59));
        const seconds = Math.round(lesson.minutes * 60 * (0.6 + random.next() * 0.9));
        progress.push({
          studentId,
          lessonId: lesson.id,
          courseId: course.id,
          percent: 100,
          place: null,
          placeAt: at,
          seconds,
          answers: {},
          completedAt: at,
          createdAt: at,
          updatedAt: at,
        });
        activity.push({
          id: random.uuid(at),
          occurredAt: at,
          studentId,
          kind: "LESSON_DONE",
          courseId: course.id,
          lessonId: lesson.id,
          subjectId: null,
          seconds,
          recordedAt: at,
        });
        facts.push({ studentId, fact: `lesson:${lesson.id}`, reason: "lesson", points: lessonPoints, at });
      }
      const next = course.lessons[done];
      if (!next || !random.chance(0.6)) continue;
      const at = w.clock.at(random.int(0, Math.min(6, sinceAgo)), random.int(7, 19), random.int(0, 59));
      const [percent, seconds] = [random.int(10, 85), Math.round(next.minutes * 60 * random.next())];
      progress.push({
        studentId,
        lessonId: next.id,
        courseId: course.id,
        percent,
        place: null,
        placeAt: at,
        seconds,
        answers: {},
        completedAt: null,
        createdAt: at,
        updatedAt: at,
      });
      activity.push({
        id: random.uuid(at),
        occurredAt: at,
        studentId,
        kind: "LESSON",
        courseId: course.id,
        lessonId: next.id,
        subjectId: null,
        seconds,
        recordedAt: at,
      });
    }
  }
  await insertProgress(w, progress);
  await insertRows(w.sql, "StudentActivity", activity);
}

/**
 * Without the trigger that counts after each row: the figures of all enrolments are set once, by what the rows say, which
 * takes a tenth of the time. The seed's test holds them to what the trigger would have counted.
 */
async function insertProgress(w: World, progress: readonly object[]): Promise<void> {
  await w.sql.query(`ALTER TABLE "LessonProgress" DISABLE TRIGGER counted`);
  await insertRows(w.sql, "LessonProgress", progress);
  await w.sql.query(`ALTER TABLE "LessonProgress" ENABLE TRIGGER counted`);
  await w.sql.query(
    `UPDATE "Enrollment" e SET "lessonsDone" = p.done, "lastActivityAt" = p.last, "lastLessonId" = p.lesson,
       status = CASE WHEN p.done >= c."lessonCount" THEN 'COMPLETED'::"EnrollmentStatus" ELSE e.status END,
       "completedAt" = CASE WHEN p.done >= c."lessonCount" THEN p.finished END
     FROM (SELECT "courseId", "studentId", count("completedAt")::int AS done, max("updatedAt") AS last, max("completedAt") AS finished,
                  (array_agg("lessonId" ORDER BY "updatedAt" DESC))[1] AS lesson
           FROM "LessonProgress" GROUP BY 1, 2) p JOIN "Course" c ON c.id = p."courseId"
     WHERE e."courseId" = p."courseId" AND e."studentId" = p."studentId"`,
  );
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** What a learner of this ability writes: right by chance of the model, and wrong as learners are wrong. */
export function answerOf(
  random: Random,
  { body, key }: Question,
  truth: { a: number; b: number },
  theta: number,
): Answer {
  const knows = () => random.chance(logistic(truth.a * 1.3 * (theta - truth.b)));
  if (body.type === "mcq" && key.type === "mcq") {
    if (knows()) return { type: "mcq", chosen: [...key.correct] };
    // The nearest wrong option draws most of those who do not know.
    const wrong = body.options.filter((option) => !key.correct.includes(option.key)).map((option) => option.key);
    return {
      type: "mcq",
      chosen: [wrong[Math.floor(random.next() ** 2 * wrong.length)] ?? body.options[0]?.key ?? "A"],
    };
  }
  if (body.type === "short_answer" && key.type === "short_answer")
    return {
      type: "short_answer",
      texts: Array.from({ length: body.wanted }, (_, n) => (knows() ? spelling(key.accepted[n]) : unsure(random))),
    };
  if (body.type === "fill_blank" && key.type === "fill_blank")
    return {
      type: "fill_blank",
      blanks: Object.fromEntries(
        body.blanks.map((blank) => [blank.key, knows() ? spelling(key.blanks[blank.key]?.[0]) : unsure(random)]),
      ),
    };
  if (body.type === "matching" && key.type === "matching") {
    if (knows()) return { type: "matching", pairs: { ...key.pairs } };
    const [left, rights] = [Object.keys(key.pairs), Object.values(key.pairs)];
    const at = random.int(0, left.length - 2);
    [rights[at], rights[at + 1]] = [rights[at + 1] as string, rights[at] as string];
    return { type: "matching", pairs: Object.fromEntries(left.map((one, n) => [one, rights[n] as string])) };
  }
  if (body.type === "ordering" && key.type === "ordering") {
    const order = [...key.order];
    if (knows()) return { type: "ordering", order };
    const at = random.int(0, order.length - 2);
    [order[at], order[at + 1]] = [order[at + 1] as string, order[at] as string];
    return { type: "ordering", order };
  }
  return { type: "essay", text: "" };
}
const spelling = (one: { kind: string } | undefined): string =>
  one && "spellings" in one ? ((one as { spellings: string[] }).spellings[0] ?? "") : "";
const unsure = (random: Random) => random.pick(["I am not sure", "sijui", "maybe both", "12", "the first one", ""]);

type Taken = { question: SeedQuestion; answer: Answer; score: number; seconds: number };

const itemOf = (one: SeedQuestion): AdaptiveItem => ({
  id: one.id,
  difficulty: one.difficulty,
  subStrand: one.subStrand,
  parameters: null,
  ways: { right: null, wrong: null },
});

/** One attempt from beginning to end, by the engine itself where the assessment adapts. */
function take(random: Random, { mode, questions }: SeedAssessment, theta: number, seed: string): Taken[] {
  const answer = (question: SeedQuestion): Taken => {
    const given = answerOf(random, question.content, question.truth, theta);
    const score = scoreAnswer(question.content, given).score ?? 0;
    return {
      question,
      answer: given,
      score,
      seconds: Math.round(20 + 25 * question.difficulty * (0.5 + random.next())),
    };
  };
  if (mode === "FIXED") return questions.map(answer);
  const items = questions.map(itemOf);
  const config = adaptiveConfig.parse({ length: adaptiveLength(questions.length) });
  const taken: Taken[] = [];
  for (;;) {
    const step = nextStep(items, taken.map(answered), config, seed);
    if (step.kind === "stop") return taken;
    taken.push(answer(questions.find(({ id }) => id === step.item.id) as SeedQuestion));
  }
}
const answered = ({ question, score }: Taken): Answered => ({ id: question.id, credit: score });

async function seedAttempts(
  w: World,
  learners: readonly Learner[],
  assessments: readonly SeedAssessment[],
  facts: Fact[],
): Promise<void> {
  const levels = await scaleLevels(w);
  const byCourse = new Map<string, SeedAssessment[]>();
  for (const one of assessments) byCourse.set(one.course.id, [...(byCourse.get(one.course.id) ?? []), one]);
  let batch: Record<"attempts" | "responses" | "activity", object[]> = { attempts: [], responses: [], activity: [] };
  const flush = async () => {
    await insertRows(w.sql, "Attempt", batch.attempts);
    await insertRows(w.sql, "Response", batch.responses);
    await insertRows(w.sql, "StudentActivity", batch.activity);
    batch = { attempts: [], responses: [], activity: [] };
  };
  for (const learner of learners) {
    const random = w.random.child(`attempts ${learner.kid.row.admissionNumber}`);
    for (const { course, sinceAgo, lessonsDone } of learner.enrolled) {
      if (lessonsDone === 0) continue;
      for (const assessment of byCourse.get(course.id) ?? []) {
        const times = Math.min(assessment.maxAttempts, 1 + Math.floor(random.next() * (1 + sinceAgo / 20)));
        const days = Array.from({ length: times }, () => random.int(0, sinceAgo)).sort((one, other) => other - one);
        for (const [n, daysAgo] of days.entries())
          attempt(w, random, { learner, assessment, number: n + 1, daysAgo, levels, batch, facts });
      }
    }
    if (batch.responses.length > 20_000) await flush();
  }
  await flush();
}

type Level = { grade: string; scaleCode: string; code: string; minPercent: number };
/** Levels in force for each grade, best first. */
export async function scaleLevels(w: World): Promise<Map<string, Level[]>> {
  const { rows } = await w.sql.query<Level>(
    `SELECT u.grade::text AS grade, l."scaleCode", l.code, l."minPercent" FROM "ScaleUse" u JOIN "ScaleLevel" l ON l."scaleCode" = u."scaleCode" ORDER BY u.grade, l.position`,
  );
  const found = new Map<string, Level[]>();
  for (const row of rows) found.set(row.grade, [...(found.get(row.grade) ?? []), row]);
  return found;
}

type Doing = {
  learner: Learner;
  assessment: SeedAssessment;
  number: number;
  daysAgo: number;
  levels: Map<string, Level[]>;
  batch: Record<"attempts" | "responses" | "activity", object[]>;
  facts: Fact[];
};

function attempt(
  w: World,
  random: Random,
  { learner, assessment, number, daysAgo, levels, batch, facts }: Doing,
): void {
  const begun = w.clock.at(daysAgo, random.int(8, 18), random.int(0, 59));
  const id = random.uuid(begun);
  const studentId = learner.kid.row.id;
  const { course } = assessment;
  const taken = take(random, assessment, learner.ability(course.area, daysAgo), id);
  const seconds = taken.reduce((sum, one) => sum + one.seconds, 0);
  // Begun this morning, it has ended by now.
  const startedAt = new Date(Math.min(begun.getTime(), w.clock.now.getTime() - seconds * 1000));
  const items = assessment.questions.map(itemOf);
  const percent =
    assessment.mode === "ADAPTIVE"
      ? (weightedScore(items, taken.map(answered)) ?? 0)
      : (100 * taken.reduce((sum, { score }) => sum + score, 0)) / taken.length;
  const rounded = Math.round(percent * 10) / 10;
  const estimate = abilityOf(items, taken.map(answered));
  const level = reached(rounded, levels.get(learner.kid.row.grade) ?? []);
  let clock = startedAt.getTime();
  for (const [n, one] of taken.entries()) {
    clock += one.seconds * 1000;
    batch.responses.push({
      id: random.uuid(startedAt),
      attemptId: id,
      studentId,
      courseId: course.id,
      questionId: one.question.id,
      versionId: one.question.versionId,
      place: n + 1,
      difficulty: one.question.difficulty,
      points: 1,
      answer: one.answer,
      revision: 1,
      seconds: one.seconds,
      answeredAt: new Date(clock),
      score: one.score,
      gradedBy: "KEY",
      createdAt: startedAt,
      updatedAt: new Date(clock),
    });
  }
  const submittedAt = new Date(clock);
  batch.attempts.push({
    id,
    assessmentId: assessment.id,
    courseId: course.id,
    studentId,
    number,
    status: "GRADED",
    startedAt,
    deadlineAt: null,
    submittedAt,
    state: stateOf(assessment, id),
    ability: estimate.theta,
    standardError: estimate.error,
    percent: rounded,
    scaleCode: level?.scaleCode ?? null,
    levelCode: level?.code ?? null,
    createdAt: startedAt,
    updatedAt: submittedAt,
  });
  batch.activity.push({
    id: random.uuid(submittedAt),
    occurredAt: submittedAt,
    studentId,
    kind: "ANSWERS",
    courseId: course.id,
    lessonId: null,
    subjectId: id,
    seconds,
    recordedAt: submittedAt,
  });
  facts.push({
    studentId,
    fact: `attempt:${id}`,
    reason: "assessment",
    points: attemptPoints(rounded),
    at: submittedAt,
  });
}
