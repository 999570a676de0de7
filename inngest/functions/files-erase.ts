import { bytesOrphaned } from "@/server/features/files/files.events";
import { eraseBytes } from "@/server/features/files/files.jobs.service";
import { inngest } from "../client";

/** Takes away the bytes of files that were removed. */
export const filesErase = inngest.createFunction(
  { id: "files-erase", concurrency: { limit: 2 }, retries: 8, triggers: [{ event: bytesOrphaned.name }] },
  async ({ event, step }) => step.run("erase", () => eraseBytes(bytesOrphaned.schema.parse(event.data).keys)),
);
