import { eraseChild } from "@/server/features/families/privacy.erasure.service";
import { erasureApproved } from "@/server/features/families/privacy.events";
import { inngest } from "../client";

/** Carries out a deletion two people of the school have confirmed. */
export const privacyErase = inngest.createFunction(
  { id: "privacy-erase", concurrency: { limit: 1 }, retries: 8, triggers: [{ event: erasureApproved.name }] },
  async ({ event, step }) => step.run("erase", () => eraseChild(erasureApproved.schema.parse(event.data).requestId)),
);
