import { systemActor } from "@/server/platform/actor";
import type { Db } from "@/server/platform/db/work";
import { live } from "@/server/platform/live";
import { notify } from "../notify/notify.service";
import { type Acting, asAssessment, remarkAttempt } from "./attempts.run.service";

/** Marks changed between two words to the page of who asked. */
const bite = 25;

const running = {
  id: true,
  askedById: true,
  reason: true,
  lines: {
    orderBy: { responseId: "asc" },
    take: bite,
    select: { responseId: true, before: true, after: true, response: { select: { attemptId: true } } },
  },
} as const;

const readRunning = (runId: string) =>
  asAssessment((db) => db.regradeRun.findFirst({ where: { id: runId, status: "RUNNING" }, select: running }));
type Running = NonNullable<Awaited<ReturnType<typeof readRunning>>>;

/** In the log the job marks; whose wish it was stands beside it. */
const acting = (run: Running): Acting => ({
  actor: systemActor("assessment"),
  ip: "",
  userAgent: "job assessment-regrade",
  requestId: run.id,
  now: new Date(),
});

/**
 * Marks the next answers as they were written down to be marked. Safe to repeat, and for two at once: an answer, its line
 * and the count of the run move in one short unit, each with its line in the log and a word to the family. Says whether
 * there are more.
 */
export async function goOnRegrading(runId: string): Promise<{ more: boolean }> {
  const run = await readRunning(runId);
  if (!run) return { more: false };
  for (const line of run.lines) await asAssessment((db) => remarkLine(db, run, line));
  return asAssessment((db) => tellProgress(db, run));
}

async function remarkLine(
  db: Db,
  run: Running,
  { responseId, before, after, response }: Running["lines"][number],
): Promise<void> {
  const { count } = await db.regradeLine.deleteMany({ where: { runId: run.id, responseId } });
  if (count === 0) return;
  const change = { id: responseId, attemptId: response.attemptId, before, after };
  const told = await remarkAttempt(db, acting(run), change, { reason: run.reason, askedBy: run.askedById });
  if (told) await tellFamily(db, told, `${run.id}:${responseId}`);
  await db.regradeRun.update({
    where: { id: run.id },
    data: { done: { increment: 1 }, changed: { increment: told ? 1 : 0 } },
    select: { id: true },
  });
}

/** Whoever asked sees how far it is; the run is over when nothing of it is left. */
async function tellProgress(db: Db, { id, askedById }: Running): Promise<{ more: boolean }> {
  const more = (await db.regradeLine.count({ where: { runId: id }, take: 1 })) > 0;
  if (!more)
    await db.regradeRun.updateMany({
      where: { id, status: "RUNNING" },
      data: { status: "DONE", endedAt: new Date() },
    });
  await live(db, [askedById], "changed", { topic: "regrade" });
  return { more };
}

type Person = { userId: string; isChild: boolean; child: string };
type Told = { attemptId: string; assessmentId: string; studentId: string; title: string };

/** Tells the child and the guardians who see the child's records that a mark they know has changed. */
async function tellFamily(db: Db, { attemptId, assessmentId, studentId, title }: Told, fact: string): Promise<void> {
  const people = await db.$queryRaw<Person[]>`SELECT * FROM app.attempt_audience(${attemptId}::uuid)`;
  for (const { userId, isChild, child } of people)
    await notify(db, {
      userId,
      type: "work.mark_changed",
      params: { child, work: title },
      href: isChild
        ? `/dashboard/student/assessments/${assessmentId}?attempt=${attemptId}`
        : `/dashboard/parent/children/${studentId}?tab=learning`,
      studentId,
      dedupeKey: `remarked:${fact}`,
    });
}
