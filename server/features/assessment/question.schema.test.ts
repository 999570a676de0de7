import { describe, expect, it } from "vitest";
import { question } from "./question.schema";

const options = [
  { key: "A", text: "goed" },
  { key: "B", text: "went" },
  { key: "C", text: "gone" },
];
const mcq = { body: { type: "mcq", stem: "Yesterday we …", options }, key: { type: "mcq", correct: ["B"] } };
const fill = {
  body: { type: "fill_blank", stem: "One mango, two [[1]].", blanks: [{ key: "1" }] },
  key: { type: "fill_blank", blanks: { 1: [{ kind: "text", spellings: ["mangoes"] }] } },
};
const pair = (key: string) => ({ key, text: key });
const match = {
  body: { type: "matching", stem: "Match.", left: ["a", "b"].map(pair), right: ["x", "y", "z"].map(pair) },
  key: { type: "matching", pairs: { a: "x", b: "y" } },
};
const order = {
  body: { type: "ordering", stem: "Arrange.", items: ["a", "b", "c"].map(pair) },
  key: { type: "ordering", order: ["c", "a", "b"] },
};
const short = {
  body: { type: "short_answer", stem: "Name two …", wanted: 2 },
  key: { type: "short_answer", accepted: ["jars", "tins"].map((text) => ({ kind: "text", spellings: [text] })) },
};
const essay = { body: { type: "essay", stem: "Write." }, key: { type: "essay", criteria: [{ text: "Ideas" }] } };

/** Where it is refused, as dotted paths. */
const refused = (value: unknown) => {
  const parsed = question.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
};

describe("a question", () => {
  it.each([
    ["mcq", mcq],
    ["fill", fill],
    ["matching", match],
    ["ordering", order],
    ["short", short],
    ["essay", essay],
  ])("of type %s stands with a key that fits", (_, value) => expect(refused(value)).toEqual([]));

  it("fills in what an author need not say", () => {
    expect(question.parse(mcq)).toMatchObject({ body: { multiple: false, shuffle: true }, key: { rule: "balanced" } });
    expect(question.parse(fill).key).toMatchObject({ matchCase: false, blanks: { 1: [{ credit: 1 }] } });
  });

  it.each([
    ["a key of another type", { ...mcq, key: order.key }, "key.type field.invalid"],
    ["an option that is not offered", { ...mcq, key: { type: "mcq", correct: ["D"] } }, "key.correct.0 field.choice"],
    [
      "two right where one may be chosen",
      { ...mcq, key: { type: "mcq", correct: ["A", "B"] } },
      "key.correct field.one",
    ],
    [
      "the same right option twice",
      { ...mcq, key: { type: "mcq", correct: ["B", "B"], rule: "weights", weights: { B: 1 } } },
      "key.correct field.repeated",
    ],
    [
      "two options of one name",
      { ...mcq, body: { ...mcq.body, options: [options[0], options[0]] } },
      "body.options field.repeated",
    ],
    [
      "weights that never make a whole",
      { ...mcq, key: { type: "mcq", correct: ["B"], rule: "weights", weights: { B: 0.5 } } },
      "key.weights field.full_credit",
    ],
    ["feedback on no option", { ...mcq, key: { ...mcq.key, feedback: { D: "No." } } }, "key.feedback.D field.choice"],
    [
      "a gap without its place",
      { ...fill, body: { ...fill.body, stem: "One mango, two ____." } },
      "body.stem field.gaps",
    ],
    ["a gap marked twice", { ...fill, body: { ...fill.body, stem: "[[1]] and [[1]]" } }, "body.stem field.gaps"],
    ["a gap without an answer", { ...fill, key: { type: "fill_blank", blanks: {} } }, "key.blanks field.every_part"],
    [
      "a right word that is not among the choices",
      { ...fill, body: { ...fill.body, blanks: [{ key: "1", choices: ["mangos", "mango"] }] } },
      "key.blanks.1 field.choice",
    ],
    [
      "answers of which none earns the whole",
      { ...fill, key: { type: "fill_blank", blanks: { 1: [{ kind: "text", spellings: ["x"], credit: 0.5 }] } } },
      "key.blanks.1 field.full_credit",
    ],
    [
      "a left side without a partner",
      { ...match, key: { type: "matching", pairs: { a: "x" } } },
      "key.pairs field.every_part",
    ],
    [
      "a partner who is not there",
      { ...match, key: { type: "matching", pairs: { a: "x", b: "q" } } },
      "key.pairs.b field.choice",
    ],
    [
      "an order that leaves one out",
      { ...order, key: { type: "ordering", order: ["c", "a"] } },
      "key.order field.every_part",
    ],
    [
      "an order with one twice",
      { ...order, key: { type: "ordering", order: ["c", "a", "a"] } },
      "key.order field.every_part",
    ],
    [
      "fewer answers than are asked for",
      { ...short, body: { ...short.body, wanted: 3 } },
      "key.accepted field.full_credit",
    ],
    [
      "a stem without a word",
      { ...mcq, body: { ...mcq.body, stem: { type: "doc", content: [{ type: "paragraph" }] } } },
      "body.stem field.invalid",
    ],
  ])("is refused with %s", (_, value, where) => expect(refused(value)).toContain(where));

  it("keeps what a learner sees apart from what is right", () => {
    expect(refused({ ...mcq, body: { ...mcq.body, correct: ["B"] } })).toHaveLength(1);
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "//evil.example"])("takes no link to %s", (href) => {
    const stem = {
      type: "doc",
      content: [
        { type: "paragraph", content: [{ type: "text", text: "x", marks: [{ type: "link", attrs: { href } }] }] },
      ],
    };
    expect(refused({ ...mcq, body: { ...mcq.body, stem } })).not.toEqual([]);
  });

  it("takes a formatted stem with mathematics", () => {
    const stem = {
      type: "doc",
      content: [
        {
          type: "paragraph",
          content: [
            { type: "text", text: "What is ", marks: [{ type: "bold" }] },
            { type: "inlineMath", attrs: { latex: "x^2" } },
          ],
        },
        {
          type: "bulletList",
          content: [
            { type: "listItem", content: [{ type: "paragraph", content: [{ type: "text", text: "when x = 3" }] }] },
          ],
        },
      ],
    };
    expect(refused({ ...mcq, body: { ...mcq.body, stem } })).toEqual([]);
  });
});
