import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answer, answer, fitsQuestion, isBlank } from "./answers.schema";
import { type Question, question } from "./question.schema";
import { scoreAnswer } from "./scoring.domain";
import { isAccepted, numberIn } from "./scoring.text.domain";

const part = (key: string) => ({ key, text: `Part ${key}` });
const parts = (keys: string) => [...keys].map(part);
const choice = (correct: string, more: object = {}, options = "ABCDE"): Question =>
  question.parse({
    body: { type: "mcq", stem: "Which?", multiple: true, options: parts(options) },
    key: { type: "mcq", correct: [...correct], ...more },
  });
const single = (more: object = {}): Question =>
  question.parse({
    body: { type: "mcq", stem: "Which?", options: parts("ABCD") },
    key: { type: "mcq", correct: ["B"], ...more },
  });
const text = (...spellings: string[]) => ({ kind: "text", spellings });
const short = (accepted: object[], more: { wanted?: number; matchCase?: boolean } = {}): Question =>
  question.parse({
    body: { type: "short_answer", stem: "Name …", wanted: more.wanted ?? 1 },
    key: { type: "short_answer", accepted, matchCase: more.matchCase ?? false },
  });
const gaps = question.parse({
  body: { type: "fill_blank", stem: "[[1]] + [[2]] = [[3]]", blanks: [{ key: "1" }, { key: "2" }, { key: "3" }] },
  key: {
    type: "fill_blank",
    blanks: {
      1: [{ kind: "number", value: 2 }],
      2: [{ kind: "number", value: 3 }],
      3: [
        { kind: "number", value: 5 },
        { ...text("about 5"), credit: 0.5 },
      ],
    },
  },
});
const pairs = (rule: "all" | "each"): Question =>
  question.parse({
    body: { type: "matching", stem: "Match.", left: parts("abcd"), right: parts("wxyz") },
    key: { type: "matching", pairs: { a: "w", b: "x", c: "y", d: "z" }, rule },
  });
const order = (rule: "all" | "position" | "neighbours"): Question =>
  question.parse({
    body: { type: "ordering", stem: "Arrange.", items: parts("bcda") },
    key: { type: "ordering", order: [..."abcd"], rule },
  });
const chosen = (keys: string): Answer => ({ type: "mcq", chosen: [...keys] });
const wrote = (...texts: string[]): Answer => ({ type: "short_answer", texts });
const ordered = (keys: string): Answer => ({ type: "ordering", order: [...keys] });
const matched = (right: string): Answer => ({
  type: "matching",
  pairs: Object.fromEntries([...right].map((key, at) => ["abcd"[at] ?? "", key])),
});

const thirds = { rule: "weights", weights: { A: 0.33333, B: 0.33333, C: 0.33333, D: -0.5 } };
const table: [what: string, question: Question, given: Answer, score: number][] = [
  ["single: the right one", single(), chosen("B"), 1],
  ["single: a wrong one", single(), chosen("A"), 0],
  ["single: nothing", single(), chosen(""), 0],
  [
    "single with a nearly right one worth half",
    single({ rule: "weights", weights: { B: 1, C: 0.5 } }),
    chosen("C"),
    0.5,
  ],
  ["multiple, balanced: A and C of A C", choice("AC"), chosen("AC"), 1],
  ["… 1 of 2 right: 1/2", choice("AC"), chosen("A"), 0.5],
  ["… 2 of 2 right, 1 of 3 wrong: 1 − 1/3", choice("AC"), chosen("ACE"), 2 / 3],
  ["… 1 of 2 right, 1 of 3 wrong: 1/2 − 1/3", choice("AC"), chosen("AE"), 1 / 6],
  ["… everything ticked: 1 − 3/3", choice("AC"), chosen("ABCDE"), 0],
  ["… only wrong ones: below nothing is nothing", choice("AC"), chosen("BD"), 0],
  ["multiple, all or nothing: the right set", choice("AC", { rule: "all" }), chosen("CA"), 1],
  ["… one short", choice("AC", { rule: "all" }), chosen("A"), 0],
  ["… one too many", choice("AC", { rule: "all" }), chosen("ACE"), 0],
  ["multiple, weights: three thirds of 33.333 % are the whole", choice("ABC", thirds), chosen("ABC"), 1],
  ["… two thirds less a half", choice("ABC", thirds), chosen("ABD"), 0.16666],
  ["short answer in other letters and spaces", short([text("Lake Victoria")]), wrote("  lake   VICTORIA. "), 1],
  ["short answer, second spelling", short([text("Lake Victoria", "Nam Lolwe")]), wrote("nam lolwe"), 1],
  [
    "short answer, the best of two that match",
    short([{ ...text("*lake*"), wildcards: true, credit: 0.5 }, text("the lake")]),
    wrote("The lake"),
    1,
  ],
  [
    "short answer, half right",
    short([text("Lake Victoria"), { ...text("Victoria"), credit: 0.5 }]),
    wrote("victoria"),
    0.5,
  ],
  ["short answer where letters matter", short([text("Nairobi")], { matchCase: true }), wrote("nairobi"), 0],
  ["name two: both", short([text("jars"), text("tins"), text("boxes")], { wanted: 2 }), wrote("tins", "jars"), 1],
  ["… one and a wrong one", short([text("jars"), text("tins")], { wanted: 2 }), wrote("tins", "stones"), 0.5],
  [
    "… the same thing twice is one",
    short([text("jars", "glass jars"), text("tins")], { wanted: 2 }),
    wrote("jars", "glass jars"),
    0.5,
  ],
  ["three gaps, all filled", gaps, { type: "fill_blank", blanks: { 1: "2", 2: "3", 3: "5" } }, 1],
  ["… one wrong, one left open", gaps, { type: "fill_blank", blanks: { 1: "2", 2: "4" } }, 1 / 3],
  [
    "… one half right: (1 + 1 + ½) / 3",
    gaps,
    { type: "fill_blank", blanks: { 1: "2", 2: "3", 3: "About 5" } },
    2.5 / 3,
  ],
  ["matching, each: 2 of 4", pairs("each"), matched("wxzy"), 0.5],
  ["matching, all or nothing: 3 of 4", pairs("all"), matched("wxyw"), 0],
  ["matching, complete", pairs("all"), matched("wxyz"), 1],
  ["ordering, complete", order("neighbours"), ordered("abcd"), 1],
  ["ordering, neighbours: b→c and c→d of three", order("neighbours"), ordered("bcda"), 2 / 3],
  ["ordering, neighbours: backwards", order("neighbours"), ordered("dcba"), 0],
  ["ordering, position: a and d of four", order("position"), ordered("acbd"), 0.5],
  ["ordering, position: all shifted", order("position"), ordered("bcda"), 0],
  ["ordering, all or nothing", order("all"), ordered("abdc"), 0],
  ["ordering, unfinished: a→b of three", order("neighbours"), ordered("ab"), 1 / 3],
];

describe("scoring by the key", () => {
  it.each(table)("%s", (_, asked, given, score) => {
    expect(scoreAnswer(asked, given).score).toBeCloseTo(score, 6);
  });

  it("leaves an essay to a person", () => {
    const essay = question.parse({ body: { type: "essay", stem: "Write." }, key: { type: "essay" } });
    expect(scoreAnswer(essay, { type: "essay", text: "Once …" })).toEqual({ score: null, parts: [] });
  });

  it("says of each part what became of it, with the author's words", () => {
    const asked = choice("AC", { feedback: { A: "Yes: it floats.", E: "It sinks." } });
    expect(scoreAnswer(asked, chosen("AE")).parts).toEqual([
      { key: "A", verdict: "right", credit: 0.5, feedback: "Yes: it floats." },
      { key: "C", verdict: "missed", credit: 0 },
      { key: "E", verdict: "wrong", credit: -1 / 3, feedback: "It sinks." },
    ]);
    expect(scoreAnswer(gaps, { type: "fill_blank", blanks: { 1: "7", 3: "about 5" } }).parts).toEqual([
      { key: "1", verdict: "wrong", credit: 0 },
      { key: "2", verdict: "missed", credit: 0 },
      { key: "3", verdict: "partly", credit: 0.5 },
    ]);
  });

  it("refuses to compare an answer with a question of another type", () => {
    expect(() => scoreAnswer(single(), wrote("B"))).toThrow(/short_answer answer to a mcq/);
  });
});

describe("a typed answer", () => {
  it.each([
    ["a curly apostrophe", "don\u2019t", "don't"],
    ["a letter composed of two", "cafe\u0301", "caf\u00e9"],
    ["a hard space", "two\u00a0words", "two words"],
    ["a minus sign", "\u22125", "-5"],
    ["× written as x", "2 x 2 x 3", "2 × 2 × 3"],
    ["× written as a star without spaces", "2*2*3", "2 × 2 × 3"],
    ["an equation without spaces", "y=6", "y = 6"],
    ["ng' of Kiswahili", "ng\u2018ombe", "ng'ombe"],
  ])("may hold %s", (_, given, spelling) => {
    expect(isAccepted(given, { kind: "text", spellings: [spelling], wildcards: false, credit: 1 }, false)).toBe(true);
  });

  it.each([
    ["2⁵", "25"],
    ["is not", "not"],
    ["resume", "résumé"],
  ])("%s is not %s", (given, spelling) => {
    expect(isAccepted(given, { kind: "text", spellings: [spelling], wildcards: false, credit: 1 }, false)).toBe(false);
  });

  it.each([
    ["*water*", "a glass of water, please", true],
    ["water*", "a glass of water", false],
    ["*water", "water and salt", false],
    ["evaporat*", "Evaporation", true],
    ["a*b*a", "ab", false],
    ["a*a", "a", false],
    ["5\\*3", "5*3", true],
    ["5\\*3", "5 times 3", false],
  ])("pattern %s on %s: %s", (pattern, given, expected) => {
    expect(isAccepted(given, { kind: "text", spellings: [pattern], wildcards: true, credit: 1 }, false)).toBe(expected);
  });

  it.each([
    ["1,650", [], 1650],
    ["Sh 1,650", ["Sh"], 1650],
    ["50 Pa", ["Pa", "pascals"], 50],
    ["50 pascals", ["Pa", "pascals"], 50],
    ["50 litres", ["s", "litres"], 50],
    ["12 500", [], 12_500],
    ["\u221215", [], -15],
    [".5", [], 0.5],
    ["3/4", [], 0.75],
    ["-1 / 2", [], -0.5],
    ["2.5e3", [], 2500],
    ["40 %", ["%"], 40],
    ["1/0", [], null],
    ["1,65", [], null],
    ["3 or 4", [], null],
    ["fifty", [], null],
    ["50 Pa", [], null],
    ["", [], null],
    [".", [], null],
    ["0x10", [], null],
    ["Infinity", [], null],
  ])("the number in %j with units %j is %s", (given, units, value) => expect(numberIn(given, units)).toBe(value));

  it.each([
    ["3.14", 0.01, true],
    ["3.13", 0.01, true],
    ["3.12", 0.01, false],
    ["3.14", 0, true],
    ["3.140001", 0, false],
  ])("%s is within %s of 3.14: %s", (given, tolerance, expected) => {
    expect(isAccepted(given, { kind: "number", value: 3.14, tolerance, units: [], credit: 1 }, false)).toBe(expected);
  });
});

describe("an answer", () => {
  it.each([
    ["an option that is not there", single(), chosen("E")],
    ["two where one may be chosen", single(), chosen("AB")],
    ["another type", single(), wrote("B")],
    ["a gap that is not there", gaps, { type: "fill_blank", blanks: { 9: "x" } } as Answer],
    ["a right side that is not there", pairs("each"), matched("q")],
    ["an item that is not there", order("all"), ordered("abcq")],
    ["more texts than asked for", short([text("x")]), wrote("x", "y")],
  ])("does not fit with %s", (_, { body }, given) => expect(fitsQuestion(body, given)).toBe(false));

  it.each(table)("fits: %s", (_, { body }, given) => expect(fitsQuestion(body, given)).toBe(true));

  it("names no part twice", () => expect(answer.safeParse(chosen("AA")).success).toBe(false));

  it.each([
    chosen(""),
    wrote(),
    wrote("  "),
    ordered(""),
    matched(""),
    { type: "fill_blank", blanks: { 1: "" } } as Answer,
    { type: "essay", text: "\n" } as Answer,
  ])("%j is blank, and earns nothing", (given) => expect(isBlank(given)).toBe(true));
});

describe("whatever is answered", () => {
  const anyQuestion = fc.constantFrom(...table.map(([, asked]) => asked), gaps);
  const anyAnswer = (asked: Question): fc.Arbitrary<Answer> => {
    const { body } = asked;
    if (body.type === "mcq")
      return fc.subarray(body.options.map(({ key }) => key)).map((list) => ({ type: "mcq", chosen: list }));
    if (body.type === "ordering")
      return fc.shuffledSubarray(body.items.map(({ key }) => key)).map((list) => ({ type: "ordering", order: list }));
    if (body.type === "matching")
      return fc
        .dictionary(fc.constantFrom(..."abcd"), fc.constantFrom(..."wxyz"))
        .map((list) => ({ type: "matching", pairs: list }));
    if (body.type === "fill_blank")
      return fc
        .dictionary(fc.constantFrom(..."123"), fc.oneof(fc.string(), fc.integer().map(String)))
        .map((list) => ({ type: "fill_blank", blanks: list }));
    return fc.array(fc.string(), { maxLength: 3 }).map((list) => ({ type: "short_answer", texts: list }));
  };
  const both = anyQuestion.chain((asked) => anyAnswer(asked).map((given) => ({ asked, given })));

  it("the score is from 0 to 1, and whole when no part is wrong or missed", () => {
    fc.assert(
      fc.property(both, ({ asked, given }) => {
        const { score, parts } = scoreAnswer(asked, given);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        if (parts.every(({ verdict }) => verdict === "right")) expect(score).toBe(1);
      }),
    );
  });
});
