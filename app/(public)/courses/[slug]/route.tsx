import { CoursePage, type CourseReader } from "@/components/documents/course";
import { courseFacts } from "@/server/features/catalogue/catalogue.domain";
import { readPublicCourse } from "@/server/features/catalogue/catalogue.queries";
import type { Actor } from "@/server/platform/actor";
import {
  documentResponse,
  documentRoute,
  missingDocument,
  ownAddress,
  readReader,
  renderDocument,
} from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";
import { limit } from "@/server/platform/rate-limit";

export const dynamic = "force-dynamic";

const readerOf = (actor: Actor): CourseReader =>
  actor.kind !== "user" ? "visitor" : actor.permissions.has("course:enrol") ? "parent" : "other";

/** PUB-2: one published course. A draft, or one that was put away, is a page that does not exist. */
export const GET = documentRoute(async (request) => {
  const { pathname, searchParams } = new URL(request.url);
  const slug = pathname.split("/").at(-1) ?? "";
  const reader = await readReader(request, `/courses/${encodeURIComponent(slug)}`);
  const { ctx, frame, theme } = reader;
  await limit("catalogue", ctx.ip, 300, 60);
  const older = searchParams.get("reviews") ?? undefined;
  const course = /^[a-z0-9-]{1,200}$/.test(slug) ? await readPublicCourse(ctx, slug, older) : null;
  if (!course) return missingDocument(reader);
  const c = translator(frame.locale, "catalogue");
  const page = <CoursePage {...frame} c={c} course={course} reader={readerOf(ctx.actor)} older={older !== undefined} />;
  return documentResponse(
    await renderDocument(page, {
      locale: frame.locale,
      theme,
      title: `${course.title} · Urban Home School`,
      description: course.summary || c("description"),
      canonical: `/courses/${course.slug}`,
      facts: courseFacts(course, ownAddress),
    }),
  );
});
