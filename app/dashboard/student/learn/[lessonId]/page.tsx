import type { Metadata } from "next";
import { LessonPage } from "@/components/learning/lesson-page";
import { readLesson } from "@/server/features/learning/learning.queries";
import { getT } from "@/server/platform/i18n";
import { recordPage } from "@/server/platform/page";

type Props = { params: Promise<{ lessonId: string }> };

/** Read once for the page and its title. A lesson of a course the child does not follow is a page that does not exist. */
const lessonOf = recordPage("lesson:learn", readLesson);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await lessonOf((await params).lessonId)).record.lesson.title };
}

/** SU-2: one lesson. */
export default async function StudentLessonPage({ params }: Props) {
  const { ctx, record: view } = await lessonOf((await params).lessonId);
  const [t, courses] = await Promise.all([getT("learning"), getT("courses")]);
  return <LessonPage view={view} owner={ctx.actor.userId} words={{ t, courses, locale: ctx.locale }} />;
}
