import { useEffect, useState } from "react";
import { type KeptFile, keptFilesOf, watchKeptFiles } from "./kept-files";

/** The files of a piece of work that are still on the device, read anew whenever one came, went or moved on. */
export function useKeptFiles(owner: string, assignmentId: string): readonly KeptFile[] {
  const [files, setFiles] = useState<readonly KeptFile[]>([]);
  useEffect(() => {
    const read = async () => setFiles(await keptFilesOf(owner, assignmentId));
    void read();
    // Another page of this browser may be the one that sends.
    addEventListener("storage", read);
    const unwatch = watchKeptFiles(() => void read());
    return () => {
      removeEventListener("storage", read);
      unwatch();
    };
  }, [owner, assignmentId]);
  return files;
}
