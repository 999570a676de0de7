import { z } from "zod";
import { eventType } from "@/server/platform/outbox";

/** A course gives certificates from now on; `revision` is the edit that said so. */
export const certificatesBegun = eventType(
  "recognition/certificates.begun",
  z.object({ courseId: z.uuid(), revision: z.int() }),
);

/** A child had finished a course before it gave certificates. */
export const certificateLate = eventType(
  "recognition/certificate.late",
  z.object({ studentId: z.uuid(), courseId: z.uuid() }),
);
