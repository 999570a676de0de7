import { z } from "zod";

/**
 * The document of a lesson: Tiptap's JSON cut down to what our editor writes and our pages draw. Everything is listed;
 * what is not is refused, so a stored lesson never carries markup, scripts or strange addresses. Names and nesting are
 * those of the editor, so whatever passes here can be opened there. Files are named by id and read through our own door.
 */
export const lessonLimits = {
  /** Levels of nesting: a table in a callout in a list is 8. */
  depth: 16,
  nodes: 4_000,
  characters: 120_000,
  bytes: 600_000,
  title: 200,
  alt: 500,
  transcript: 20_000,
  latex: 2_000,
  options: 6,
} as const;

export const calloutKinds = ["note", "tip", "warning", "activity"] as const;
export type CalloutKind = (typeof calloutKinds)[number];

const text = (most: number) => z.string().trim().min(1, "field.required").max(most);
/** Links leave the school by HTTPS or open the reader's mail; nothing else is followed from a lesson. */
export const linkAddress = z
  .string()
  .max(2_000)
  .refine((href) => /^(https:\/\/[^\s/]|mailto:[^\s@]+@)/i.test(href) && URL.canParse(href), "field.invalid");

const mark = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal(["bold", "italic", "underline", "code"]) }),
  z.strictObject({ type: z.literal("link"), attrs: z.strictObject({ href: linkAddress }) }),
]);
const plainText = z.strictObject({ type: z.literal("text"), text: z.string().min(1) });
const maths = z.strictObject({ latex: text(lessonLimits.latex) });
const inline = z.discriminatedUnion("type", [
  plainText.extend({ marks: z.array(mark).max(5).optional() }),
  z.strictObject({ type: z.literal("hardBreak") }),
  z.strictObject({ type: z.literal("inlineMath"), attrs: maths }),
]);
export type Inline = z.output<typeof inline>;
const words = z.array(inline).optional();

const fileId = z.uuid();
/** What is said or shown, for those who cannot hear or see it. */
const transcript = z.string().trim().max(lessonLimits.transcript).optional();
const pixels = z.int().min(1).max(12_000);

/** A part of a question's answer; its key stays when the order changes. */
const option = z.strictObject({ key: z.string().regex(/^[A-Za-z0-9_-]{1,16}$/), text: text(400) });
const quizAttrs = z
  .strictObject({
    blockId: z.uuid(),
    question: text(1_000),
    options: z.array(option).min(2).max(lessonLimits.options),
    right: z.string(),
    explanation: z.string().trim().max(1_000).optional(),
  })
  .refine(({ options }) => new Set(options.map(({ key }) => key)).size === options.length, "field.repeated")
  .refine(({ options, right }) => options.some(({ key }) => key === right), "field.choice");

/** Blocks that hold no other blocks. */
const leaf = [
  z.strictObject({ type: z.literal("paragraph"), content: words }),
  z.strictObject({
    type: z.literal("heading"),
    // The lesson's own title is the first level.
    attrs: z.strictObject({ level: z.literal([2, 3, 4]) }),
    content: words,
  }),
  z.strictObject({ type: z.literal("codeBlock"), content: z.array(plainText).max(1).optional() }),
  z.strictObject({ type: z.literal("horizontalRule") }),
  z.strictObject({ type: z.literal("blockMath"), attrs: maths }),
  z.strictObject({
    type: z.literal("image"),
    attrs: z.strictObject({ fileId, alt: text(lessonLimits.alt), width: pixels, height: pixels }),
  }),
  z.strictObject({
    type: z.literal("audio"),
    attrs: z.strictObject({ fileId, title: text(lessonLimits.title), transcript }),
  }),
  z.strictObject({
    type: z.literal("video"),
    attrs: z.strictObject({
      fileId,
      title: text(lessonLimits.title),
      /** What it costs to play, said before it plays. */
      megabytes: z.number().positive().max(2_000),
      transcript,
    }),
  }),
  z.strictObject({
    type: z.literal("file"),
    attrs: z.strictObject({ fileId, name: text(lessonLimits.title), megabytes: z.number().positive().max(2_000) }),
  }),
  z.strictObject({ type: z.literal("quiz"), attrs: quizAttrs }),
] as const;
type Leaf = z.output<(typeof leaf)[number]>;
export type QuizBlock = Extract<Leaf, { type: "quiz" }>["attrs"];

type ListItem = { type: "listItem"; content: Block[] };
type Cell = { type: "tableCell" | "tableHeader"; attrs?: { colspan?: number; rowspan?: number }; content: Block[] };
type Row = { type: "tableRow"; content: Cell[] };
export type Block =
  | Leaf
  | { type: "bulletList"; content: ListItem[] }
  | { type: "orderedList"; attrs?: { start?: number }; content: ListItem[] }
  | { type: "blockquote"; content: Block[] }
  | { type: "callout"; attrs: { kind: CalloutKind }; content: Block[] }
  | { type: "table"; content: Row[] };
export type LessonDoc = { type: "doc"; content: Block[] };

const blocks = z.lazy(() => z.array(block).min(1));
const listItem: z.ZodType<ListItem> = z.strictObject({ type: z.literal("listItem"), content: blocks });
const items = z.lazy(() => z.array(listItem).min(1));
const span = z.int().min(1).max(50).optional();
const cell: z.ZodType<Cell> = z.strictObject({
  type: z.literal(["tableCell", "tableHeader"]),
  attrs: z.strictObject({ colspan: span, rowspan: span }).optional(),
  content: blocks,
});
const row: z.ZodType<Row> = z.strictObject({ type: z.literal("tableRow"), content: z.array(cell).min(1).max(50) });
const block: z.ZodType<Block> = z.discriminatedUnion("type", [
  ...leaf,
  z.strictObject({ type: z.literal("bulletList"), content: items }),
  z.strictObject({
    type: z.literal("orderedList"),
    attrs: z.strictObject({ start: z.int().min(0).max(9_999).optional() }).optional(),
    content: items,
  }),
  z.strictObject({ type: z.literal("blockquote"), content: blocks }),
  z.strictObject({
    type: z.literal("callout"),
    attrs: z.strictObject({ kind: z.enum(calloutKinds) }),
    content: blocks,
  }),
  z.strictObject({ type: z.literal("table"), content: z.array(row).min(1).max(500) }),
]);
const doc: z.ZodType<LessonDoc> = z.strictObject({ type: z.literal("doc"), content: z.array(block).min(1) });

/**
 * Why a value is too much to be looked at closer; null when it is not. It walks without recursion: a document nested a
 * hundred thousand times must not take the stack with it.
 */
function tooMuch(value: unknown): string | null {
  const waiting: { node: unknown; depth: number }[] = [{ node: value, depth: 0 }];
  let nodes = 0;
  let characters = 0;
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const { node, depth } = at;
    if (typeof node === "string") characters += node.length;
    if (typeof node !== "object" || node === null) continue;
    // A node is an object, its content an array: two levels of JSON for one of the document.
    if (depth > lessonLimits.depth * 2) return "lesson.too_deep";
    if (!Array.isArray(node)) nodes += 1;
    if (nodes > lessonLimits.nodes * 3 || characters > lessonLimits.bytes) return "lesson.too_long";
    for (const child of Object.values(node)) waiting.push({ node: child, depth: depth + 1 });
  }
  return null;
}

/** A lesson's document as it may be stored: first its size, then its every node, then its words and blocks together. */
export const lessonDoc: z.ZodType<LessonDoc> = z
  .unknown()
  .superRefine((value, ctx) => {
    const message = tooMuch(value);
    if (message) ctx.addIssue({ code: "custom", message });
  })
  .pipe(doc)
  .superRefine((value, ctx) => {
    const ids = new Set<string>();
    let nodes = 0;
    for (const node of nodesOf(value)) {
      nodes += 1;
      if (node.type !== "quiz") continue;
      if (ids.has(node.attrs.blockId)) ctx.addIssue({ code: "custom", message: "field.repeated" });
      ids.add(node.attrs.blockId);
    }
    if (nodes > lessonLimits.nodes || textOf(value).length > lessonLimits.characters)
      ctx.addIssue({ code: "custom", message: "lesson.too_long" });
  });

export type LessonNode = Block | Inline | ListItem | Row | Cell;

/** Every node of a document, in the order it is read. */
export function* nodesOf(parent: { content?: readonly LessonNode[] }): Generator<LessonNode> {
  for (const node of parent.content ?? []) {
    yield node;
    if ("content" in node) yield* nodesOf(node as { content?: LessonNode[] });
  }
}

/** Where words of one block end and those of the next begin. */
const breaks = new Set(["paragraph", "heading", "codeBlock"]);

function wordsOf(node: LessonNode): string {
  switch (node.type) {
    case "text":
      return node.text;
    case "hardBreak":
      return "\n";
    case "horizontalRule":
      return "";
    case "inlineMath":
      return node.attrs.latex;
    case "blockMath":
      return `${node.attrs.latex}\n`;
    case "image":
      return `${node.attrs.alt}\n`;
    case "audio":
    case "video":
      return `${[node.attrs.title, node.attrs.transcript].filter(Boolean).join("\n")}\n`;
    case "file":
      return `${node.attrs.name}\n`;
    case "quiz":
      return `${[node.attrs.question, ...node.attrs.options.map((one) => one.text)].join("\n")}\n`;
    default: {
      const inside = (node.content ?? []).map(wordsOf).join("");
      return breaks.has(node.type) ? `${inside}\n` : inside;
    }
  }
}

/** A document's words without its dress: for search, for counting, for reading without pictures. */
export const textOf = (document: LessonDoc): string => document.content.map(wordsOf).join("").trim();

/** Files a document shows, each once, in the order it shows them. */
export function filesOf(document: LessonDoc): string[] {
  const ids = [...nodesOf(document)].flatMap((node) =>
    "attrs" in node && node.attrs && "fileId" in node.attrs ? [node.attrs.fileId] : [],
  );
  return [...new Set(ids)];
}

/** The questions a document asks. */
export const quizzesOf = (document: LessonDoc): QuizBlock[] =>
  [...nodesOf(document)].flatMap((node) => (node.type === "quiz" ? [node.attrs] : []));

/** A lesson nobody has written yet. */
export const emptyLesson: LessonDoc = { type: "doc", content: [{ type: "paragraph" }] };

/** A document from the database: one written before a rule was made stricter is still shown as far as it can be read. */
export function readLesson(stored: unknown): LessonDoc {
  const read = lessonDoc.safeParse(stored);
  return read.success ? read.data : emptyLesson;
}
