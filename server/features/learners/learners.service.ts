import { v7 as uuid } from "uuid";
import { dateOf, dayAt } from "@/lib/days";
import { tellDesks } from "@/server/features/families/cases.service";
import type { NotificationType } from "@/server/features/notify/notify.schema";
import { notify } from "@/server/features/notify/notify.service";
import { judge, leadsAway } from "@/server/features/talk/talk.rules.domain";
import { type Ctx, systemActor } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import { type Db, work } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { mostPraiseADay } from "./learners.domain";
import { taughtLearners } from "./learners.policy";
import type { FlagInput, PraiseInput } from "./learners.schema";

/** The learner of one's class, or NOT_FOUND, whoever it may be. */
export async function ownLearner(ctx: Ctx, db: Db, studentId: string): Promise<{ id: string; firstName: string }> {
  const learner = await db.student.findFirst({
    where: { AND: [taughtLearners(ctx), { id: studentId, status: { not: "LEFT" } }] },
    select: { id: true, firstName: true },
  });
  if (!learner) throw new AppError("NOT_FOUND", "child.not_found");
  return learner;
}

/** Words that reach a family hold no way around the school; those for a child nothing that hurts either. */
export function refuseWords(fields: Record<string, string | null>, forChild = false): void {
  const refused = Object.entries(fields).filter(([, words]) => {
    const judged = words && judge(words);
    return judged && (forChild ? judged.held : leadsAway(judged));
  });
  if (refused.length > 0)
    throw new AppError("BAD_INPUT", "bad_input", {
      fields: Object.fromEntries(refused.map(([name]) => [name, "learner.words"])),
    });
}

type Person = { userId: string; isChild: boolean; child: string; family: string };
type Told = {
  type: Extract<NotificationType, `learner.${string}`>;
  params: Record<string, string | number>;
  fact: string;
  /** Where a guardian finds it; the child's own place is its badges. */
  tab: string;
  child?: boolean;
};

/** Tells the guardians who see a learner's records, and the child where it is meant for it, once. */
export async function tellFamily(db: Db, ctx: Ctx, studentId: string, told: Told): Promise<void> {
  const people = await db.$queryRaw<Person[]>`SELECT * FROM app.learner_audience(${studentId}::uuid)`;
  const meant = people.filter(({ isChild }) => told.child || !isChild);
  for (const { userId, isChild, child } of meant)
    await notify(db, {
      userId,
      type: told.type,
      params: { child, teacher: ctx.actor.name, ...told.params },
      href: isChild ? "/dashboard/student/achievements" : `/dashboard/parent/children/${studentId}?tab=${told.tab}`,
      studentId,
      dedupeKey: told.fact,
    });
  const [first] = meant;
  const ids = meant.map(({ userId }) => userId);
  if (first) await live(db, ids, "changed", { topic: `family:${first.family}` });
}

/** Celebrates a learner: the child and the guardians read it, each in their language. Once a day for one child. */
export function praiseLearner(ctx: Ctx, input: PraiseInput): Promise<{ id: string }> {
  const { studentId, kind } = input;
  const words = input.words || null;
  refuseWords({ words }, true);
  const [id, day] = [uuid(), dateOf(dayAt(ctx.now))];
  return ctx.work(async (db) => {
    await ownLearner(ctx, db, studentId);
    const today = await db.praise.count({ where: { authorId: ctx.actor.userId, day } });
    if (today >= mostPraiseADay) throw new AppError("CONFLICT", "learner.praised_enough");
    const { count } = await db.praise.createMany({
      data: { id, studentId, authorId: ctx.actor.userId, day, kind, words },
      skipDuplicates: true,
    });
    if (count === 0) throw new AppError("CONFLICT", "learner.praised_today");
    const params = { kind, own: words ? "yes" : "no", words: words ?? "–" };
    await tellFamily(db, ctx, studentId, {
      type: "learner.praised",
      params,
      fact: id,
      tab: "achievements",
      child: true,
    });
    await audit(db, ctx, {
      action: "learner.praised",
      subjectType: "praise",
      subjectId: id,
      studentId,
      after: { kind, words },
    });
    return { id };
  });
}

/**
 * Takes praise back: it goes from the inboxes in which nobody has read it yet. Those are not the teacher's to touch, so the
 * platform takes it out afterwards; should that fail, asking again does it.
 */
export async function takeBackPraise(ctx: Ctx, { id }: { id: string }): Promise<{ unsaid: number }> {
  const praise = await ctx.work(async (db) => {
    const found = await db.praise.findFirst({ where: { id, authorId: ctx.actor.userId }, select: { studentId: true } });
    if (!found) throw new AppError("NOT_FOUND", "learner.no_praise");
    await db.praise.updateMany({ where: { id, takenBackAt: null }, data: { takenBackAt: ctx.now } });
    await audit(db, ctx, {
      action: "learner.praise_taken_back",
      subjectType: "praise",
      subjectId: id,
      studentId: found.studentId,
    });
    return found;
  });
  const told = { type: "learner.praised", studentId: praise.studentId, dedupeKey: { endsWith: `:${id}` } };
  const { count } = await work(systemActor("platform"), (db) =>
    db.notification.deleteMany({ where: { ...told, readAt: null } }),
  );
  return { unsaid: count };
}

/** Asks staff to look at a learner: a case that waits until somebody takes it. One at a time from one teacher. */
export function flagLearner(ctx: Ctx, { studentId, title, reason }: FlagInput): Promise<{ id: string }> {
  const id = uuid();
  return ctx.work(async (db) => {
    await ownLearner(ctx, db, studentId);
    const { count } = await db.familyCase.createMany({
      data: { id, studentId, kind: "FLAG", title, reason, openedById: ctx.actor.userId },
      skipDuplicates: true,
    });
    if (count === 0) throw new AppError("CONFLICT", "learner.flagged_already");
    await audit(db, ctx, {
      action: "learner.flagged",
      subjectType: "case",
      subjectId: id,
      studentId,
      after: { title, reason },
    });
    await tellDesks(db);
    return { id };
  });
}

/** Takes a flag back that nobody of the staff has in hand yet. */
export function takeBackFlag(ctx: Ctx, { id }: { id: string }): Promise<{ status: "CLOSED" }> {
  return ctx.work(async (db) => {
    const flag = await db.familyCase.findFirst({
      where: { id, kind: "FLAG", openedById: ctx.actor.userId },
      select: { studentId: true },
    });
    if (!flag) throw new AppError("NOT_FOUND", "case.not_found");
    const { count } = await db.familyCase.updateMany({
      where: { id, status: "OPEN", ownerId: null },
      data: { status: "CLOSED", closedAt: ctx.now },
    });
    if (count === 0) throw new AppError("CONFLICT", "case.taken");
    await audit(db, ctx, {
      action: "learner.flag_taken_back",
      subjectType: "case",
      subjectId: id,
      studentId: flag.studentId,
      before: { status: "OPEN" },
      after: { status: "CLOSED" },
    });
    await tellDesks(db);
    return { status: "CLOSED" };
  });
}
