import type { Editor } from "@tiptap/core";
import { useState } from "react";
import type { ShownKind } from "@/lib/file-types";
import type { Block } from "@/server/features/courses/lesson.schema";
import type { FileDialog } from "./file-dialog";
import type { ChosenFile } from "./held-files";

/**
 * The dialog for files, fetched when it is first asked for: null until then. Fetching it tells whether it is there;
 * without a line it is not, and the text stays open as it is.
 */
export function useFileDialog(): [typeof FileDialog | null, () => Promise<boolean>] {
  const [dialog, setDialog] = useState<typeof FileDialog | null>(null);
  const load = () =>
    import("./file-dialog").then(
      (loaded) => {
        setDialog(() => loaded.FileDialog);
        return true;
      },
      () => false,
    );
  return [dialog, load];
}

const kinds: readonly ShownKind[] = ["image", "audio", "video", "file"];

/** The file the cursor stands on, with what is said of it; null where it stands on none. */
export function fileAt(editor: Editor): ChosenFile | null {
  const kind = kinds.find((one) => editor.isActive(one));
  if (!kind) return null;
  const { fileId, alt, title, name, transcript } = editor.getAttributes(kind);
  const words: string = alt ?? title ?? name;
  return { id: fileId, name: words, kind, words, transcript: transcript ?? "" };
}

/** Puts a file where the cursor stands. At the end of a text a line follows it, to write on in. */
export function insertFile(editor: Editor, block: Block): void {
  editor.chain().focus().insertContent(block).run();
  const { selection } = editor.state;
  if (editor.isActive(block.type) && !selection.$to.nodeAfter) editor.commands.createParagraphNear();
}
