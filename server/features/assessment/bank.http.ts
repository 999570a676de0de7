import type { Permission } from "@/lib/permissions";
import type { Ctx } from "@/server/platform/actor";
import { AppError } from "@/server/platform/errors";
import { errorText } from "@/server/platform/i18n";
import { limit } from "@/server/platform/rate-limit";
import { asPerson } from "../files/files.http";
import { exportBank } from "./bank.export.service";
import { acceptImport, type ImportPreview, previewImport } from "./bank.import.service";
import { exportInput, importPlace } from "./bank.schema";
import { questionFileLimits } from "./formats/formats";

/** Staff keep the school's bank, instructors their own: the address says as whom, and the permission is that one's. */
const keeperOf = (params: URLSearchParams): Permission =>
  params.get("bank") === "school" ? "question:school" : "question:write";

/** The body of a request, given up as soon as it is larger than a file of questions may be. */
async function bodyOf(request: Request): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > questionFileLimits.bytes) throw new AppError("TOO_LARGE", "too_large");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The preview with its faults and losses as sentences of the reader. */
const told = (ctx: Ctx, { problems, losses, ...preview }: ImportPreview) => ({
  ...preview,
  problems: problems.map((one) => ({ ...one, said: errorText(ctx.locale, `questionFile.${one.reason}`) })),
  losses: losses.map((one) => ({ ...one, said: errorText(ctx.locale, `questionLoss.${one.what}`) })),
});
export type ToldPreview = ReturnType<typeof told>;

/** A file of questions: looked into; with the digest of what was looked at, taken. */
export function answerImport(request: Request): Promise<Response> {
  const params = new URL(request.url).searchParams;
  return asPerson(request, keeperOf(params), async (ctx) => {
    await limit("question-import", ctx.actor.userId, 60, 600);
    const bytes = await bodyOf(request);
    const digest = params.get("digest");
    if (digest === null) return Response.json(told(ctx, await previewImport(ctx, bytes)), noStore);
    const place = importPlace.parse(
      Object.fromEntries(
        ["grade", "learningAreaCode", "language"].map((name) => [name, params.get(name) ?? undefined]),
      ),
    );
    return Response.json(await acceptImport(ctx, bytes, { ...place, digest }), noStore);
  });
}
const noStore = { headers: { "cache-control": "no-store" } };

/** Chosen questions as a file to save. */
export function answerExport(request: Request): Promise<Response> {
  const params = new URL(request.url).searchParams;
  return asPerson(request, keeperOf(params), async (ctx) => {
    await limit("export", ctx.actor.userId, 30, 600);
    const file = await exportBank(
      ctx,
      exportInput.parse({ format: params.get("format"), ids: params.get("ids") ?? "" }),
    );
    return new Response(file.bytes as Uint8Array<ArrayBuffer>, {
      headers: {
        "content-type": file.type,
        "content-disposition": `attachment; filename="${file.name}"`,
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
      },
    });
  });
}
