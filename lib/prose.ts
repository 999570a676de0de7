import { z } from "zod";

/**
 * A passage a person wrote: plain text, or a document of the editor (Tiptap's JSON) cut down to what every page can
 * draw. What is not listed here is refused, so a stored document never carries markup, scripts or strange addresses.
 */
const limits = { text: 10_000, nodes: 400 } as const;

const address = z
  .string()
  .max(2_000)
  .refine((href) => /^(https?:\/\/|mailto:|tel:|\/(?!\/))/i.test(href), "field.invalid");
const plainMarks = ["bold", "italic", "underline", "strike", "code", "subscript", "superscript"] as const;
const mark = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal(plainMarks) }),
  z.strictObject({ type: z.literal("link"), attrs: z.strictObject({ href: address }) }),
]);
const span = z.int().min(1).max(20).optional();
const cellAttrs = z.strictObject({ colspan: span, rowspan: span }).optional();
/** What the school knows of a file where it is shown: a picture's size, so that nothing jumps; what a recording weighs. */
const fileFacts = {
  width: z.int().min(1).optional(),
  height: z.int().min(1).optional(),
  bytes: z.int().min(1).optional(),
};
const file = z.strictObject({
  fileId: z.uuid(),
  /** What a picture shows; what a recording is called. */
  alt: z.string().max(500),
  /** What is said in a recording, for those who cannot hear it. */
  transcript: z.string().trim().max(4_000).optional(),
  ...fileFacts,
});
const latex = z.strictObject({ latex: z.string().min(1).max(2_000) });

const leaf = [
  z.strictObject({
    type: z.literal("text"),
    text: z.string().min(1).max(limits.text),
    marks: z.array(mark).optional(),
  }),
  z.strictObject({ type: z.literal("hardBreak") }),
  z.strictObject({ type: z.literal("inlineMath"), attrs: latex }),
  z.strictObject({ type: z.literal("blockMath"), attrs: latex }),
  z.strictObject({ type: z.literal("image"), attrs: file }),
  z.strictObject({ type: z.literal("audio"), attrs: file }),
] as const;

type Mark = z.output<typeof mark>;
type Leaf = z.output<(typeof leaf)[number]>;
type Branch =
  | { type: "heading"; attrs: { level: number }; content?: ProseNode[] }
  | { type: "tableCell" | "tableHeader"; attrs?: { colspan?: number; rowspan?: number }; content?: ProseNode[] }
  | { type: (typeof plainBranches)[number]; content?: ProseNode[] };
export type ProseNode = Leaf | Branch;
export type ProseMark = Mark;
export type ProseFile = z.output<typeof file>;
export type ProseDoc = { type: "doc"; content: ProseNode[] };
export type Prose = string | ProseDoc;

const plainBranches = [
  "paragraph",
  "bulletList",
  "orderedList",
  "listItem",
  "blockquote",
  "codeBlock",
  "table",
  "tableRow",
] as const;
const inside = z.lazy(() => z.array(node).max(limits.nodes).optional());
const node: z.ZodType<ProseNode> = z.discriminatedUnion("type", [
  ...leaf,
  z.strictObject({
    type: z.literal("heading"),
    attrs: z.strictObject({ level: z.int().min(1).max(4) }),
    content: inside,
  }),
  z.strictObject({ type: z.literal(["tableCell", "tableHeader"]), attrs: cellAttrs, content: inside }),
  z.strictObject({ type: z.literal(plainBranches), content: inside }),
]);

export const proseDoc: z.ZodType<ProseDoc> = z.strictObject({
  type: z.literal("doc"),
  content: z.array(node).min(1).max(limits.nodes),
});

const blocks = new Set(["paragraph", "heading", "listItem", "blockquote", "codeBlock", "tableRow", "blockMath"]);
const wordsOf = (part: ProseNode): string => {
  if (part.type === "text") return part.text;
  if (part.type === "hardBreak") return "\n";
  if (part.type === "image" || part.type === "audio") return part.attrs.alt;
  if (part.type === "inlineMath" || part.type === "blockMath") return part.attrs.latex;
  const words = (part.content ?? []).map(wordsOf).join(part.type === "tableRow" ? "\t" : "");
  return blocks.has(part.type) ? `${words}\n` : words;
};

/** A file that stands with a passage: a picture, or something to hear. */
export const proseMedia = file.extend({
  kind: z.enum(["image", "audio"]),
  alt: z.string().trim().min(1, "field.required").max(500),
});
export type ProseMedia = z.output<typeof proseMedia>;

/** A passage with what stands with it, as it is drawn: the words first. */
export function withMedia(prose: Prose, media: readonly ProseMedia[] = []): Prose {
  if (media.length === 0) return prose;
  const words = typeof prose === "string" ? [linesOf(prose)] : prose.content;
  const shown = media.map(({ kind, ...attrs }): ProseNode => ({ type: kind, attrs }));
  return { type: "doc", content: [...words, ...shown] };
}

const linesOf = (text: string): ProseNode => ({
  type: "paragraph",
  content: text
    .split("\n")
    .flatMap((line, at): ProseNode[] => [
      ...(at > 0 ? [{ type: "hardBreak" as const }] : []),
      ...(line ? [{ type: "text" as const, text: line }] : []),
    ]),
});

/** The words of a passage without its dress: for search, for matching, for a list. */
export const proseText = (prose: Prose): string =>
  (typeof prose === "string" ? prose : prose.content.map(wordsOf).join("")).trim();

/** A passage of at most `max` characters that says something. */
export const prose = (max: number): z.ZodType<Prose> =>
  z.union([z.string().trim().min(1).max(max), proseDoc]).refine((value) => {
    const { length } = proseText(value);
    return length > 0 && length <= max;
  }, "field.invalid");
