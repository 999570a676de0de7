/** What we write comes back the same in meaning, or what is missing was named. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Prose, ProseNode } from "@/lib/prose";
import type { Question } from "../question.schema";
import { type Answer, type BankQuestion, type Draft, fromDraft, round, toDraft } from "./draft";
import { schoolQuestions } from "./fixtures/school";
import { exportQuestions, importQuestions, type Picture, type QuestionFormat, questionFormats } from "./formats";
import { cleanText } from "./html";
import { Pictures } from "./pictures";

const withoutPlace = (question: BankQuestion) => ({ ...toDraft(question), place: undefined });

describe.each(questionFormats)("the school's questions in %s", (format) => {
  const questions = schoolQuestions();
  it.runIf(questions.length)("come back equal, but for what was named", () => {
    const file = exportQuestions(questions, format);
    const back = importQuestions(file.bytes);
    expect(back.problems).toEqual([]);
    expect(back.format).toBe(format);
    const changed = new Set(file.losses.filter(({ kept }) => !kept).map(({ at }) => at));
    const keep = (_: unknown, at: number) => !changed.has(at);
    expect(back.questions.map(withoutPlace).filter(keep)).toEqual(questions.map(withoutPlace).filter(keep));
    // GIFT has no place for what an essay is marked by; everything else of the 400 can be said in all three.
    expect([...new Set(file.losses.filter(({ kept }) => !kept).map(({ what }) => what))]).toEqual(
      format === "gift" ? ["criteria"] : [],
    );
  });
});

// ── Any question ─────────────────────────────────────────────────────────────────────────────────
const signs = fc.constantFrom(
  ..."{}#=~:\\<>&*%[]-_/$'\"?. \n".split(""),
  "->",
  "//",
  "::",
  "####",
  "[html]",
  "&lt;",
  "____",
  "{1:SA:=x}",
  "]]>",
  "T",
);
const say = (max: number) =>
  fc
    .array(fc.oneof(signs, fc.string({ unit: "grapheme", maxLength: 4 }), fc.constantFrom("mango", "ndizi ", "maji")), {
      minLength: 1,
      maxLength: max,
    })
    .map((parts) => cleanText(parts.join("")).trim().slice(0, 300).trim())
    .filter((text) => text.length > 0);
const words = say(6);
const line = words.map((text) => text.replace(/\s+/gu, " "));

const run = fc.record({
  type: fc.constant("text" as const),
  text: fc.constantFrom("H", "2", "O and ", "x < y & z", " bold"),
  mark: fc.constantFrom("bold" as const, "subscript" as const, "italic" as const),
});
const paragraph = run.map(
  ({ text, mark }): ProseNode => ({
    type: "paragraph",
    content: [{ type: "text", text: text.trim(), marks: [{ type: mark }] }],
  }),
);
const listed = fc.array(paragraph, { minLength: 1, maxLength: 3 }).map(
  (items): ProseNode => ({
    type: "bulletList",
    content: items.map((item) => ({ type: "listItem", content: [item] })),
  }),
);
const table = fc.array(paragraph, { minLength: 1, maxLength: 2 }).map(
  (cells): ProseNode => ({
    type: "table",
    content: [{ type: "tableRow", content: cells.map((cell) => ({ type: "tableCell", content: [cell] })) }],
  }),
);
const maths = fc.constant<ProseNode>({
  type: "paragraph",
  content: [{ type: "inlineMath", attrs: { latex: "\\frac{1}{2} < x^2" } }],
});
const dressed: fc.Arbitrary<Prose> = fc
  .array(fc.oneof(paragraph, listed, table, maths), { minLength: 1, maxLength: 3 })
  .map((content) => ({ type: "doc", content }));
const prose: fc.Arbitrary<Prose> = fc.oneof({ weight: 4, arbitrary: words }, { weight: 1, arbitrary: dressed });
const optional = <T>(key: string, one: fc.Arbitrary<T>) =>
  fc.option(one, { nil: undefined }).map((value) => (value === undefined ? {} : { [key]: value }));
const different = (one: fc.Arbitrary<Prose>, min: number) =>
  fc.uniqueArray(one, { minLength: min, maxLength: 5, selector: (text) => JSON.stringify(text) });

const text = fc
  .record({
    spelling: line,
    wildcards: fc.boolean(),
    credit: fc.constantFrom(1, 1, 0.5, 0.25),
    feedback: optional("feedback", words),
  })
  .map(({ spelling, wildcards, credit, feedback }) => ({
    kind: "text" as const,
    spellings: [spelling],
    wildcards,
    credit,
    ...feedback,
  }));
const number = fc
  .record({
    value: fc.integer({ min: -9999, max: 9999 }).map((n) => n / 8),
    tolerance: fc.constantFrom(0, 0.5, 2),
    credit: fc.constantFrom(1, 0.5),
  })
  .map((one) => ({ kind: "number" as const, units: [], ...one }));
const accepted = fc
  .oneof(
    fc.uniqueArray(text, { minLength: 1, maxLength: 4, selector: ({ spellings }) => spellings[0] }),
    fc.uniqueArray(number, { minLength: 1, maxLength: 3, selector: ({ value }) => value }),
  )
  .map((list) => list.map((one, at) => (at === 0 ? { ...one, credit: 1 } : one)));

const choice: fc.Arbitrary<Answer> = fc
  .record({
    texts: different(prose, 2),
    multiple: fc.boolean(),
    shuffle: fc.boolean(),
    allOrNothing: fc.boolean(),
    right: fc.integer({ min: 1, max: 4 }),
    feedback: optional("feedback", prose),
  })
  .map(({ texts, multiple, right, allOrNothing, feedback, shuffle }) => {
    const count = multiple ? Math.min(right, texts.length) : 1;
    const wrong = multiple ? round(-1 / (texts.length - count)) : 0;
    const options = texts.map((one, at) => ({
      text: one,
      share: at < count ? round(1 / count) : wrong,
      ...(at % 2 ? feedback : {}),
    }));
    return { kind: "choice", multiple, shuffle, allOrNothing: multiple && allOrNothing, options };
  });
const answer: fc.Arbitrary<Answer> = fc.oneof(
  choice,
  fc.record({ matchCase: fc.boolean(), accepted }).map((one): Answer => ({ kind: "text", wanted: 1, ...one })),
  fc
    .record({
      criteria: fc.array(fc.record({ text: words, marks: fc.integer({ min: 1, max: 20 }) }), { maxLength: 3 }),
      sample: optional("sample", prose),
      words: optional("words", fc.constantFrom({ least: 50 }, { least: 50, most: 120 })),
    })
    .map(({ criteria, sample, words: limit }): Answer => ({ kind: "essay", criteria, ...sample, ...limit })),
  fc.record({ matchCase: fc.boolean(), lists: fc.array(accepted, { minLength: 1, maxLength: 3 }) }).map(
    ({ matchCase, lists }): Answer => ({
      kind: "gaps",
      matchCase,
      blanks: lists.map((list) => ({ accepted: list })),
    }),
  ),
  fc.uniqueArray(line, { minLength: 2, maxLength: 4 }).map(
    (choices): Answer => ({
      kind: "gaps",
      matchCase: false,
      blanks: [{ choices, accepted: [{ kind: "text", spellings: [choices[0] ?? ""], wildcards: false, credit: 1 }] }],
    }),
  ),
  fc
    .record({
      left: different(prose, 2),
      right: different(prose, 5),
      rule: fc.constantFrom("each" as const, "all" as const),
      extra: fc.boolean(),
    })
    .map(
      ({ left, right, rule, extra }): Answer => ({
        kind: "matching",
        rule,
        pairs: left.map((one, at) => [one, right[at] ?? ""]),
        extra: extra ? right.slice(left.length) : [],
      }),
    ),
  fc
    .record({
      rule: fc.constantFrom("all" as const, "position" as const, "neighbours" as const),
      items: different(prose, 2),
    })
    .map((one): Answer => ({ kind: "ordering", ...one })),
);

const draft: fc.Arbitrary<Draft> = fc
  .record({
    stem: prose,
    answer,
    told: optional("explanation", prose),
    hints: fc.array(prose, { maxLength: 2 }),
    level: optional("difficulty", fc.constantFrom(1 as const, 3 as const, 5 as const)),
    tags: fc.uniqueArray(fc.constantFrom("fractions", "week [3]", "maji & udongo"), { maxLength: 2 }),
  })
  .map(({ stem, answer: one, told, level, ...rest }) => ({
    place: { line: 1 },
    stem:
      one.kind === "gaps"
        ? `Say ${one.blanks.map((_, at) => `[[${at + 1}]]`).join(" and ")} here: ${typeof stem === "string" ? stem.replaceAll("[[", "[") : ""}.`
        : stem,
    answer: one,
    competencies: ["MATH.G4.NUM.01"],
    ...told,
    ...level,
    ...rest,
  }));

function question(one: Draft): BankQuestion | null {
  try {
    return fromDraft(one);
  } catch {
    return null;
  }
}

describe.each(questionFormats)("any question in %s", (format: QuestionFormat) => {
  it("comes back equal in meaning when nothing was named as lost, and as a question in every case", () => {
    let equal = 0;
    fc.assert(
      fc.property(draft, (one) => {
        const bank = question(one);
        if (!bank) return;
        const file = exportQuestions([bank], format);
        const back = importQuestions(file.bytes);
        if (file.losses.some(({ what }) => what === "unsupported")) return;
        expect(back.problems).toEqual([]);
        expect(back.questions).toHaveLength(1);
        if (file.losses.some(({ kept }) => !kept)) return;
        equal++;
        expect(back.questions.map(withoutPlace)).toEqual([withoutPlace(bank)]);
      }),
      { numRuns: 300 },
    );
    expect(equal).toBeGreaterThan(15);
  }, 60_000);
});

describe("a picture", () => {
  const id = "0b6f4a2e-3c54-4b3e-9d3a-0b6f4a2e3c54";
  const bytes = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
  const files = new Map<string, Picture>([[id, { id, name: "map.png", type: "image/png", bytes }]]);
  const image = (fileId: string): ProseNode => ({ type: "image", attrs: { fileId, alt: "A map of Kisumu" } });
  const stem: Prose = {
    type: "doc",
    content: [{ type: "paragraph", content: [{ type: "text", text: "Where is the lake? " }, image(id)] }],
  };
  const shown = fromDraft({
    place: { line: 1 },
    stem,
    hints: [],
    competencies: [],
    tags: [],
    answer: { kind: "essay", criteria: [] },
  });

  it.each(["moodle", "qti"] as const)("travels inside a %s file", (format) => {
    const back = importQuestions(exportQuestions([shown], format, files).bytes);
    expect(back.problems).toEqual([]);
    expect(back.pictures).toEqual([
      expect.objectContaining({ type: "image/png", bytes: expect.objectContaining({ length: bytes.length }) }),
    ]);
    expect(JSON.stringify(back.questions[0]?.question.body)).toContain(back.pictures[0]?.id);
  });

  const shownBy = (bytes: Uint8Array, name: string): Picture => {
    const pictures = new Pictures();
    const one = pictures.found.get(pictures.add(bytes, name, { line: 1 }));
    if (!one) throw new Error("not taken");
    return one;
  };
  const map = shownBy(bytes, "map.png");
  const song = shownBy(Buffer.from("ID3\u0004and a song"), "song.mp3");
  const both = new Map([map, song].map((one) => [one.id, one]));
  const beside = { fileId: map.id, kind: "image" as const, alt: "A map", width: 40, height: 30 };
  const heard = { fileId: song.id, kind: "audio" as const, alt: "A song <of two>", bytes: 900 };
  const asked: Question = {
    body: {
      type: "mcq",
      stem: "Look,\nlisten & choose.",
      media: [beside, heard],
      multiple: false,
      shuffle: true,
      options: [
        { key: "A", text: "Kisumu", media: heard },
        { key: "B", text: "Nakuru" },
      ],
    },
    key: { type: "mcq", correct: ["A"], rule: "balanced" },
  };
  const bank = { question: asked, competencies: [], tags: [] };

  it.each(["moodle", "qti"] as const)(
    "or a recording beside a question and its options comes back beside them from %s",
    (format) => {
      const file = exportQuestions([bank], format, both);
      expect(file.losses).toEqual([]);
      const back = importQuestions(file.bytes);
      expect(back.problems).toEqual([]);
      expect(back.pictures.map(({ type }) => type).sort()).toEqual(["audio/mpeg", "image/png"]);
      expect(back.questions.map(withoutPlace)).toEqual([withoutPlace(bank)]);
      const bare = ({ fileId, kind, alt }: typeof beside | typeof heard) => ({ fileId, kind, alt });
      expect(back.questions[0]?.question.body).toMatchObject({
        stem: "Look,\nlisten & choose.",
        media: [bare(beside), bare(heard)],
        options: [{ text: "Kisumu", media: bare(heard) }, { text: "Nakuru" }],
      });
    },
  );

  it.each(questionFormats)("that cannot come along is named in %s", (format) => {
    expect(exportQuestions([shown], format).losses).toContainEqual({ at: 0, what: "media", kept: false });
  });
});

it("names several wanted answers as lost for others and keeps them for us", () => {
  const groups = [["jar", "jars"], ["tin"]].map((spellings) => ({
    kind: "text" as const,
    spellings,
    wildcards: false,
    credit: 1,
  }));
  const bank = fromDraft({
    place: { line: 1 },
    stem: "Name two.",
    hints: [],
    competencies: [],
    tags: [],
    answer: { kind: "text", wanted: 2, matchCase: false, accepted: groups },
  });
  for (const format of questionFormats) {
    const file = exportQuestions([bank], format);
    expect(file.losses).toEqual([{ at: 0, what: "wanted", kept: true }]);
    expect(importQuestions(file.bytes).questions.map(withoutPlace)).toEqual([withoutPlace(bank)]);
  }
});
