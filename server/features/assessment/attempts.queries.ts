import { marks as marksSchema } from "@/server/features/grading/grading.schema";
import type { Ctx } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { type Answer, answer as answerSchema } from "./answers.schema";
import { arranged } from "./arrange.domain";
import { attemptsLeft, deadlineOf, mostQuestions, type Refusal, refusalOf } from "./attempts.domain";
import { openTo, ownChild, readAllowance, readRules } from "./attempts.policy";
import { attemptState } from "./attempts.schema";
import { type QuestionBody, type QuestionKey, question, questionBody } from "./question.schema";
import { type PartResult, scoreAnswer } from "./scoring.domain";

export type Level = { code: string; name: string; nameSw: string };
export type EndedAttempt = {
  id: string;
  number: number;
  submittedAt: Date;
  /** Null while an answer waits for a person. */
  percent: number | null;
  level: Level | null;
};
export type OpenAttempt = { id: string; deadlineAt: Date | null };
/** A question under way. Nothing in it says what is right. */
export type AskedQuestion = OpenAttempt & {
  place: number;
  most: number;
  adapts: boolean;
  body: QuestionBody;
  answer: Answer | null;
  revision: number;
};

const ended = { id: true, number: true, submittedAt: true, percent: true, scaleCode: true, levelCode: true } as const;
type EndedRow = {
  id: string;
  number: number;
  submittedAt: Date | null;
  percent: number | null;
  scaleCode: string | null;
  levelCode: string | null;
};

/** Levels by scale and code, in both languages. */
export async function readLevels(db: Db, rows: readonly { levelCode: string | null }[]): Promise<Map<string, Level>> {
  const codes = [...new Set(rows.flatMap(({ levelCode }) => levelCode ?? []))];
  const levels = codes.length
    ? await db.scaleLevel.findMany({
        where: { code: { in: codes } },
        select: { scaleCode: true, code: true, name: true, nameSw: true },
      })
    : [];
  return new Map(levels.map(({ scaleCode, ...level }) => [`${scaleCode}/${level.code}`, level]));
}

const endedOf = ({ scaleCode, levelCode, submittedAt, ...row }: EndedRow, levels: ReadonlyMap<string, Level>) => ({
  ...row,
  submittedAt: submittedAt as Date,
  level: levels.get(`${scaleCode}/${levelCode}`) ?? null,
});

export type ListedAssessment = {
  id: string;
  title: string;
  course: string;
  opensAt: Date | null;
  dueAt: Date | null;
  open: OpenAttempt | null;
  left: number;
  refusal: Refusal | null;
  /** The last one that ended. */
  last: EndedAttempt | null;
};

/** More than a child's courses have; a list, not an archive. */
const mostListed = 100;

/** What a child may take or has taken, with where they stand: what is due first comes first. */
export function listAssessments(ctx: Ctx): Promise<ListedAssessment[]> {
  return ctx.work(async (db) => {
    const child = await ownChild(db, ctx);
    const rows = await db.assessment.findMany({
      where: openTo(child.id),
      orderBy: [{ dueAt: { sort: "asc", nulls: "last" } }, { id: "asc" }],
      take: mostListed,
      select: {
        id: true,
        title: true,
        status: true,
        opensAt: true,
        dueAt: true,
        timeLimitMinutes: true,
        maxAttempts: true,
        course: { select: { title: true } },
        attempts: {
          where: { studentId: child.id },
          orderBy: { number: "desc" },
          select: { ...ended, status: true, deadlineAt: true },
        },
      },
    });
    const allowance = await readAllowance(db, child.id);
    const levels = await readLevels(
      db,
      rows.flatMap(({ attempts }) => attempts),
    );
    return rows.map(({ course, attempts, ...rules }) => {
      const open = attempts.find(
        ({ status, deadlineAt }) => status === "OPEN" && !(deadlineAt && deadlineAt <= ctx.now),
      );
      const last = attempts.find(({ status }) => status !== "OPEN");
      return {
        id: rules.id,
        title: rules.title,
        course: course.title,
        opensAt: rules.opensAt,
        dueAt: rules.dueAt,
        open: open ? { id: open.id, deadlineAt: open.deadlineAt } : null,
        left: attemptsLeft(rules, allowance, attempts.length),
        refusal: refusalOf(rules, allowance, attempts.length, ctx.now),
        last: last ? endedOf(pick(last), levels) : null,
      };
    });
  });
}

const pick = ({ id, number, submittedAt, percent, scaleCode, levelCode }: EndedRow): EndedRow => ({
  id,
  number,
  submittedAt,
  percent,
  scaleCode,
  levelCode,
});

export type AssessmentRoom = {
  id: string;
  title: string;
  instructions: string;
  course: string;
  language: string;
  opensAt: Date | null;
  dueAt: Date | null;
  /** The child's own time. */
  minutes: number | null;
  /** From this share on it counts as passed; null: only levels are told. */
  passPercent: number | null;
  left: number;
  /** Whether the child is allowed to read questions in larger print. */
  largePrint: boolean;
  /** Whether the child is allowed to have questions read out. */
  readAloud: boolean;
  refusal: Refusal | null;
  asked: AskedQuestion | null;
  ended: EndedAttempt[];
};

/** An assessment as the child who takes it finds it: what it is, the question under way, and what came before. */
export function readRoom(ctx: Ctx, { assessmentId }: { assessmentId: string }): Promise<AssessmentRoom> {
  return ctx.work(async (db) => {
    const { child, assessment, allowance } = await readRules(db, ctx, assessmentId);
    const attempts = await db.attempt.findMany({
      where: { assessmentId, studentId: child.id },
      orderBy: { number: "desc" },
      select: { ...ended, status: true },
    });
    const open = attempts.find(({ status }) => status === "OPEN");
    const past = attempts.filter(({ status }) => status !== "OPEN").map(pick);
    const levels = await readLevels(db, past);
    const own = deadlineOf({ ...assessment, dueAt: null }, allowance, ctx.now);
    return {
      id: assessment.id,
      title: assessment.title,
      instructions: assessment.instructions,
      course: assessment.course.title,
      language: assessment.course.language,
      opensAt: assessment.opensAt,
      dueAt: assessment.dueAt,
      minutes: own ? Math.round((own.getTime() - ctx.now.getTime()) / 60_000) : null,
      passPercent: assessment.passPercent,
      left: attemptsLeft(assessment, allowance, attempts.length),
      largePrint: allowance.largePrint,
      readAloud: allowance.readAloud,
      refusal: refusalOf(assessment, allowance, attempts.length, ctx.now),
      asked: open ? await readAsked(db, open.id) : null,
      ended: past.map((row) => endedOf(row, levels)),
    };
  });
}

/** The question that waits for its answer, arranged as this attempt shows it. */
async function readAsked(db: Db, attemptId: string): Promise<AskedQuestion | null> {
  const found = await db.response.findFirst({
    where: { attemptId, answeredAt: null },
    select: {
      place: true,
      questionId: true,
      answer: true,
      revision: true,
      version: { select: { body: true } },
      attempt: { select: { id: true, deadlineAt: true, state: true } },
    },
  });
  if (!found) return null;
  const { state: stored, ...attempt } = found.attempt;
  const state = attemptState.parse(stored);
  return {
    ...attempt,
    place: found.place,
    most: mostQuestions(state),
    adapts: state.adapts !== null,
    body: arranged(questionBody.parse(found.version.body), `${state.seed}/${found.questionId}`),
    answer: answerSchema.nullable().parse(found.answer),
    revision: found.revision,
  };
}

export type AnsweredQuestion = {
  place: number;
  body: QuestionBody;
  answer: Answer | null;
  points: number;
  /** 0 to 1; null while it waits for a person. */
  score: number | null;
  feedback: string | null;
  /** What a teacher gave an essay; null for what a key marks, and while it waits. */
  marked: { level: Level | null; marks: Record<string, string>; audioFileId: string | null } | null;
  /** What is right and why, part by part; null where the assessment does not show it. */
  told: { key: QuestionKey; parts: PartResult[] } | null;
};
export type AttemptResults = EndedAttempt & {
  assessmentId: string;
  /** Logits, with the standard error; null for what was never measured. */
  ability: number | null;
  standardError: number | null;
  questions: AnsweredQuestion[];
};

/** What an ended attempt came to, question by question. One that is still open has no results. */
export function readResults(ctx: Ctx, { attemptId }: { attemptId: string }): Promise<AttemptResults> {
  return ctx.work(async (db) => {
    const child = await ownChild(db, ctx);
    const attempt = await db.attempt.findFirst({
      where: { id: attemptId, studentId: child.id, status: { not: "OPEN" } },
      select: { ...ended, assessmentId: true, ability: true, standardError: true, state: true },
    });
    if (!attempt) throw new AppError("NOT_FOUND", "attempt.not_found");
    const { assessmentId, ability, standardError, state, ...row } = attempt;
    return {
      ...endedOf(row, await readLevels(db, [row])),
      assessmentId,
      ability,
      standardError,
      questions: await readQuestions(db, attemptId, {
        seed: seedOf(state, attemptId),
        tells: await tellsKey(db, assessmentId, child.id),
      }),
    };
  });
}

const seedOf = (state: unknown, attemptId: string) => attemptState.safeParse(state).data?.seed ?? attemptId;

/** What is right is not told while the same child has another attempt under way: it would be told into its ear. */
async function tellsKey(db: Db, assessmentId: string, studentId: string): Promise<boolean> {
  const telling = await db.assessment.count({
    where: { id: assessmentId, showsKey: true, attempts: { none: { studentId, status: "OPEN" } } },
  });
  return telling > 0;
}

async function readQuestions(
  db: Db,
  attemptId: string,
  { seed, tells }: { seed: string; tells: boolean },
): Promise<AnsweredQuestion[]> {
  const rows = await db.response.findMany({
    where: { attemptId },
    orderBy: { place: "asc" },
    select: {
      place: true,
      questionId: true,
      answer: true,
      points: true,
      score: true,
      feedback: true,
      version: { select: { body: true, key: tells ? { select: { key: true } } : false } },
      // A draft is not among what a family may read.
      work: { select: { grade: { select: { marks: true, scaleCode: true, levelCode: true, audioFileId: true } } } },
    },
  });
  const levels = await readLevels(
    db,
    rows.flatMap(({ work }) => work?.grade ?? []),
  );
  return rows.map(({ questionId, version, answer, work, ...row }) => {
    const body = arranged(questionBody.parse(version.body), `${seed}/${questionId}`);
    const given = answerSchema.nullable().parse(answer);
    const told = version.key ? toldOf(body, version.key.key, given) : null;
    return { ...row, body, answer: given, told, marked: work?.grade ? markedOf(work.grade, levels) : null };
  });
}

const markedOf = (
  grade: { marks: unknown; scaleCode: string | null; levelCode: string | null; audioFileId: string | null },
  levels: ReadonlyMap<string, Level>,
): AnsweredQuestion["marked"] => ({
  level: levels.get(`${grade.scaleCode}/${grade.levelCode}`) ?? null,
  marks: marksSchema.parse(grade.marks),
  audioFileId: grade.audioFileId,
});

function toldOf(body: QuestionBody, storedKey: unknown, given: Answer | null): AnsweredQuestion["told"] {
  const asked = question.parse({ body, key: storedKey });
  return { key: asked.key, parts: given ? scoreAnswer(asked, given).parts : [] };
}
