import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Block, LessonDoc } from "@/server/features/courses/lesson.schema";
import { translator } from "@/server/platform/i18n";
import { LessonBody } from "./lesson-body";

const fileId = "019aa000-0000-7000-8000-000000000001";
const t = translator("en", "courses");
const draw = (...content: Block[]) =>
  renderToStaticMarkup(<LessonBody doc={{ type: "doc", content } as LessonDoc} language="en" t={t} />);
const p = (text: string): Block => ({ type: "paragraph", content: [{ type: "text", text }] });

describe("what a reader gets", () => {
  it("is text that cannot act", () => {
    const html = draw(p("<script>alert(1)</script>"), { type: "blockMath", attrs: { latex: "<img src=x onerror=y>" } });
    expect(html).not.toMatch(/<script|<img/);
  });

  it("is a formula in MathML, and its words where it is none", () => {
    expect(draw({ type: "blockMath", attrs: { latex: "\\frac{1}{2}" } })).toMatch(/<math.*<mfrac>.*1.*2.*<\/mfrac>/);
    expect(draw({ type: "blockMath", attrs: { latex: "\\frac{1" } })).toContain("<code>\\frac{1</code>");
    expect(draw({ type: "blockMath", attrs: { latex: "\\href{javascript:alert(1)}{x}" } })).not.toContain("href=");
    // Each macro doubles the one before: two to the thirtieth of them.
    const bomb = `\\def\\a{x}${[..."bcdefghijklmnopqrstuvwxyzABCDE"].map((name, at) => `\\def\\${name}{\\${"abcdefghijklmnopqrstuvwxyzABCD"[at]}\\${"abcdefghijklmnopqrstuvwxyzABCD"[at]}}`).join("")}\\E`;
    expect(draw({ type: "blockMath", attrs: { latex: bomb } })).toContain("<code>");
  });

  it("is pictures of a known size that wait until they are near", () => {
    const html = draw({ type: "image", attrs: { fileId, alt: "An orange", width: 800, height: 600 } });
    expect(html).toContain(`src="/api/files/course/${fileId}?size=w960"`);
    for (const part of ['loading="lazy"', 'alt="An orange"', 'width="800"', 'height="600"'])
      expect(html).toContain(part);
  });

  it("is told what a film costs, and nothing of it is loaded before", () => {
    const html = draw({ type: "video", attrs: { fileId, title: "Cutting", megabytes: 3.2 } });
    expect(html).toContain("uses about 3.2 MB");
    expect(html).toContain('preload="none"');
  });

  it("is a table with headings, in a region that scrolls", () => {
    const html = draw({
      type: "table",
      content: [
        { type: "tableRow", content: [{ type: "tableHeader", content: [p("Part")] }] },
        { type: "tableRow", content: [{ type: "tableCell", attrs: { colspan: 2 }, content: [p("Half")] }] },
      ],
    });
    expect(html).toMatch(/<section[^>]*tabindex="0".*<th scope="col"><p>Part.*<td colSpan="2"><p>Half/);
  });

  it("is a question with its answer folded away, unless the page asks it in its own way", () => {
    const quiz = {
      blockId: fileId,
      question: "Which is larger?",
      options: [
        { key: "a", text: "One half" },
        { key: "b", text: "One quarter" },
      ],
      right: "a",
    };
    expect(draw({ type: "quiz", attrs: quiz })).toMatch(
      /<fieldset><legend>Which is larger\?.*type="radio".*<details><summary>Show the answer.*One half/,
    );
    const doc: LessonDoc = { type: "doc", content: [{ type: "quiz", attrs: quiz }] };
    const own = <LessonBody doc={doc} language="en" t={t} quiz={({ question }) => <b>{question}</b>} />;
    expect(renderToStaticMarkup(own)).toContain("<b>Which is larger?</b>");
  });
});
