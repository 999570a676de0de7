import { certificatesBegun } from "@/server/features/recognition/certificates.events";
import { findLate } from "@/server/features/recognition/certificates.service";
import { inngest } from "../client";

/** A course has begun to give certificates: whoever had finished it is looked at once. */
export const recognitionFindLate = inngest.createFunction(
  { id: "recognition-find-late", concurrency: { limit: 1 }, triggers: [{ event: certificatesBegun.name }] },
  async ({ event, step }) => step.run("find", () => findLate(certificatesBegun.schema.parse(event.data))),
);
