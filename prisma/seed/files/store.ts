/** Files of the demonstration go the way of any other: looked into, cleaned, scanned, stored; then their facts. */
import { Readable } from "node:stream";
import { kindOf, type Mime } from "@/lib/file-types";
import { fileFact, type ScanResult } from "@/server/features/files/files.finish.service";
import { PICTURE } from "@/server/features/files/files.schema";
import { keepFile, keepSmaller, takeFile } from "@/server/features/files/files.take.service";
import { makeVariants } from "@/server/platform/media/variants";
import { insertRows } from "../../../tests/factories/insert";
import type { Random } from "../../../tests/factories/random";
import type { World } from "../world";

export type Draft = { ownerId: string; name: string; at: Date; mime: Mime; content: Promise<Uint8Array> };
export type SeedFile = { id: string; name: string; size: number; width: number | null; height: number | null };

const purpose = "course";

const smaller = async (mime: Mime, bytes: Uint8Array) =>
  kindOf(mime) === "image" ? keepSmaller(purpose, await makeVariants(bytes, PICTURE.pixels)) : [];

/** A real scanner's word is written down with the fact. */
const scanned = (scan: ScanResult, at: Date) =>
  scan?.state === "CLEAN" ? { scan: scan.state, scannedAt: at } : { scannedAt: null };

async function sent(id: string, { ownerId, name, at, mime, content }: Draft) {
  const bytes = await content;
  const outcome = await takeFile(Readable.from([bytes]), { purpose, mime }, async (taken) => ({
    made: (await keepFile(purpose, taken)).made,
    variants: await smaller(mime, bytes),
  }));
  if ("refused" in outcome) throw new Error(`${name} is not taken: ${outcome.refused}`);
  const { made, variants } = outcome.done;
  const fact = fileFact(made, { id, ownerId, studentId: null, purpose, name });
  return { ...fact, ...scanned(made.scan, at), variants, createdAt: at };
}

/** Files of courses and questions; gives what each was asked for with, and what it became. */
export async function storeFiles<T extends Draft>(
  w: World,
  random: Random,
  drafts: readonly T[],
): Promise<(T & SeedFile)[]> {
  // Ids are drawn before the first of them waits.
  const rows = await Promise.all(drafts.map((draft) => sent(random.uuid(draft.at), draft)));
  await insertRows(w.sql, "StoredFile", rows);
  return drafts.map((draft, at) => {
    const { id, size, width, height } = rows[at] as (typeof rows)[number];
    return { ...draft, id, size: Number(size), width, height };
  });
}
