import { z } from "zod";
import { eventType } from "@/server/platform/outbox";

/** A file stands and waits to be scanned, if it has not been, and to be given its smaller pictures. */
export const fileStored = eventType("files/file.stored", z.object({ fileId: z.uuid() }));
/** Facts are gone; their bytes must go as well. */
export const bytesOrphaned = eventType("files/bytes.orphaned", z.object({ keys: z.array(z.string()).max(50) }));
