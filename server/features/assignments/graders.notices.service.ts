import { notify } from "@/server/features/notify/notify.service";
import type { Db } from "@/server/platform/db/work";
import { live } from "@/server/platform/live";

/** Tells everybody who may grade a piece of work; each hears of one kind of thing once for each piece. */
export async function notifyGraders(
  db: Db,
  submissionId: string,
  type: "work.handed_in" | "work.regrade_asked",
  params: Record<string, string>,
  studentId: string,
): Promise<void> {
  const graders = await db.$queryRaw<{ id: string }[]>`SELECT g AS id FROM app.graders_of(${submissionId}::uuid) g`;
  for (const { id: userId } of graders)
    await notify(db, {
      userId,
      type,
      params,
      href: `/dashboard/instructor/submissions/${submissionId}`,
      dedupeKey: submissionId,
      studentId,
    });
  await live(
    db,
    graders.map(({ id }) => id),
    "changed",
    { topic: "grading" },
  );
}
