import { asPerson } from "@/server/features/files/files.http";
import { beginUploadInput, MAX_CHUNK_BYTES } from "@/server/features/files/files.schema";
import { beginUpload } from "@/server/features/files/files.upload.service";
import { AppError } from "@/server/platform/errors";
import { refuseForeign } from "@/server/platform/origin";

export const dynamic = "force-dynamic";

/** Begins an upload: says what will come, learns where to send it. */
export async function POST(request: Request): Promise<Response> {
  const refused = refuseForeign(request, { maxBytes: 4096, json: true });
  if (refused) return refused;
  return asPerson(request, "file:write", async (ctx) => {
    const said = await request.json().catch(() => {
      throw new AppError("BAD_INPUT", "bad_input");
    });
    const upload = await beginUpload(ctx, beginUploadInput.parse(said));
    return Response.json(
      { ...upload, chunk: MAX_CHUNK_BYTES },
      { status: 201, headers: { "cache-control": "no-store" } },
    );
  });
}
