import { randomUUID } from "node:crypto";
import type { Ctx } from "@/server/platform/actor";
import { systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Sql } from "@/server/platform/db/work";
import { enqueue } from "@/server/platform/outbox";
import { asAssessment } from "./attempts.run.service";
import { calibrate } from "./calibration.domain";
import { calibrationAsked } from "./calibration.events";
import { type FirstAnswer, firstAnswersSql, type Group, groupsSql, writeSql } from "./calibration.queries";

/** Has the school's questions calibrated now; asked again within the minute it is done once. */
export function askCalibration(ctx: Ctx): Promise<{ asked: true }> {
  return ctx.work(async (db) => {
    await enqueue(db, calibrationAsked, {}, ctx.now.toISOString().slice(0, 16));
    await audit(db, ctx, { action: "question.calibration_asked", subjectType: "question" });
    return { asked: true };
  });
}

/** How a calibration reads and writes: a unit of work each for the job, the seed's own connection for the seed. */
export type Access = {
  read<Row>(query: Sql.Sql): Promise<Row[]>;
  write(query: Sql.Sql): Promise<unknown>;
};
const asJob: Access = {
  read: (query) => asAssessment((db) => db.$queryRaw(query)),
  write: (query) => asAssessment((db) => db.$executeRaw(query)),
};

/**
 * Estimates the parameters of all questions from first attempts, one learning area and grade after the other. Attempts
 * that run keep the figures they began with. Safe to repeat.
 */
export async function calibrateGroups(
  { read, write }: Access,
  now: Date,
): Promise<{ groups: number; questions: number }> {
  const groups = await read<Group>(groupsSql);
  let questions = 0;
  for (const group of groups) {
    const answers = await read<FirstAnswer>(firstAnswersSql(group));
    const found = calibrate(answers, new Map(answers.map(({ item, difficulty }) => [item, difficulty])));
    await write(writeSql(answers, found, now));
    questions += found.size;
  }
  return { groups: groups.length, questions };
}

/** The job: each group in short units of its own, and a line in the log. */
export async function calibrateQuestions(now = new Date()): Promise<{ groups: number; questions: number }> {
  const after = await calibrateGroups(asJob, now);
  const actor = systemActor("assessment");
  const job = { actor, ip: "", userAgent: "job assessment-calibrate", requestId: randomUUID(), now };
  await asAssessment((db) => audit(db, job, { action: "question.calibrated", subjectType: "question", after }));
  return after;
}
