"use client";
import { EditorContent, useEditor } from "@tiptap/react";
import { useCallback, useRef, useState } from "react";
import { type SaveState, useAutosave } from "@/components/forms/autosave";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/call";
import type { LessonDoc, QuizBlock } from "@/server/features/courses/lesson.schema";
import { LinkDialog, MathsDialog, QuizDialog } from "./block-dialogs";
import { lessonExtensions, tidy } from "./extensions";
import { fileAt, insertFile, useFileDialog } from "./files";
import type { EditorLabels } from "./labels";
import { type Asking, Toolbar } from "./toolbar";

export type LessonEditorProps = {
  courseId: string;
  lessonId: string;
  version: number;
  body: LessonDoc;
  language: string;
  labels: EditorLabels;
};

/** Somebody else has saved meanwhile. */
const stops = ["lesson.changed"];

const clock = (when: Date) =>
  when.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function sentence(state: SaveState, labels: EditorLabels): string {
  switch (state.at) {
    case "still":
    case "conflict":
      return "";
    case "saved":
      return labels.saved.replace("{when}", clock(state.when));
    case "failed":
      return `${labels.failed} ${state.why}`;
    default:
      return labels[state.at];
  }
}

/** Where a lesson is written. It saves by itself; nothing typed is lost when somebody else was quicker. */
export default function LessonEditor({ courseId, lessonId, version, body, language, labels }: LessonEditorProps) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const [FileDialog, fetchFileDialog] = useFileDialog();
  const latest = useRef<unknown>(body);
  const send = useCallback(
    (from: number, instead: boolean) =>
      call<{ version: number }>("lessons.save", { id: lessonId, version: from, body: latest.current, instead }).then(
        (saved) => saved.version,
      ),
    [lessonId],
  );
  const { state, changed, save } = useAutosave(version, send, stops);
  const editor = useEditor({
    extensions: lessonExtensions(labels.nodes),
    content: body,
    injectCSS: false,
    immediatelyRender: true,
    editorProps: {
      attributes: {
        class: "lesson lesson-writing",
        lang: language,
        "aria-label": labels.editor,
        role: "textbox",
        "aria-multiline": "true",
      },
      handleKeyDown: (_view, event) => {
        if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return false;
        event.preventDefault();
        void save();
        return true;
      },
    },
    onUpdate: ({ editor: changedEditor }) => {
      latest.current = tidy(changedEditor.getJSON());
      changed();
    },
  });
  if (!editor) return null;

  const close = () => setAsking(null);
  const done = (act: () => void) => {
    close();
    act();
  };
  const setLink = (href: string) => {
    const chain = editor.chain().focus().extendMarkRange("link");
    if (href === "") chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link"))
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    else chain.setLink({ href }).run();
  };
  const ask = async (what: Asking) => {
    if (what !== "file" || (await fetchFileDialog())) setAsking(what);
    else toast({ tone: "danger", title: labels.fileUnreachable });
  };
  const put = (type: Exclude<Asking, "link" | "file">, attrs: object) => {
    if (editor.isActive(type)) editor.chain().focus().updateAttributes(type, attrs).run();
    else editor.chain().focus().insertContent({ type, attrs }).run();
  };
  const ends = { labels, onClose: close };
  return (
    <div className="rounded border border-line bg-surface">
      <Toolbar editor={editor} labels={labels} ask={(what) => void ask(what)} />
      {state.at === "conflict" ? (
        <Notice tone="warn" role="alert" title={labels.conflict} className="m-3">
          <p>{labels.conflictText}</p>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button size="small" onClick={() => void save(true)}>
              {labels.keepMine}
            </Button>
            <Button size="small" onClick={() => location.reload()}>
              {labels.takeTheirs}
            </Button>
          </div>
        </Notice>
      ) : null}
      <EditorContent editor={editor} />
      <div className="flex flex-wrap items-center gap-3 border-line border-t px-4 py-2">
        <Button size="small" onClick={() => void save()} busy={state.at === "saving"}>
          {labels.save}
        </Button>
        <span role="status" className="text-muted text-small">
          {sentence(state, labels)}
        </span>
      </div>
      {asking === "link" ? (
        <LinkDialog
          href={editor.getAttributes("link").href ?? ""}
          onDone={(href) => done(() => setLink(href))}
          {...ends}
        />
      ) : null}
      {asking === "inlineMath" || asking === "blockMath" ? (
        <MathsDialog
          latex={editor.getAttributes(asking).latex ?? ""}
          onDone={(latex) => done(() => put(asking, { latex }))}
          {...ends}
        />
      ) : null}
      {asking === "quiz" ? (
        <QuizDialog
          quiz={editor.isActive("quiz") ? (editor.getAttributes("quiz") as QuizBlock) : null}
          onDone={(quiz) => done(() => put("quiz", quiz))}
          {...ends}
        />
      ) : null}
      {asking === "file" && FileDialog ? (
        <FileDialog
          courseId={courseId}
          lessonId={lessonId}
          current={fileAt(editor)}
          onDone={(block) => done(() => insertFile(editor, block))}
          {...ends}
        />
      ) : null}
    </div>
  );
}
