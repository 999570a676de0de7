import type { Block, Inline, LessonDoc } from "./lesson.schema";

/** A line as it is read aloud; a link says where it leads. */
const lineOf = (content: readonly Inline[] = []): string => {
  const pieces = content.map((one) => {
    if (one.type === "hardBreak") return "\n";
    if (one.type === "inlineMath") return `\\(${one.attrs.latex}\\)`;
    const link = one.marks?.find((mark) => mark.type === "link");
    return !link || link.attrs.href === one.text ? one.text : `${one.text} (${link.attrs.href})`;
  });
  return pieces.join("");
};

const paragraphs = (blocks: readonly Block[]): string => blocks.map(blockText).filter(Boolean).join("\n\n");
const item = (sign: string, content: readonly Block[]) =>
  `${sign} ${content.map(blockText).filter(Boolean).join("\n").replaceAll("\n", "\n  ")}`;

function blockText(block: Block): string {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return lineOf(block.content);
    case "codeBlock":
      return (block.content ?? []).map(({ text }) => text).join("");
    case "horizontalRule":
      return "";
    case "blockMath":
      return `\\[${block.attrs.latex}\\]`;
    case "image":
      return block.attrs.alt;
    case "audio":
    case "video":
      return [block.attrs.title, block.attrs.transcript].filter(Boolean).join("\n");
    case "file":
      return block.attrs.name;
    case "quiz":
      return [block.attrs.question, ...block.attrs.options.map(({ text }) => `• ${text}`)].join("\n");
    case "bulletList":
      return block.content.map(({ content }) => item("•", content)).join("\n");
    case "orderedList":
      return block.content.map(({ content }, at) => item(`${(block.attrs?.start ?? 1) + at}.`, content)).join("\n");
    case "table":
      return block.content
        .map((row) => row.content.map((cell) => cell.content.map(blockText).filter(Boolean).join(" ")).join(" | "))
        .join("\n");
    default:
      return paragraphs(block.content);
  }
}

/** A document as plain lines, for what holds words alone: lists by their signs, tables row by row, files by name. */
export const plainText = ({ content }: LessonDoc): string => paragraphs(content).trim();
