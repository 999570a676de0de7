import { Preview } from "@/components/documents/preview";
import { readPreview } from "@/server/features/catalogue/catalogue.queries";
import {
  documentResponse,
  documentRoute,
  missingDocument,
  readReader,
  renderDocument,
} from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";
import { limit } from "@/server/platform/rate-limit";

export const dynamic = "force-dynamic";

/** PUB-2: a lesson that anybody may read before enrolling. Every other lesson is a page that does not exist. */
export const GET = documentRoute(async (request) => {
  const { pathname } = new URL(request.url);
  const [slug = "", lessonId = ""] = pathname.split("/").slice(-2);
  const here = `/courses/${slug}/${lessonId}`;
  const reader = await readReader(request, here);
  const { ctx, frame, theme } = reader;
  await limit("catalogue", ctx.ip, 300, 60);
  const lesson = await readPreview(ctx, slug, lessonId);
  if (!lesson) return missingDocument(reader);
  const [c, t] = [translator(frame.locale, "catalogue"), translator(frame.locale, "courses")];
  return documentResponse(
    await renderDocument(<Preview {...frame} c={c} lessonWords={t} lesson={lesson} />, {
      locale: frame.locale,
      theme,
      title: `${lesson.title} · ${lesson.course}`,
      description: c("preview.description", { course: lesson.course }),
      canonical: here,
    }),
  );
});
