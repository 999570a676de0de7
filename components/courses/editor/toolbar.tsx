"use client";
import type { Editor } from "@tiptap/core";
import { useEditorState } from "@tiptap/react";
import {
  Bold,
  CircleHelp,
  Code,
  CodeXml,
  ImagePlus,
  Italic,
  Link,
  List,
  ListOrdered,
  Minus,
  Quote,
  Redo2,
  Sigma,
  SquareSigma,
  Table as TableIcon,
  Underline,
  Undo2,
} from "lucide-react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/field";
import { Icon, type IconType } from "@/components/ui/icon";
import { calloutKinds } from "@/server/features/courses/lesson.schema";
import type { EditorLabels } from "./labels";

export type Asking = "link" | "inlineMath" | "blockMath" | "quiz" | "file";
type Tool = { name: keyof EditorLabels; icon: IconType; active?: boolean; disabled?: boolean; act: () => void };

/** What the cursor stands in, watched so that the buttons say it. */
const stateOf = ({ editor }: { editor: Editor }) => ({
  style: ([2, 3, 4] as const).find((level) => editor.isActive("heading", { level }))?.toString() ?? "p",
  bold: editor.isActive("bold"),
  italic: editor.isActive("italic"),
  underline: editor.isActive("underline"),
  code: editor.isActive("code"),
  link: editor.isActive("link"),
  bulletList: editor.isActive("bulletList"),
  orderedList: editor.isActive("orderedList"),
  blockquote: editor.isActive("blockquote"),
  codeBlock: editor.isActive("codeBlock"),
  table: editor.isActive("table"),
  callout: calloutKinds.find((kind) => editor.isActive("callout", { kind })) ?? "",
  undo: editor.can().undo(),
  redo: editor.can().redo(),
});

/** The tools of the editor, each with its name; keys of the trade (Ctrl+B, Ctrl+Z …) do the same. */
export function Toolbar({
  editor,
  labels,
  ask,
}: {
  editor: Editor;
  labels: EditorLabels;
  ask: (what: Asking) => void;
}) {
  const at = useEditorState({ editor, selector: stateOf });
  const run = () => editor.chain().focus();
  const groups: Tool[][] = [
    [
      { name: "bold", icon: Bold, active: at.bold, act: () => run().toggleBold().run() },
      { name: "italic", icon: Italic, active: at.italic, act: () => run().toggleItalic().run() },
      { name: "underline", icon: Underline, active: at.underline, act: () => run().toggleUnderline().run() },
      { name: "code", icon: Code, active: at.code, act: () => run().toggleCode().run() },
      { name: "link", icon: Link, active: at.link, act: () => ask("link") },
    ],
    [
      { name: "bulletList", icon: List, active: at.bulletList, act: () => run().toggleBulletList().run() },
      { name: "orderedList", icon: ListOrdered, active: at.orderedList, act: () => run().toggleOrderedList().run() },
      { name: "blockquote", icon: Quote, active: at.blockquote, act: () => run().toggleBlockquote().run() },
      { name: "codeBlock", icon: CodeXml, active: at.codeBlock, act: () => run().toggleCodeBlock().run() },
      { name: "horizontalRule", icon: Minus, act: () => run().setHorizontalRule().run() },
    ],
    [
      { name: "table", icon: TableIcon, active: at.table, act: () => run().insertTable({ rows: 3, cols: 3 }).run() },
      { name: "mathsInline", icon: Sigma, act: () => ask("inlineMath") },
      { name: "maths", icon: SquareSigma, act: () => ask("blockMath") },
      { name: "quiz", icon: CircleHelp, act: () => ask("quiz") },
      { name: "file", icon: ImagePlus, act: () => ask("file") },
    ],
    [
      { name: "undo", icon: Undo2, disabled: !at.undo, act: () => run().undo().run() },
      { name: "redo", icon: Redo2, disabled: !at.redo, act: () => run().redo().run() },
    ],
  ];
  const setStyle = (style: string) =>
    style === "p"
      ? run().setParagraph().run()
      : run()
          .setHeading({ level: Number(style) as 2 | 3 | 4 })
          .run();
  const setCallout = (kind: string) => {
    if (kind === "") run().lift("callout").run();
    else if (at.callout) run().updateAttributes("callout", { kind }).run();
    else run().wrapIn("callout", { kind }).run();
  };
  return (
    <div
      role="toolbar"
      aria-label={labels.toolbar}
      className="sticky top-14 z-10 flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-surface px-3 py-2"
    >
      <Select aria-label={labels.style} value={at.style} onChange={(event) => setStyle(event.target.value)}>
        <option value="p">{labels.paragraph}</option>
        <option value="2">{labels.heading2}</option>
        <option value="3">{labels.heading3}</option>
        <option value="4">{labels.heading4}</option>
      </Select>
      <Select aria-label={labels.callout} value={at.callout} onChange={(event) => setCallout(event.target.value)}>
        <option value="">{labels.callout}</option>
        {calloutKinds.map((kind) => (
          <option key={kind} value={kind}>
            {labels.nodes.callout[kind]}
          </option>
        ))}
      </Select>
      {groups.map((tools) => (
        <span key={tools[0]?.name} className="flex">
          {tools.map(({ name, icon, active, disabled, act }) => (
            <Button
              key={name}
              size="icon-small"
              variant={active ? "quiet" : "ghost"}
              className={active ? "bg-accent-soft" : undefined}
              aria-pressed={active}
              aria-disabled={disabled || undefined}
              aria-label={labels[name] as string}
              title={labels[name] as string}
              onClick={act}
            >
              <Icon as={icon} size={16} />
            </Button>
          ))}
        </span>
      ))}
      {at.table ? (
        <span className="flex flex-wrap gap-1">
          <Button size="small" onClick={() => run().addRowAfter().run()}>
            {labels.addRow}
          </Button>
          <Button size="small" onClick={() => run().addColumnAfter().run()}>
            {labels.addColumn}
          </Button>
          <Button size="small" variant="ghost" onClick={() => run().deleteRow().run()}>
            {labels.deleteRow}
          </Button>
          <Button size="small" variant="ghost" onClick={() => run().deleteColumn().run()}>
            {labels.deleteColumn}
          </Button>
          <Button size="small" variant="ghost" onClick={() => run().deleteTable().run()}>
            {labels.deleteTable}
          </Button>
        </span>
      ) : null}
    </div>
  );
}
