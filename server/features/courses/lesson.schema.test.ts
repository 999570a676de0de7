import { describe, expect, it, test } from "vitest";
import { filesOf, lessonDoc, lessonLimits, quizzesOf, textOf } from "./lesson.schema";

const file = "019aa000-0000-7000-8000-000000000001";
const text = (words: string, ...marks: object[]) => ({ type: "text", text: words, ...(marks.length ? { marks } : {}) });
const p = (...content: object[]) => ({ type: "paragraph", content });
const doc = (...content: object[]) => ({ type: "doc", content });
const link = (href: string) => doc(p(text("here", { type: "link", attrs: { href } })));
const quiz = (change: object = {}) => ({
  type: "quiz",
  attrs: {
    blockId: file,
    question: "Which is larger?",
    options: [
      { key: "a", text: "One half" },
      { key: "b", text: "One quarter" },
    ],
    right: "a",
    ...change,
  },
});

/** One of everything the editor can write. */
const whole = doc(
  { type: "heading", attrs: { level: 2 }, content: [text("Halves")] },
  p(text("Cut an "), text("orange", { type: "bold" }, { type: "italic" }), { type: "hardBreak" }, text("in two.")),
  p(text("Read on", { type: "link", attrs: { href: "https://example.org/halves" } }), {
    type: "inlineMath",
    attrs: { latex: "\\frac{1}{2}" },
  }),
  { type: "bulletList", content: [{ type: "listItem", content: [p(text("a knife"))] }] },
  { type: "orderedList", attrs: { start: 3 }, content: [{ type: "listItem", content: [p(text("cut"))] }] },
  { type: "blockquote", content: [p(text("Haba na haba."))] },
  { type: "codeBlock", content: [text("1 / 2")] },
  { type: "horizontalRule" },
  { type: "blockMath", attrs: { latex: "a^2" } },
  {
    type: "table",
    content: [
      {
        type: "tableRow",
        content: [
          { type: "tableHeader", attrs: { colspan: 1, rowspan: 1 }, content: [p(text("Part"))] },
          { type: "tableCell", content: [p(text("Half"))] },
        ],
      },
    ],
  },
  { type: "callout", attrs: { kind: "activity" }, content: [p(text("Share a chapati."))] },
  { type: "image", attrs: { fileId: file, alt: "An orange", width: 800, height: 600 } },
  { type: "audio", attrs: { fileId: file, title: "A song", transcript: "La la" } },
  {
    type: "video",
    attrs: { fileId: "019aa000-0000-7000-8000-000000000002", title: "Cutting", megabytes: 3.2 },
  },
  { type: "file", attrs: { fileId: file, name: "Worksheet.pdf", megabytes: 0.2 } },
  quiz(),
);

test("a lesson of everything is taken as it is, and its words, files and questions are found", () => {
  const read = lessonDoc.parse(whole);
  expect(read).toEqual(whole);
  expect(textOf(read)).toBe(
    [
      "Halves",
      "Cut an orange",
      "in two.",
      "Read on\\frac{1}{2}",
      "a knife",
      "cut",
      "Haba na haba.",
      "1 / 2",
      "a^2",
      "Part",
      "Half",
      "Share a chapati.",
      "An orange",
      "A song",
      "La la",
      "Cutting",
      "Worksheet.pdf",
      "Which is larger?",
      "One half",
      "One quarter",
    ].join("\n"),
  );
  expect(filesOf(read)).toEqual([file, "019aa000-0000-7000-8000-000000000002"]);
  expect(quizzesOf(read).map(({ right }) => right)).toEqual(["a"]);
});

describe("addresses", () => {
  it.each(["https://kicd.ac.ke/", "HTTPS://example.org/a?b=c#d", "mailto:mwalimu@example.org"])(
    "%s is followed",
    (href) => {
      expect(lessonDoc.safeParse(link(href)).success).toBe(true);
    },
  );
  it.each([
    "javascript:alert(1)",
    " javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "http://example.org",
    "//example.org",
    "/dashboard",
    "https:",
    "https://",
    "https:// evil.example",
    "mailto:",
    "",
  ])("%j is not", (href) => {
    expect(lessonDoc.safeParse(link(href)).success).toBe(false);
  });
});

describe("what the editor cannot write is refused", () => {
  it.each<[string, unknown]>([
    ["nothing", null],
    ["text", "<p>Halves</p>"],
    ["an empty document", doc()],
    ["no document", p(text("a"))],
    ["an unknown node", doc({ type: "iframe", attrs: { src: "https://example.org" } })],
    ["raw markup", doc({ type: "html", content: "<script>" })],
    ["an unknown mark", doc(p(text("a", { type: "textStyle", attrs: { color: "red" } })))],
    ["an unknown attribute", doc({ ...p(text("a")), attrs: { style: "position:fixed" } })],
    ["an attribute of a link", doc(p(text("a", { type: "link", attrs: { href: "https://a.org", onclick: "x" } })))],
    ["a first-level heading", doc({ type: "heading", attrs: { level: 1 }, content: [text("a")] })],
    ["text without a paragraph", doc(text("a"))],
    ["a paragraph in a paragraph", doc(p(p(text("a"))))],
    ["a list of paragraphs", doc({ type: "bulletList", content: [p(text("a"))] })],
    ["an empty list", doc({ type: "bulletList", content: [] })],
    ["a row without its table", doc({ type: "tableRow", content: [] })],
    ["marks in code", doc({ type: "codeBlock", content: [text("a", { type: "bold" })] })],
    ["a picture without words", doc({ type: "image", attrs: { fileId: file, alt: " ", width: 1, height: 1 } })],
    ["a picture without size", doc({ type: "image", attrs: { fileId: file, alt: "a" } })],
    ["a picture from elsewhere", doc({ type: "image", attrs: { src: "https://a.org/a.png", alt: "a" } })],
    ["a file by a path", doc({ type: "file", attrs: { fileId: "../../etc/passwd", name: "a", megabytes: 1 } })],
    ["a video without its cost", doc({ type: "video", attrs: { fileId: file, title: "a" } })],
    ["a video that costs nothing", doc({ type: "video", attrs: { fileId: file, title: "a", megabytes: 0 } })],
    ["a callout of another kind", doc({ type: "callout", attrs: { kind: "danger" }, content: [p(text("a"))] })],
    ["a question whose answer is no option", doc(quiz({ right: "c" }))],
    ["a question of one option", doc(quiz({ options: [{ key: "a", text: "One" }] }))],
    [
      "options of one name",
      doc(
        quiz({
          options: [
            { key: "a", text: "1" },
            { key: "a", text: "2" },
          ],
        }),
      ),
    ],
    ["one question twice", doc(quiz(), quiz())],
    ["no formula", doc({ type: "blockMath", attrs: { latex: "" } })],
  ])("%s", (_what, value) => {
    expect(lessonDoc.safeParse(value).success).toBe(false);
  });
});

describe("size", () => {
  const nested = (levels: number) => {
    let node: object = p(text("a"));
    for (let at = 0; at < levels; at += 1) node = { type: "blockquote", content: [node] };
    return doc(node);
  };
  const reasonOf = (value: unknown) => lessonDoc.safeParse(value).error?.issues.map(({ message }) => message);

  it("takes what people write and refuses a bomb without falling over", () => {
    expect(lessonDoc.safeParse(nested(10)).success).toBe(true);
    expect(reasonOf(nested(lessonLimits.depth + 1))).toEqual(["lesson.too_deep"]);
    expect(reasonOf(nested(200_000))).toEqual(["lesson.too_deep"]);
  });
  it("has an end", () => {
    expect(reasonOf(doc(...Array.from({ length: lessonLimits.nodes + 1 }, () => p())))).toEqual(["lesson.too_long"]);
    expect(reasonOf(doc(p(text("a".repeat(lessonLimits.characters + 1)))))).toEqual(["lesson.too_long"]);
    expect(reasonOf(doc(p(text("a".repeat(2 * lessonLimits.bytes)))))).toEqual(["lesson.too_long"]);
  });
});
