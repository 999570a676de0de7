import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { type CourseRecord, readCourse } from "@/server/features/courses/courses.queries";
import { courseInput } from "@/server/features/courses/courses.schema";
import { recordOf, requirePage } from "@/server/platform/page";

type Props = { params: Promise<{ id: string }> };

/** The course of a page, read once for the page and its title. One that is not taught by the reader does not exist. */
export const courseOf = cache(async (given: string): Promise<CourseRecord> => {
  const ctx = await requirePage("course:write");
  const input = courseInput.safeParse({ id: given });
  if (!input.success) notFound();
  return recordOf(ctx, input.data.id, readCourse(ctx, input.data.id));
});

/** A page of a course is called as the course is. */
export const titledByCourse = async ({ params }: Props): Promise<Metadata> => ({
  title: (await courseOf((await params).id)).title,
});
