import type { Db } from "@/server/platform/db/work";
import { enqueue } from "@/server/platform/outbox";
import type { Answered } from "./adaptive.domain";
import { figuresOf } from "./attempts.domain";
import { attemptGraded } from "./attempts.events";
import { attemptState } from "./attempts.schema";
import { levelOf } from "./levels.domain";
import { readScales } from "./scales.queries";

export const running = { id: true, studentId: true, courseId: true, state: true, scaleCode: true } as const;
export type Running = {
  id: string;
  studentId: string;
  courseId: string;
  state: unknown;
  scaleCode: string | null;
};

/** What has been answered so far, in its order, by the items of the paper. */
export async function readAnswered(db: Db, attempt: Running): Promise<Answered[]> {
  const byQuestion = new Map(attemptState.parse(attempt.state).paper.map((item) => [item.questionId, item.id]));
  const rows = await db.response.findMany({
    where: { attemptId: attempt.id, answeredAt: { not: null } },
    orderBy: { place: "asc" },
    select: { questionId: true, score: true },
  });
  return rows.flatMap(({ questionId, score }) => {
    const id = byQuestion.get(questionId);
    return id ? [{ id, credit: score }] : [];
  });
}

/** Writes what the answers come to; graded once nothing waits for a person. */
export async function writeFigures(db: Db, attempt: Running, now: Date) {
  const { levelPercent, ...figures } = figuresOf(attemptState.parse(attempt.state), await readAnswered(db, attempt));
  const { scaleCode } = attempt;
  const { levels } = await readScales(db, now);
  const data = {
    ...figures,
    status: figures.percent === null ? ("SUBMITTED" as const) : ("GRADED" as const),
    levelCode: scaleCode ? (levelOf(levelPercent, scaleCode, levels)?.code ?? null) : null,
  };
  await db.attempt.update({ where: { id: attempt.id }, data, select: { id: true } });
  return data;
}

/** Says, once, that nothing of an attempt waits for a person any more; not while its figure is open. */
export async function tellGraded(
  db: Db,
  { id: attemptId, studentId }: Running,
  percent: number | null,
  endedAt: Date,
): Promise<void> {
  if (percent === null) return;
  await enqueue(db, attemptGraded, { studentId, attemptId, percent, endedAt: endedAt.toISOString() }, attemptId);
}
