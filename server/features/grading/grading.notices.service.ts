import { notify } from "@/server/features/notify/notify.service";
import type { Db } from "@/server/platform/db/work";
import { live } from "@/server/platform/live";

type Person = { userId: string; isChild: boolean; child: string; family: string };

/** Where the child and the guardians find what came back. */
const hrefOf = ({ isChild }: Person, studentId: string) =>
  isChild ? "/dashboard/student/courses" : `/dashboard/parent/children/${studentId}?tab=learning`;

/** Tells the child and the guardians who see the child's records about a piece of work; the same fact once. */
export async function tellFamily(
  db: Db,
  work: { id: string; studentId: string; assignment: { title: string } },
  type: "work.returned" | "work.mark_changed" | "regrade.kept" | "regrade.changed",
  fact: string,
): Promise<void> {
  const people = await db.$queryRaw<Person[]>`SELECT * FROM app.work_audience(${work.id}::uuid)`;
  for (const person of people)
    await notify(db, {
      userId: person.userId,
      type,
      params: { child: person.child, work: work.assignment.title },
      href: hrefOf(person, work.studentId),
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
