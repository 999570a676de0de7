import fs from "node:fs/promises";
import path from "node:path";
import { env } from "../env";

/** Files on their way lie apart from those that stand, under the name of their upload. */
const folder = () => path.join(path.resolve(env().STORAGE_DIR), "incoming");
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function incomingPath(uploadId: string): string {
  if (!uuid.test(uploadId)) throw new Error("Not an upload");
  return path.join(folder(), uploadId);
}

const isMissing = (error: unknown) => (error as { code?: string } | null)?.code === "ENOENT";

/** How many bytes really lie here: less than noted when another machine took them, more when a process died writing. */
export async function incomingSize(uploadId: string): Promise<number> {
  try {
    return (await fs.stat(incomingPath(uploadId))).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}

/** Opens for writing at `from`; what lay behind it is cut off. */
export async function openIncoming(uploadId: string, from: number): Promise<fs.FileHandle> {
  await fs.mkdir(folder(), { recursive: true, mode: 0o700 });
  const handle = await fs.open(incomingPath(uploadId), from === 0 ? "w" : "r+", 0o600);
  await handle.truncate(from);
  return handle;
}

/** Lays bytes beside files on their way, to be looked into; whoever does so removes them. */
export async function layIncoming(id: string, body: AsyncIterable<Uint8Array>): Promise<string> {
  const handle = await openIncoming(id, 0);
  try {
    for await (const chunk of body) await handle.write(chunk);
  } finally {
    await handle.close();
  }
  return incomingPath(id);
}

/** Where the cleaned copy of an upload lies until it is stored. */
export const cleanedPath = (uploadId: string): string => `${incomingPath(uploadId)}.clean`;

export async function removeIncoming(uploadId: string): Promise<void> {
  await Promise.all([incomingPath(uploadId), cleanedPath(uploadId)].map((file) => fs.rm(file, { force: true })));
}

/** Uploads of which bytes lie here, with the age of the last. */
export async function listIncoming(): Promise<{ uploadId: string; modifiedAt: Date }[]> {
  const names = await fs.readdir(folder()).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const found = [];
  for (const name of names.filter((entry) => uuid.test(entry))) {
    const stat = await fs.stat(path.join(folder(), name)).catch(() => null);
    if (stat) found.push({ uploadId: name, modifiedAt: stat.mtime });
  }
  return found;
}
