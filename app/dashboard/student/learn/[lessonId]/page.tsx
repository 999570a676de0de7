import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { LessonPage } from "@/components/learning/lesson-page";
import { readLesson } from "@/server/features/learning/learning.queries";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

type Props = { params: Promise<{ lessonId: string }> };

/** Read once for the page and its title. A lesson of a course the child does not follow is a page that does not exist. */
const lessonOf = cache(async (given: string) => {
  const ctx = await requirePage("lesson:learn");
  const id = z.uuid().safeParse(given);
  if (!id.success) notFound();
  return { ctx, view: await recordOf(ctx, id.data, readLesson(ctx, id.data)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await lessonOf((await params).lessonId)).view.lesson.title };
}

/** SU-2: one lesson. */
export default async function StudentLessonPage({ params }: Props) {
  const { ctx, view } = await lessonOf((await params).lessonId);
  const [t, courses] = await Promise.all([getT("learning"), getT("courses")]);
  return <LessonPage view={view} owner={ctx.actor.userId} words={{ t, courses, locale: ctx.locale }} />;
}
