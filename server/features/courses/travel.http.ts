import { contentDisposition } from "@/server/features/files/files.domain";
import { asPerson } from "@/server/features/files/files.http";
import { limit } from "@/server/platform/rate-limit";
import { exportCourse } from "./travel.export.service";
import { travelExportInput } from "./travel.schema";

/** A course as a file to save. */
export function answerCourseExport(request: Request, id: string): Promise<Response> {
  const format = new URL(request.url).searchParams.get("format") ?? "school";
  return asPerson(request, "course:write", async (ctx) => {
    await limit("course-export", ctx.actor.userId, 20, 600);
    const packed = await exportCourse(ctx, travelExportInput.parse({ id, format }));
    return new Response(packed.body, {
      headers: {
        "content-type": packed.type,
        "content-length": String(packed.size),
        "content-disposition": contentDisposition("attachment", packed.name),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  });
}
