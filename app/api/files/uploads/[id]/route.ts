import { asPerson, isId } from "@/server/features/files/files.http";
import { MAX_CHUNK_BYTES } from "@/server/features/files/files.schema";
import {
  abortUpload,
  appendChunk,
  drain,
  readUpload,
  type UploadView,
} from "@/server/features/files/files.upload.service";
import { AppError } from "@/server/platform/errors";
import { errorText } from "@/server/platform/i18n";
import { refuseForeign } from "@/server/platform/origin";

export const dynamic = "force-dynamic";

type Params = { params: Promise<{ id: string }> };
const place = ({ received, size, state }: Pick<UploadView, "received" | "size" | "state">) => ({
  "cache-control": "no-store",
  "upload-offset": String(received),
  "upload-length": String(size),
  "upload-state": state.toLowerCase(),
});

async function idOf({ params }: Params): Promise<string> {
  const { id } = await params;
  if (!isId(id)) throw new AppError("NOT_FOUND", "file.upload_gone");
  return id;
}

/** How far an upload has come. */
export function HEAD(request: Request, given: Params): Promise<Response> {
  return asPerson(request, "file:write", async (ctx) => {
    const upload = await readUpload(ctx, await idOf(given));
    return new Response(null, { headers: place(upload) });
  });
}

/** The same with what became of it, in words. */
export function GET(request: Request, given: Params): Promise<Response> {
  return asPerson(request, "file:write", async (ctx) => {
    const upload = await readUpload(ctx, await idOf(given));
    const message = upload.reason ? errorText(ctx.locale, upload.reason) : null;
    return Response.json({ ...upload, message }, { headers: place(upload) });
  });
}

/** Takes the bytes from `upload-offset` on. Answers how many there are now, and with the last ones the file. */
export async function PATCH(request: Request, given: Params): Promise<Response> {
  const refused = refuseForeign(request, { maxBytes: MAX_CHUNK_BYTES });
  if (refused) return refused;
  return asPerson(request, "file:write", async (ctx) => {
    const id = await idOf(given);
    const offset = Number(request.headers.get("upload-offset") ?? Number.NaN);
    if (!Number.isSafeInteger(offset) || offset < 0) throw new AppError("BAD_INPUT", "file.upload_offset");
    const taken = appendChunk(ctx, id, {
      offset,
      length: Number(request.headers.get("content-length") ?? 0),
      sha256: request.headers.get("upload-sha256"),
      body: request.body,
    });
    // An answer that comes before the body is read would leave the rest of it in the way of the next request.
    await taken.catch(() => drain(request.body));
    const { received, size, file } = await taken;
    return Response.json(
      { received, size, file },
      { headers: place({ received, size, state: file ? "DONE" : "OPEN" }) },
    );
  });
}

/** Forgets an upload. */
export async function DELETE(request: Request, given: Params): Promise<Response> {
  const refused = refuseForeign(request, { maxBytes: 0 });
  if (refused) return refused;
  return asPerson(request, "file:write", async (ctx) => {
    await abortUpload(ctx, await idOf(given));
    return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  });
}
