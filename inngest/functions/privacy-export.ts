import { exportAsked } from "@/server/features/families/privacy.events";
import { exportKinds } from "@/server/features/families/privacy.export.domain";
import { beginExport, collectKind, finishExport, packExport } from "@/server/features/families/privacy.export.service";
import { inngest } from "../client";

/** Makes a copy of a child's data with the rights of the guardian who asked; each step asks for them again. */
export const privacyExport = inngest.createFunction(
  { id: "privacy-export", concurrency: { limit: 2 }, retries: 5, triggers: [{ event: exportAsked.name }] },
  async ({ event, step }) => {
    const { exportId } = exportAsked.schema.parse(event.data);
    const begun = await step.run("begin", () => beginExport(exportId));
    if (!begun.go) return begun;
    for (const kind of exportKinds) {
      const collected = await step.run(`collect-${kind}`, () => collectKind(exportId, kind));
      if (!collected.go) return collected;
    }
    const packed = await step.run("pack", () => packExport(exportId));
    if (!packed.go) return packed;
    return step.run("finish", () => finishExport(exportId, packed));
  },
);
