import { linkFor } from "@/server/features/files/files.link.service";
import type { Ctx } from "@/server/platform/actor";
import { readDesk } from "./desk.queries";
import type { QueueInput } from "./grading.schema";

/** The desk as its page shows it: with links to the files, good for whoever is looking now. */
export async function openDesk(ctx: Ctx, id: string, queue: QueueInput) {
  const desk = await readDesk(ctx, id, queue);
  const audio = desk.grade?.audioFileId;
  return {
    ...desk,
    audioHref: audio ? linkFor(ctx, audio, "inline") : null,
    files: desk.files.map((file) => ({ ...file, href: linkFor(ctx, file.id, "inline") })),
  };
}
export type Desk = Awaited<ReturnType<typeof openDesk>>;
