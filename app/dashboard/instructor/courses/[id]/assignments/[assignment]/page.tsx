import { notFound } from "next/navigation";
import { z } from "zod";
import { SetPage } from "@/components/assignments/set-page";
import { formats } from "@/lib/format";
import { readAssignment } from "@/server/features/assignments/assignments.queries";
import { readCourse } from "@/server/features/courses/courses.queries";
import { findAims } from "@/server/features/courses/lessons.queries";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

const address = z.object({ id: z.uuid(), assignment: z.uuid() });
const asked = z.object({ aim: z.string().trim().max(200).optional().catch(undefined) });

/** IN-3: one assignment: what learners do, the rubric, and what it is evidence of. */
export default async function AssignmentPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string; assignment: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const ctx = await requirePage("assessment:write");
  const input = address.safeParse(await params);
  if (!input.success) notFound();
  const { aim } = asked.parse(await searchParams);
  const course = await recordOf(ctx, input.data.id, readCourse(ctx, input.data.id));
  const { assignment: assignmentId } = input.data;
  const assignment = await recordOf(ctx, assignmentId, readAssignment(ctx, { assignmentId }));
  if (assignment.courseId !== course.id) notFound();
  const [found, t, a, ui] = await Promise.all([
    course.abilities.edit && aim !== undefined ? findAims(ctx, course, aim) : null,
    getT("courses"),
    getT("assignments"),
    getT("ui"),
  ]);
  const format = formats(ctx.locale, ctx.actor.timeZone);
  const words = { course, assignment, t, a, ui, locale: ctx.locale, format, now: ctx.now };
  return <SetPage {...words} found={found} asked={aim ?? ""} />;
}
