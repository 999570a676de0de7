import { notify } from "@/server/features/notify/notify.service";
import type { Db } from "@/server/platform/db/work";
import { live } from "@/server/platform/live";

type Told = { id: string; studentId: string; assignmentId: string; assignment: { title: string } };
type Person = { userId: string; isChild: boolean; child: string; family: string };

/** Where the child and the guardians find what came back. */
const hrefOf = ({ isChild }: Person, { id, studentId, assignmentId }: Told) =>
  isChild ? `/dashboard/student/work/${assignmentId}` : `/dashboard/parent/children/${studentId}/work/${id}`;

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
      params: { child: person.child, work: work.assignment.title },
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
