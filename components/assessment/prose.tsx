import { Fragment, type ReactNode } from "react";
import { courseFile } from "@/components/courses/course-file";
import { Maths } from "@/components/courses/maths";
import { Picture } from "@/components/courses/picture";
import { cn } from "@/lib/cn";
import { megabytes } from "@/lib/file-types";
import type { Prose, ProseFile, ProseMark, ProseNode } from "@/lib/prose";

/** Draws a gap of the text in place of its mark `[[key]]`. */
type Gap = (key: string) => ReactNode;

/** A passage a person wrote, as a page draws it: paragraphs of its own, formulas in MathML, no foreign markup. */
export function Passage({ of, gap, className }: { of: Prose; gap?: Gap; className?: string }) {
  const nodes: ProseNode[] =
    typeof of === "string"
      ? of.split(/\n{2,}/).map((text) => ({ type: "paragraph", content: [{ type: "text", text }] }))
      : of.content;
  return <div className={cn("lesson", className)}>{drawAll(nodes, gap)}</div>;
}

/** The same within a line: a label, an item of a list. A passage of several blocks runs on. */
export function Phrase({ of }: { of: Prose }) {
  if (typeof of === "string") return of;
  return (
    <span className="lesson">
      {of.content.map((node, at) => keyed(at, "content" in node ? drawAll(node.content) : draw(node)))}
    </span>
  );
}

// A passage is drawn whole; its parts have no names of their own.
const keyed = (at: number, node: ReactNode) => <Fragment key={at}>{node}</Fragment>;
const drawAll = (nodes: readonly ProseNode[] = [], gap?: Gap): ReactNode =>
  nodes.map((node, at) => keyed(at, draw(node, gap)));

const tags = {
  paragraph: "p",
  bulletList: "ul",
  orderedList: "ol",
  listItem: "li",
  blockquote: "blockquote",
  tableRow: "tr",
  bold: "strong",
  italic: "em",
  underline: "u",
  strike: "s",
  code: "code",
  subscript: "sub",
  superscript: "sup",
} as const;

function draw(node: ProseNode, gap?: Gap): ReactNode {
  switch (node.type) {
    case "text":
      return marked(gap ? withGaps(node.text, gap) : node.text, node.marks);
    case "hardBreak":
      return <br />;
    case "inlineMath":
      return <Maths latex={node.attrs.latex} />;
    case "blockMath":
      return <Maths latex={node.attrs.latex} display />;
    case "image":
      // One that cannot come leaves its words in its place (lesson.css).
      return <Picture {...node.attrs} sizes="(min-width: 48rem) 40rem, 100vw" className="lesson-shown" />;
    case "audio":
      return <Sound {...node.attrs} />;
    case "heading": {
      // The question itself is the page's heading.
      const Heading = `h${Math.min(6, node.attrs.level + 2)}` as "h3";
      return <Heading>{drawAll(node.content, gap)}</Heading>;
    }
    case "codeBlock":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a pointer
        <pre tabIndex={0}>
          <code>{drawAll(node.content)}</code>
        </pre>
      );
    case "table":
      return (
        <div className="overflow-x-auto">
          <table>
            <tbody>{drawAll(node.content, gap)}</tbody>
          </table>
        </div>
      );
    case "tableCell":
    case "tableHeader": {
      const Cell = node.type === "tableCell" ? "td" : "th";
      return (
        <Cell colSpan={node.attrs?.colspan} rowSpan={node.attrs?.rowspan}>
          {drawAll(node.content, gap)}
        </Cell>
      );
    }
    default: {
      const Tag = tags[node.type];
      return <Tag>{drawAll(node.content, gap)}</Tag>;
    }
  }
}

function marked(text: ReactNode, marks: readonly ProseMark[] = []): ReactNode {
  let drawn = text;
  for (const mark of marks.toReversed()) {
    const Tag = mark.type === "link" ? "a" : tags[mark.type];
    const link = mark.type === "link" ? { href: mark.attrs.href, rel: "noopener noreferrer nofollow" } : {};
    drawn = <Tag {...link}>{drawn}</Tag>;
  }
  return drawn;
}

/** Every second part is the key of a gap. */
const withGaps = (text: string, gap: Gap): ReactNode =>
  text.split(/\[\[([A-Za-z0-9_-]{1,32})\]\]/).map((part, at) => keyed(at, at % 2 === 1 ? gap(part) : part));

/** Something to hear on demand, after saying what it costs. */
function Sound({ fileId, alt, transcript, bytes }: ProseFile) {
  return (
    <span className="lesson-sound">
      <span>
        {alt} {bytes ? <span className="lesson-cost">{megabytes(bytes)} MB</span> : null}
      </span>
      {/* biome-ignore lint/a11y/useMediaCaption: its words stand below */}
      <audio controls preload="none" src={courseFile(fileId)} aria-label={alt} />
      {transcript ? <span className="whitespace-pre-line">{transcript}</span> : null}
    </span>
  );
}
