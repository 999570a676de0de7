/** Files in the shape other programs write, with words of our own, and what they mean to us. */
import { readFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { proseText } from "@/lib/prose";
import { toDraft } from "./draft";
import { importQuestions } from "./formats";
import { looksLikeHtml } from "./html";

const load = (name: string) => importQuestions(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
const gift = (text: string) => importQuestions(new TextEncoder().encode(text));
const drafts = (found: ReturnType<typeof importQuestions>) => {
  expect(found.problems).toEqual([]);
  return found.questions.map((question) => toDraft(question));
};
const stems = (found: ReturnType<typeof drafts>) => found.map(({ stem }) => proseText(stem));
const text = (spelling: string, credit = 1, more = {}) => ({
  kind: "text",
  spellings: [spelling],
  wildcards: false,
  credit,
  ...more,
});
const number = (value: number, tolerance = 0, credit = 1, more = {}) => ({
  kind: "number",
  value,
  tolerance,
  units: [],
  credit,
  ...more,
});
const choice = (shares: Record<string, number>, more = {}) => ({
  kind: "choice",
  multiple: false,
  shuffle: true,
  allOrNothing: false,
  options: Object.entries(shares).map(([option, share]) => expect.objectContaining({ text: option, share })),
  ...more,
});
const typed = (...accepted: object[]) => ({ kind: "text", wanted: 1, matchCase: false, accepted });

describe("GIFT as Moodle and people write it", () => {
  const found = load("examples.gift.txt");
  const read = drafts(found);
  const expected: object[] = [
    choice({ Clouds: 1, Trees: 0, "The sky": 0.5 }),
    choice({ "a bat": 0.5, "a whale": 0.5, "a tilapia": -1 }, { multiple: true }),
    choice({ Turkana: 0, Victoria: 1, Naivasha: 0 }),
    choice({ True: 1, False: 0 }, { shuffle: false }),
    choice({ True: 0, False: 1 }, { shuffle: false }),
    typed(text("oxygen"), text("air", 0.5, { feedback: "Air is a mix." }), text("Oxy*", 1, { wildcards: true })),
    typed(number(6)),
    typed(number(5199, 10)),
    typed(number(29.5, 1.5)),
    typed(number(5), number(4.9, 0.05, 0.5, { feedback: "Look at the next digit." })),
    {
      kind: "matching",
      rule: "each",
      pairs: [
        ["calf", "cow"],
        ["kid", "goat"],
      ],
      extra: ["hen"],
    },
    { kind: "essay", criteria: [] },
    choice({ "= 2 + 2": 0, "= 2 + 3": 1, "{2} ~ #": 0 }),
    { kind: "ordering", rule: "position", items: ["ant", "goat", "cow"] },
    { kind: "gaps", matchCase: false, blanks: [{ accepted: [text("mangoes"), text("maembe")] }] },
  ];

  it("has every question", () => expect(read).toHaveLength(expected.length));
  it.each(expected.map((answer, at) => [at, answer] as const))("means the same, question %i", (at, answer) => {
    expect(read[at]?.answer).toEqual(answer);
  });

  it("keeps stems, feedback and labels", () => {
    expect(stems(read).slice(0, 3)).toEqual([
      "Where does rain come from?",
      "Which two of these are mammals?",
      "Kisumu lies on Lake _____, not far from Uganda.",
    ]);
    expect(stems(read).at(-1)).toBe("One mango, two [[1]].");
    expect(read[0]).toMatchObject({
      explanation: "Clouds are drops of water.",
      difficulty: 2,
      tags: ["water ] cycle"],
    });
    expect(read[0]?.answer).toMatchObject({
      options: [{ feedback: "Yes: water falls from them." }, { feedback: "No." }, {}],
    });
  });

  it("says what it does not keep", () => {
    expect(found.losses).toEqual([{ at: 2, what: "category", kept: false }]);
  });

  it("puts a line broken by hand together, and keeps one that was asked for", () => {
    expect(stems(drafts(gift("A long\n   question\\nof two lines {=x}")))).toEqual(["A long question\nof two lines"]);
  });

  it("takes two right answers of one choice as two that earn the whole", () => {
    const [one] = gift("Pick one {=a =b ~c}").questions;
    expect(one?.question.key).toMatchObject({ correct: ["A", "B"], rule: "weights", weights: { A: 1, B: 1, C: 0 } });
  });

  it.each([
    ["a<b and b>c", false],
    ["x <y> z", false],
    ["<p>text</p>", true],
    ["caf&eacute;", true],
    ['<img src="x">', true],
  ])("knows whether %s is HTML", (sample, is) => expect(looksLikeHtml(sample)).toBe(is));
});

describe("Moodle XML as Moodle writes it", () => {
  const found = load("moodle.xml");
  const read = drafts(found);

  it.each<[number, object]>([
    [0, choice({ Mercury: 1, Mars: 0 })],
    [1, choice({ 2: 0.3333333, 3: 0.3333333, 5: 0.3333333, 9: -0.5 }, { multiple: true, shuffle: false })],
    [2, choice({ True: 0, False: 1 }, { shuffle: false })],
    [
      3,
      {
        ...typed(text("Nairobi*", 1, { wildcards: true }), text("N*bi", 0.5, { feedback: "Write it out." })),
        matchCase: true,
      },
    ],
    [4, typed(number(2.5, 0.05, 1, { units: ["m"] }))],
    [
      5,
      {
        kind: "matching",
        rule: "each",
        pairs: [
          ["bee", "hive"],
          ["bird", "nest"],
        ],
        extra: ["kennel"],
      },
    ],
    [6, { kind: "essay", words: { least: 60, most: 120 }, criteria: [], sample: "Look for smells and sounds." }],
    [7, { kind: "ordering", rule: "all", items: ["seed", "shoot", "pod"] }],
    [
      8,
      {
        kind: "gaps",
        matchCase: false,
        blanks: [
          { choices: ["solid", "liquid"], accepted: [text("solid")] },
          { accepted: [number(0, 0.5)] },
          { accepted: [text("water"), text("maji", 0.5)] },
        ],
      },
    ],
  ])("means the same, question %i", (at, answer) => expect(read[at]?.answer).toEqual(answer));

  it("keeps marks and pictures, and no script, handler or style", () => {
    expect(read[0]?.stem).toEqual({
      type: "doc",
      content: [
        {
          type: "paragraph",
          content: [
            { type: "text", text: "Which planet is " },
            { type: "text", text: "nearest", marks: [{ type: "bold" }] },
            { type: "text", text: " to the sun?" },
          ],
        },
        { type: "image", attrs: { fileId: found.pictures[0]?.id, alt: "The sun" } },
      ],
    });
    expect(found.pictures).toMatchObject([{ name: "sun small.png", type: "image/png" }]);
    expect(JSON.stringify(found.questions)).not.toMatch(/steal|onerror|alert/);
  });

  it("keeps what is told around a question", () => {
    expect(read[0]).toMatchObject({
      explanation: "Mercury goes round it in 88 days.",
      hints: ["It is small."],
      tags: ["space"],
    });
    expect(stems(read)[8]).toBe("Ice is [[1]] and melts at [[2]] degrees into [[3]].");
    expect(stems(read)[4]).toBe("Half of 5 m, in metres?");
  });

  it("says what it does not keep, with the line", () => {
    expect(found.losses).toEqual([
      { at: 4, what: "category", kept: false },
      { at: 11, what: "formatting", kept: false },
      { at: 52, what: "feedback", kept: false },
    ]);
  });
});

const items = ["choice", "multiple", "order", "match", "gaps", "number", "essay"];
const meanings: Record<string, [stem: string, answer: object]> = {
  choice: ["Look at the sign.\nWhat does it ask of you?", choice({ "To run": 0, "To stop": 1 }, { shuffle: false })],
  multiple: ["What is water made of?", choice({ Hydrogen: 0.5, Oxygen: 0.5, Chlorine: -0.5 }, { multiple: true })],
  order: ["From dawn to night.", { kind: "ordering", rule: "all", items: ["dawn", "noon", "dusk"] }],
  match: [
    "Which town is whose capital?",
    {
      kind: "matching",
      rule: "each",
      pairs: [
        ["Kenya", "Nairobi"],
        ["Uganda", "Kampala"],
      ],
      extra: ["Dodoma"],
    },
  ],
  gaps: [
    "The [[1]] pulls the [[2]].",
    {
      kind: "gaps",
      matchCase: false,
      blanks: [
        { accepted: [text("moon"), text("mwezi", 0.5)] },
        { choices: ["sand", "water"], accepted: [text("water")] },
      ],
    },
  ],
  number: ["Write pi with two digits.", typed(number(3.14, 0.01))],
  essay: ["Why do we save water?", { kind: "essay", criteria: [], sample: "Two reasons at least." }],
};

describe("QTI 2.1 items of other programs", () => {
  it.each(Object.entries(meanings))("mean the same: %s", (name, [stem, answer]) => {
    const [read] = drafts(load(`qti-${name}.xml`));
    expect([proseText(read?.stem ?? ""), read?.answer]).toEqual([stem, answer]);
  });

  it("come in a package with their keywords and pictures", () => {
    const picture = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]);
    const resources = items.map(
      (name) =>
        `<resource identifier="${name}" type="imsqti_item_xmlv2p1" href="sub/${name}.xml"><metadata><lom:lom xmlns:lom="http://www.imsglobal.org/xsd/imsmd_v1p2"><lom:general><lom:keyword><lom:langstring>difficulty:4</lom:langstring></lom:keyword></lom:general></lom:lom></metadata><file href="sub/${name}.xml"/></resource>`,
    );
    const files = Object.fromEntries(
      items.map((name) => [`sub/${name}.xml`, readFileSync(new URL(`fixtures/qti-${name}.xml`, import.meta.url))]),
    );
    const choiceItem = new TextDecoder()
      .decode(files["sub/choice.xml"])
      .replace("<p>Look", '<p><img src="../sign.jpg" alt="A sign"/>Look');
    const found = importQuestions(
      zipSync({
        "imsmanifest.xml": strToU8(
          `<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><organizations/><resources><resource identifier="t" type="imsqti_test_xmlv2p1" href="test.xml"/>${resources.join("")}</resources></manifest>`,
        ),
        ...files,
        "sub/choice.xml": strToU8(choiceItem),
        "sign.jpg": picture,
      }),
    );
    expect(drafts(found)).toHaveLength(items.length);
    expect(found.questions.every(({ difficulty }) => difficulty === 4)).toBe(true);
    expect(found.pictures).toMatchObject([{ name: "sign.jpg", type: "image/jpeg" }]);
  });
});
