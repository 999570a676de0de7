import type { QuizBlock } from "@/server/features/courses/lesson.schema";
import type { CompletionRule, KeptAnswers, SaveProgress } from "./learning.schema";

/** How far a child is in a lesson, as it is kept. */
export type Progress = {
  percent: number;
  place: string | null;
  placeAt: Date | null;
  seconds: number;
  answers: KeptAnswers;
  completedAt: Date | null;
};
export const nothingYet: Progress = {
  percent: 0,
  place: null,
  placeAt: null,
  seconds: 0,
  answers: {},
  completedAt: null,
};
/** What a lesson asks before it counts as done. */
export type Asked = { rule: CompletionRule; quizzes: readonly Pick<QuizBlock, "blockId" | "options" | "right">[] };
export type Report = Pick<SaveProgress, "seconds" | "percent" | "place" | "placeAt" | "doneAt" | "answers">;

const earlier = (one: Date | null, other: Date | null) =>
  one && other ? (one <= other ? one : other) : (one ?? other);
const noLater = (at: Date, now: Date) => (at > now ? now : at);

/** A device whose clock is ahead has not seen the future: nothing it says happened after now. */
export function settled<R extends Report>(report: R, now: Date): R {
  const answers = Object.fromEntries(
    Object.entries(report.answers).map(([id, given]) => [id, { ...given, at: noLater(given.at, now) }]),
  );
  const clamp = (at: Date | null) => at && noLater(at, now);
  return { ...report, placeAt: clamp(report.placeAt), doneAt: clamp(report.doneAt), answers };
}

const epoch = new Date(0);
/** The first answer counts, because it shows what the child knew; tries after it are practice. */
function firstAnswers(kept: KeptAnswers, given: Report["answers"], quizzes: Asked["quizzes"]): KeptAnswers {
  const all: KeptAnswers = { ...kept };
  for (const { blockId, options, right } of quizzes) {
    const answer = given[blockId];
    // The lesson was changed while the device was away: what it no longer asks needs no answer.
    if (!answer || !options.some(({ key }) => key === answer.answer)) continue;
    const before = all[blockId];
    const since = answer.at.getTime() - (before?.at ?? epoch).getTime();
    if (before && (since > 0 || (since === 0 && answer.answer >= before.answer))) continue;
    all[blockId] = { ...answer, right: answer.answer === right };
  }
  return all;
}

function laterPlace(stored: Progress, report: Report): Pick<Progress, "place" | "placeAt"> {
  const stands = { place: stored.place, placeAt: stored.placeAt };
  const told = { place: report.place, placeAt: report.placeAt };
  if (!told.place || !told.placeAt) return stands;
  const since = told.placeAt.getTime() - (stands.placeAt?.getTime() ?? 0);
  if (since !== 0) return since > 0 ? told : stands;
  return Number(told.place) > Number(stands.place ?? -1) ? told : stands;
}

/** When all questions had an answer: the moment of the last first answer. Null while one is open. */
function answeredAt(answers: KeptAnswers, quizzes: Asked["quizzes"]): Date | null {
  const times = quizzes.map(({ blockId }) => answers[blockId] && (answers[blockId].at ?? epoch).getTime());
  return times.every((time) => time !== undefined) ? new Date(Math.max(...(times as number[]))) : null;
}

/**
 * What is known after a device has reported: the furthest percentage, the first completion, the later place, the first
 * answers, and the seconds that its sitting has not counted yet. The order in which reports arrive, and whether one
 * arrives twice, makes no difference.
 */
export function merged(
  stored: Progress,
  report: Report,
  { rule, quizzes }: Asked,
  counted: number,
): { progress: Progress; counted: number } {
  const answers = firstAnswers(stored.answers, report.answers, quizzes);
  const byQuestions = rule === "QUIZ" && quizzes.length > 0;
  const completedAt = earlier(stored.completedAt, byQuestions ? answeredAt(answers, quizzes) : report.doneAt);
  const percent = completedAt ? 100 : Math.min(99, Math.max(stored.percent, report.percent));
  const seconds = stored.seconds + Math.max(0, report.seconds - counted);
  return {
    progress: { percent, ...laterPlace(stored, report), seconds, answers, completedAt },
    counted: Math.max(counted, report.seconds),
  };
}
