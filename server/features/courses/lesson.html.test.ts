import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { ShownFile } from "./lesson.files.domain";
import { lessonHtml, type PageSource, pageLesson } from "./lesson.html";
import { type LessonDoc, lessonDoc } from "./lesson.schema";

const picture = "0198c0de-0000-8000-8000-00000000000a";
const files: Record<string, ShownFile> = Object.fromEntries(
  (["image", "audio", "video", "file"] as const).map((kind, at) => {
    const id = picture.replace(/a$/, String(at));
    return [id, { id, kind, name: `${kind}.bin`, size: 20_000, width: 40, height: 30 }];
  }),
);
const [image, audio, video, file] = Object.keys(files) as [string, string, string, string];
const address = (id: string) => `../web_resources/${id}.bin`;
const source = (lost: string[] = []): PageSource => ({
  file: (at) => files[/([0-9a-f-]{36})\.bin$/.exec(at)?.[1] ?? ""] ?? null,
  onLoss: (what) => lost.push(what),
});
const back = (doc: LessonDoc) => pageLesson(lessonHtml(doc, { title: "Halves", language: "en", address }), source());

const text = (words: string, ...marks: object[]) => ({ type: "text", text: words, ...(marks.length && { marks }) });
const p = (...content: object[]) => ({ type: "paragraph", ...(content.length && { content }) });
const doc = (...content: object[]) => lessonDoc.parse({ type: "doc", content });

/** One of every kind of block and mark a lesson can have. */
const everything = doc(
  { type: "heading", attrs: { level: 2 }, content: [text("Half & half")] },
  p(
    text("Cut "),
    text("one", { type: "bold" }, { type: "link", attrs: { href: "https://x.test/?a=1&b=2" } }),
    text(" <now>"),
  ),
  p(text("a"), { type: "hardBreak" }, text("b", { type: "code" }), {
    type: "inlineMath",
    attrs: { latex: "\\frac{1}{2} < 1" },
  }),
  { type: "bulletList", content: [{ type: "listItem", content: [p(text("one")), p(text("more"))] }] },
  { type: "orderedList", attrs: { start: 3 }, content: [{ type: "listItem", content: [p(text("three"))] }] },
  { type: "blockquote", content: [p(text("said"))] },
  { type: "codeBlock", content: [text("if (a < b)\n  go();")] },
  { type: "horizontalRule" },
  { type: "blockMath", attrs: { latex: "a^2" } },
  {
    type: "callout",
    attrs: { kind: "tip" },
    content: [p(text("Ask")), { type: "callout", attrs: { kind: "note" }, content: [p(text("in"))] }],
  },
  {
    type: "table",
    content: [
      { type: "tableRow", content: [{ type: "tableHeader", attrs: { colspan: 2 }, content: [p(text("h"))] }] },
      {
        type: "tableRow",
        content: [
          { type: "tableCell", content: [p(text("c"))] },
          { type: "tableCell", content: [p()] },
        ],
      },
    ],
  },
  { type: "image", attrs: { fileId: image, alt: 'An "orange"', width: 40, height: 30 } },
  { type: "audio", attrs: { fileId: audio, title: "Song", transcript: "La" } },
  { type: "video", attrs: { fileId: video, title: "Film", megabytes: 4.5 } },
  { type: "file", attrs: { fileId: file, name: "To cut out", megabytes: 0.1 } },
  {
    type: "quiz",
    attrs: {
      blockId: picture,
      question: "How many?",
      options: [
        { key: "1", text: "Two" },
        { key: "2", text: "'Three'" },
      ],
      right: "1",
      explanation: "Halves.",
    },
  },
);

test("a lesson of every kind of block goes out as a page and comes back the same", () => {
  expect(back(everything)).toEqual(everything);
});

test("whatever is written in a lesson comes back as it was said", () => {
  const said = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
    .map((words) => words.replace(/\s+/gu, " ").trim());
  const words = said.filter((one) => one.length > 0 && one.isWellFormed() && !/\\\(|\p{Cc}/u.test(one));
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), (lines) => {
      const written = doc(...lines.map((one) => p(text(one))), {
        type: "bulletList",
        content: lines.map((one) => ({ type: "listItem", content: [p(text(one))] })),
      });
      expect(back(written)).toEqual(written);
    }),
  );
});

const read = (html: string) => {
  const lost: string[] = [];
  return { doc: lessonDoc.parse(pageLesson(html, source(lost))), lost };
};

describe("a page of another system", () => {
  it.each<[string, string, object[], string[]]>([
    ["a program", "<p>Hi<script>alert(1)</script></p>", [p(text("Hi"))], ["script"]],
    ["an act of a picture", `<img src="x.svg" onerror="alert(1)">words`, [p(text("words"))], ["media"]],
    ["a link that runs", `<a href="javascript:alert(1)">press</a>`, [p(text("press"))], []],
    [
      "a page within",
      `<iframe src="https://video.test/1" title="Film"></iframe>`,
      [p(text("Film", { type: "link", attrs: { href: "https://video.test/1" } }))],
      ["frame"],
    ],
    ["a form", "<form>Name <input name=a><button>Go</button></form>", [p(text("Name"))], ["form", "form"]],
    [
      "styles and boxes",
      `<style>p{}</style><div class="x"><div><span style="color:red">one</span></div>two</div>`,
      [p(text("one")), p(text("two"))],
      [],
    ],
    [
      "headings of its own",
      "<h1>One</h1><h6>Six</h6>",
      [
        { type: "heading", attrs: { level: 2 }, content: [text("One")] },
        { type: "heading", attrs: { level: 4 }, content: [text("Six")] },
      ],
      [],
    ],
    [
      "a link to a file of the archive",
      `<a href="../web_resources/${file}.bin">Handout</a>`,
      [{ type: "file", attrs: { fileId: file, name: "Handout", megabytes: 0.02 } }],
      [],
    ],
    [
      "a picture within words",
      `<p>a <img src="${image}.bin" alt="Orange"> b</p>`,
      [p(text("a")), { type: "image", attrs: { fileId: image, alt: "Orange", width: 40, height: 30 } }, p(text("b"))],
      [],
    ],
    [
      "names of ours made up",
      `<div data-uhs="callout" data-attrs='{"kind":"<b>"}'>x</div>`,
      [{ type: "callout", attrs: { kind: "note" }, content: [p(text("x"))] }],
      [],
    ],
    ["nothing", "", [p()], []],
  ])("with %s is cut down to what a lesson can say", (_, html, content, lost) => {
    expect(read(html)).toEqual({ doc: { type: "doc", content }, lost });
  });

  test("never gives a lesson markup, scripts or strange addresses, whatever it is", () => {
    const parts = [
      "<p>",
      "</p>",
      "<ul><li>",
      "<table><tr><td>",
      "<a href='javascript:x'>",
      "<svg onload=x>",
      "<math><annotation encoding=TeX>x",
      "<img src=x>",
      `<div data-uhs="quiz" data-attrs="{}">`,
      `<b data-uhs='text' data-attrs='{"marks":1}'>`,
      "word",
      "&lt;script&gt;",
      "</div>",
      "<pre>",
      "<h2>",
      "\u0000",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 25 }), (some) => {
        const judged = lessonDoc.safeParse(pageLesson(some.join(""), source()));
        // What is not a lesson is refused; what is taken holds links by HTTPS alone.
        if (judged.success) expect(JSON.stringify(judged.data)).not.toMatch(/javascript:|onload|<svg/);
      }),
    );
  });
});
