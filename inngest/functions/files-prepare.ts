import { fileStored } from "@/server/features/files/files.events";
import { makeSmaller, scanStored } from "@/server/features/files/files.jobs.service";
import { inngest } from "../client";

/** Gets a new file ready: scanned, if it is not yet, and with smaller pictures of a picture. */
export const filesPrepare = inngest.createFunction(
  { id: "files-prepare", concurrency: { limit: 2 }, retries: 5, triggers: [{ event: fileStored.name }] },
  async ({ event, step }) => {
    const { fileId } = fileStored.schema.parse(event.data);
    const scan = await step.run("scan", () => scanStored(fileId));
    const pictures = await step.run("make-smaller", () => makeSmaller(fileId));
    return { scan, pictures };
  },
);
