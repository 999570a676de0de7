import { notify } from "@/server/features/notify/notify.service";
import type { Db } from "@/server/platform/db/work";
import { live } from "@/server/platform/live";
import type { Task } from "./task.queries";

type Told = { id: string; studentId: string; task: Task };
type Person = { userId: string; isChild: boolean; child: string; family: string };

/** Where the child and the guardians find what came back. */
function hrefOf({ isChild }: Person, { id, studentId, task }: Told): string {
  if (!isChild) return `/dashboard/parent/children/${studentId}/work/${id}`;
  return task.kind === "essay"
    ? `/dashboard/student/assessments/${task.assessmentId}?attempt=${task.attemptId}`
    : `/dashboard/student/work/${task.assignmentId}`;
}

/** Tells the child and the guardians who see the child's records about a piece of work; the same fact once. */
export async function tellFamily(
  db: Db,
  work: Told,
  type: "work.returned" | "work.mark_changed" | "regrade.kept" | "regrade.changed",
  fact: string,
): Promise<void> {
  const people = await db.$queryRaw<Person[]>`SELECT * FROM app.work_audience(${work.id}::uuid)`;
  for (const person of people)
    await notify(db, {
      userId: person.userId,
      type,
      params: { child: person.child, work: work.task.title },
      href: hrefOf(person, work),
      studentId: work.studentId,
      dedupeKey: fact,
    });
  const [first] = people;
  if (first)
    await live(
      db,
      people.map(({ userId }) => userId),
      "changed",
      { topic: `family:${first.family}` },
    );
}
