import type { z } from "zod";
import { type Day, dateOf, dayAt, dayOf } from "@/lib/days";
import { notify } from "@/server/features/notify/notify.service";
import type { Ctx } from "@/server/platform/actor";
import { audit } from "@/server/platform/audit";
import type { Db } from "@/server/platform/db/work";
import { AppError } from "@/server/platform/errors";
import { live } from "@/server/platform/live";
import { type GoalAct, goalAfter, justReached } from "./families.goal.domain";
import { recordableDay } from "./families.mood.domain";
import { visibleGoals, visibleStudents } from "./families.policy";
import type {
  forgetMoodInput,
  Goal,
  goalInput,
  moveGoalInput,
  recordMoodInput,
  saveGoalInput,
} from "./families.schema";

type Input<S extends z.ZodType> = z.output<S>;

/** What open pages of a family listen to. */
export const familyTopic = (familyId: string) => `family:${familyId}`;

async function childInSight(ctx: Ctx, db: Db, studentId: string) {
  const child = await db.student.findFirst({
    where: { AND: [visibleStudents(ctx.actor), { id: studentId, status: { not: "LEFT" } }] },
    select: { id: true, familyId: true, firstName: true, userId: true },
  });
  if (!child) throw new AppError("NOT_FOUND", "child.not_found");
  return child;
}

type Relative = { userId: string; isChild: boolean };

/** The others who see what changed about a child: guardians with the right to see, and the child. */
async function othersOf(ctx: Ctx, db: Db, studentId: string): Promise<Relative[]> {
  const child = await db.student.findUnique({
    where: { id: studentId },
    select: {
      userId: true,
      guardianships: { where: { endedAt: null, canView: true }, select: { guardianId: true } },
    },
  });
  const people = (child?.guardianships ?? []).map(({ guardianId }) => ({ userId: guardianId, isChild: false }));
  if (child?.userId) people.push({ userId: child.userId, isChild: true });
  return people.filter(({ userId }) => userId !== ctx.actor.userId);
}

/** The others who share a goal: those of its child, or of the whole family, also of siblings one does not see. */
async function sharersOf(ctx: Ctx, db: Db, goal: Pick<Goal, "studentId" | "familyId">): Promise<Relative[]> {
  if (goal.studentId !== null) return othersOf(ctx, db, goal.studentId);
  const people = await db.$queryRaw<Relative[]>`
    SELECT "userId", "isChild" FROM app.family_audience(${goal.familyId}::uuid)`;
  return people.filter(({ userId }) => userId !== ctx.actor.userId);
}

const tell = (db: Db, people: readonly Relative[], familyId: string) =>
  live(
    db,
    people.map(({ userId }) => userId),
    "changed",
    { topic: familyTopic(familyId) },
  );

export type RecordedMood = { studentId: string; day: string; mood: number; energy: number | null; note: string | null };

/** Records how a child felt today or yesterday; one entry a day, the last word counts. The same word twice is one. */
export function recordMood(ctx: Ctx, input: Input<typeof recordMoodInput>): Promise<RecordedMood> {
  const choice = recordableDay(input.day, dayAt(ctx.now));
  if (!choice.ok) throw new AppError("BAD_INPUT", "mood.day", { fields: { day: "mood.day" } });
  const { day } = choice;
  return ctx.work(async (db) => {
    const child = await childInSight(ctx, db, input.studentId);
    const key = { studentId_day: { studentId: child.id, day: dateOf(day) } };
    const before = await readMood(db, child.id, day);
    const after = {
      mood: input.mood,
      energy: input.energy === undefined ? (before?.energy ?? null) : input.energy,
      note: input.note === undefined ? (before?.note ?? null) : input.note || null,
      recordedById: ctx.actor.userId,
    };
    const recorded = { studentId: child.id, day, mood: after.mood, energy: after.energy, note: after.note };
    const same = (Object.keys(after) as (keyof typeof after)[]).every((name) => before?.[name] === after[name]);
    if (same) return recorded;
    await db.moodEntry.upsert({
      where: key,
      create: { ...key.studentId_day, ...after },
      update: after,
      select: { id: true },
    });
    await audit(db, ctx, {
      action: "child.mood_recorded",
      subjectType: "MoodEntry",
      subjectId: `${child.id}:${day}`,
      studentId: child.id,
      before: before && shown(before),
      after: shown(after),
    });
    await tell(db, await othersOf(ctx, db, child.id), child.familyId);
    return recorded;
  });
}

/** The entry of one day with the child's own words, which only the family can read. */
async function readMood(db: Db, studentId: string, day: Day) {
  type Entry = { mood: number; energy: number | null; note: string | null; recordedById: string };
  const [entry] = await db.$queryRaw<Entry[]>`
    SELECT m.mood, m.energy, w.note, m."recordedById"
    FROM "MoodEntry" m LEFT JOIN app.mood_words(ARRAY[${studentId}]::uuid[], ${day}::date) w ON w.id = m.id
    WHERE m."studentId" = ${studentId}::uuid AND m.day = ${day}::date`;
  return entry ?? null;
}

/** A child's own words stay with the family: the log says that there were some. */
const shown = (entry: { mood: number; energy: number | null; note: string | null }) => ({
  mood: entry.mood,
  energy: entry.energy,
  hasNote: entry.note !== null,
});

/** Takes back one's own entry of today or yesterday. Nothing to take back is no fault: it may have been sent twice. */
export function forgetMood(ctx: Ctx, input: Input<typeof forgetMoodInput>): Promise<{ forgotten: boolean }> {
  const choice = recordableDay(input.day, dayAt(ctx.now));
  if (!choice.ok) throw new AppError("BAD_INPUT", "mood.day", { fields: { day: "mood.day" } });
  return ctx.work(async (db) => {
    const child = await childInSight(ctx, db, input.studentId);
    const { count } = await db.moodEntry.deleteMany({
      where: { studentId: child.id, day: dateOf(choice.day), recordedById: ctx.actor.userId },
    });
    if (count === 0) return { forgotten: false };
    await audit(db, ctx, {
      action: "child.mood_taken_back",
      subjectType: "MoodEntry",
      subjectId: `${child.id}:${choice.day}`,
      studentId: child.id,
    });
    await tell(db, await othersOf(ctx, db, child.id), child.familyId);
    return { forgotten: true };
  });
}

const goalColumns = {
  id: true,
  familyId: true,
  studentId: true,
  title: true,
  target: true,
  progress: true,
  unit: true,
  dueOn: true,
  status: true,
} as const;
type GoalRow = Omit<Goal, "dueOn"> & { dueOn: Date | null };
const goalOf = (row: GoalRow): Goal => ({ ...row, dueOn: row.dueOn && dayOf(row.dueOn) });

async function goalInSight(ctx: Ctx, db: Db, id: string): Promise<Goal> {
  const row = await db.familyGoal.findFirst({ where: { AND: [visibleGoals(ctx.actor), { id }] }, select: goalColumns });
  if (!row) throw new AppError("NOT_FOUND", "goal.not_found");
  return goalOf(row);
}

const measure = ({ title, target, progress, unit, dueOn, status }: Goal) => ({
  title,
  target,
  progress,
  unit,
  dueOn,
  status,
});

/** Writes the change only if the goal is still as it was read; a lost race is a conflict and changes nothing. */
async function change(ctx: Ctx, db: Db, before: Goal, after: Goal, action: string): Promise<Goal> {
  const { count } = await db.familyGoal.updateMany({
    where: { id: before.id, progress: before.progress, target: before.target, status: before.status },
    data: { ...measure(after), dueOn: after.dueOn === null ? null : dateOf(after.dueOn), studentId: after.studentId },
  });
  if (count === 0) throw new AppError("CONFLICT", "goal.changed");
  await audit(db, ctx, {
    action,
    subjectType: "FamilyGoal",
    subjectId: before.id,
    studentId: after.studentId,
    before: measure(before),
    after: measure(after),
  });
  const others = await sharersOf(ctx, db, after);
  await tell(db, others, after.familyId);
  if (justReached(before, after))
    for (const { userId, isChild } of others)
      await notify(db, {
        userId,
        type: "goal.reached",
        severity: "INFO",
        params: { goal: after.title, by: ctx.actor.preferredName },
        href: isChild ? "/dashboard/student#goals" : "/dashboard/parent#goals",
        dedupeKey: after.id,
        ...(after.studentId && { studentId: after.studentId }),
      });
  return after;
}

/** Sets a new goal or changes one. The page makes the id, so that a goal sent twice is one goal. */
export function saveGoal(ctx: Ctx, input: Input<typeof saveGoalInput>): Promise<Goal> {
  return ctx.work(async (db) => {
    if (input.studentId !== null) {
      const child = await childInSight(ctx, db, input.studentId);
      if (child.familyId !== input.familyId) throw new AppError("NOT_FOUND", "child.not_found");
    } else {
      const family = await db.family.findFirst({
        where: { id: input.familyId, students: { some: visibleStudents(ctx.actor) } },
        select: { id: true },
      });
      if (!family) throw new AppError("NOT_FOUND", "family.not_found");
    }
    const asked = { title: input.title, unit: input.unit, dueOn: input.dueOn, studentId: input.studentId };
    if (input.existing) {
      const before = await goalInSight(ctx, db, input.id);
      if (before.familyId !== input.familyId) throw new AppError("NOT_FOUND", "goal.not_found");
      const settled = goalAfter(before, { kind: "retarget", target: input.target });
      if (!settled) throw new AppError("CONFLICT", "goal.resting");
      return change(ctx, db, before, { ...before, ...asked, ...settled }, "goal.changed");
    }
    const { count } = await db.familyGoal.createMany({
      data: {
        id: input.id,
        familyId: input.familyId,
        ...asked,
        dueOn: input.dueOn === null ? null : dateOf(input.dueOn),
        target: input.target,
        createdById: ctx.actor.userId,
      },
      skipDuplicates: true,
    });
    // Sent before: the goal as it stands. An id that is somebody else's is not in sight.
    if (count === 0) return goalInSight(ctx, db, input.id);
    const goal: Goal = {
      id: input.id,
      familyId: input.familyId,
      ...asked,
      target: input.target,
      progress: 0,
      status: "OPEN",
    };
    await audit(db, ctx, {
      action: "goal.set",
      subjectType: "FamilyGoal",
      subjectId: goal.id,
      studentId: goal.studentId,
      after: measure(goal),
    });
    await tell(db, await sharersOf(ctx, db, goal), goal.familyId);
    return goal;
  });
}

async function act(ctx: Ctx, db: Db, before: Goal, how: GoalAct, action: string): Promise<Goal> {
  const settled = goalAfter(before, how);
  if (!settled) throw new AppError("CONFLICT", "goal.changed");
  return change(ctx, db, before, { ...before, ...settled }, action);
}

/** Notes progress, forwards or back, on what the person was looking at. The same `key` sent twice counts once. */
export function moveGoal(ctx: Ctx, input: Input<typeof moveGoalInput>): Promise<Goal> {
  return ctx.work(async (db) => {
    const before = await goalInSight(ctx, db, input.id);
    const { count } = await db.idempotencyKey.createMany({
      data: {
        userId: ctx.actor.userId,
        key: input.key,
        procedure: "families.moveGoal",
        inputHash: `${input.id}:${input.from}:${input.step}`,
      },
      skipDuplicates: true,
    });
    if (count === 0) return before;
    if (before.progress !== input.from) throw new AppError("CONFLICT", "goal.changed");
    return act(ctx, db, before, { kind: "move", step: input.step }, "goal.moved");
  });
}

/** Lets a goal rest. Dropping it twice is dropping it. */
export function dropGoal(ctx: Ctx, input: Input<typeof goalInput>): Promise<Goal> {
  return ctx.work(async (db) => {
    const before = await goalInSight(ctx, db, input.id);
    return before.status === "DROPPED" ? before : act(ctx, db, before, { kind: "drop" }, "goal.dropped");
  });
}

/** Takes a dropped goal up again. */
export function resumeGoal(ctx: Ctx, input: Input<typeof goalInput>): Promise<Goal> {
  return ctx.work(async (db) => {
    const before = await goalInSight(ctx, db, input.id);
    return before.status === "OPEN" ? before : act(ctx, db, before, { kind: "resume" }, "goal.resumed");
  });
}
