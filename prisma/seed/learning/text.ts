/** Lessons as families read them: written ones from the data, the others composed from what the curriculum asks for. */
import type { Random } from "../../../tests/factories/random";

export type Outcome = {
  id: string;
  code: string;
  area: string;
  grade: string;
  strand: string;
  subStrand: string;
  statement: string;
  language: string;
  keywords: string[];
};
type Node = { type: string; attrs?: object; content?: Node[]; text?: string };
export type Doc = { type: "doc"; content: Node[] };

const text = (value: string): Node => ({ type: "text", text: value });
const p = (value: string): Node => ({ type: "paragraph", content: [text(value)] });
const h = (value: string): Node => ({ type: "heading", attrs: { level: 2 }, content: [text(value)] });
const list = (type: "bulletList" | "orderedList", items: readonly string[]): Node => ({
  type,
  content: items.map((item) => ({ type: "listItem", content: [p(item)] })),
});
const callout = (kind: string, value: string): Node => ({ type: "callout", attrs: { kind }, content: [p(value)] });

/** The words of a document alone, a paragraph per block. */
export function wordsOf(doc: Doc): string {
  const of = (node: Node): string =>
    node.text ?? (node.content ?? []).map(of).join(node.type === "paragraph" ? "" : " ");
  return doc.content.map(of).join("\n\n");
}

/** A written lesson: its paragraphs as they are. */
export const written = (body: string): Doc => ({
  type: "doc",
  content: body.split(/\n{2,}/).map((part) => p(part.trim())),
});

const small = (value: string) => value.charAt(0).toLowerCase() + value.slice(1);
const bare = (value: string) => value.replace(/[.\s]+$/, "");

type Kind = { gather: string[]; steps: ((words: string[]) => string[])[]; tip: string[] };
const count = {
  gather: [
    "bottle tops, beans or small stones",
    "a ruler, a string and some paper squares",
    "coins, a price list from the duka and a pencil",
  ],
  steps: [
    ([one, two]: string[]) => [
      `Lay things on the table and show what “${one}” means without writing anything.`,
      `Draw what you laid out. Label the part that shows ${two}.`,
      "Write the same thing with numbers and signs.",
      "Change one number. Say first what will happen, then check.",
    ],
    ([one, two]: string[]) => [
      `Find two places at home where somebody needs ${one}.`,
      "Make a question from one of them and work it out on paper.",
      `Ask somebody to make a harder one with ${two}; solve it together.`,
      "Look for the step where a mistake would be easiest, and mark it.",
    ],
  ],
  tip: [
    "If the numbers feel large, try the same question with small ones first. The way of thinking stays the same.",
    "An answer without a reason is half an answer: always say how you know.",
  ],
};
const speak = {
  gather: [
    "an exercise book and a pencil",
    "any book, newspaper or packet with words on it",
    "a friend or a brother or sister to talk to",
  ],
  steps: [
    ([one, two]: string[]) => [
      `Read or listen to a short piece and find an example of ${one}.`,
      "Say it aloud twice: once slowly, once as you would to a friend.",
      `Write three sentences of your own about ${two}.`,
      "Swap with somebody at home. Each tells the other one thing that is good and one to mend.",
    ],
    ([one, two]: string[]) => [
      `Collect five words that belong to ${one}.`,
      "Put each into a sentence about your own day.",
      `Join two of the sentences so that they tell about ${two}.`,
      "Read the result to somebody and watch whether they understand at once.",
    ],
  ],
  tip: [
    "Reading a little each day helps more than reading a lot on Sunday.",
    "Say a new word aloud before you write it.",
  ],
};
const explore = {
  gather: [
    "a clean container, water and some soil",
    "a notebook for what you see",
    "things from the kitchen that nobody needs today",
  ],
  steps: [
    ([one, two]: string[]) => [
      `Look around the compound for something that shows ${one}. Draw it where it is.`,
      "Write what you think will happen if you change one thing, and why.",
      "Change only that thing and wait. Note what you see, with the time.",
      `Compare with what you expected and explain it using the word ${two}.`,
    ],
    ([one, two]: string[]) => [
      `Sort what you collected by ${one}. Give each group a name.`,
      "Ask a grown-up how people here use it, and write the answer down.",
      `Make a table with one column for ${two}.`,
      "Tell in two sentences what the table shows.",
    ],
  ],
  tip: [
    "Wash your hands after working with soil, plants or animals.",
    "A result you did not expect is a finding, not a failure.",
  ],
};
const live = {
  gather: [
    "a sheet of paper folded in four",
    "a story or a person in the family who knows one",
    "a quiet quarter of an hour",
  ],
  steps: [
    ([one, two]: string[]) => [
      `Ask somebody older what ${one} meant when they were your age.`,
      "Draw or write their answer in the first quarter of the paper.",
      `In the second quarter show what ${two} means in your home today.`,
      "Use the last two to say what should stay and what you would do differently.",
    ],
    ([one, two]: string[]) => [
      `Tell the story or the case that belongs to ${one} in your own words.`,
      "Stop where somebody has to choose. What are the choices?",
      `Say what each choice would do to others, thinking of ${two}.`,
      "Act it out with the family, once for each choice.",
    ],
  ],
  tip: ["People may answer differently, and you may learn from each.", "Listen until the end before you answer."],
};
const make = {
  gather: [
    "paper, string and cardboard that would be thrown away",
    "colours, or charcoal and leaves if you have none",
    "room to move and something to keep time with",
  ],
  steps: [
    ([one, two]: string[]) => [
      `Look at an example of ${one} for a whole minute before you begin.`,
      "Plan yours with three quick sketches or trials. Choose one.",
      `Make it, and take care with ${two}.`,
      "Show it to somebody, ask what they notice first, and change one thing.",
    ],
    ([one, two]: string[]) => [
      `Try ${one} slowly, step by step.`,
      "Do it again with a partner and count together.",
      `Add ${two} and do it without stopping.`,
      "Perform it for the family and note what you would practise next.",
    ],
  ],
  tip: [
    "Clean and put away your tools: that is part of the work.",
    "Keep your trials too: a portfolio shows how you got better.",
  ],
};
const kinds: Record<string, Kind> = {
  MATH: count,
  ENG: speak,
  IND: speak,
  LNG: speak,
  ENV: explore,
  SCI: explore,
  ISC: explore,
  AGR: explore,
  SST: live,
  CRE: live,
  IRE: live,
  HRE: live,
  CA: make,
  CAR: make,
  CAS: make,
  PTS: make,
};

/** A lesson for one outcome. Two lessons of one kind differ in what is gathered, done and advised. */
export function composed(random: Random, outcome: Outcome): Doc {
  const words = outcome.keywords.length > 1 ? outcome.keywords : [outcome.subStrand, outcome.strand];
  if (outcome.language === "sw") return swahili(random, outcome, words);
  const kind = kinds[outcome.area] ?? explore;
  return {
    type: "doc",
    content: [
      p(
        `This lesson belongs to ${outcome.strand}, ${outcome.subStrand}. At its end you can ${small(bare(outcome.statement))}.`,
      ),
      h("Before you begin"),
      p(
        `Put ready ${random.pick(kind.gather)}. Talk for a minute about what you already know of ${small(outcome.subStrand)}.`,
      ),
      h("Words to know"),
      list(
        "bulletList",
        words.slice(0, 4).map((word) => `${word}: say it, write it, and use it in a sentence of your own.`),
      ),
      h("Do it"),
      list("orderedList", random.pick(kind.steps)(words)),
      callout("tip", random.pick(kind.tip)),
      h("Show what you know"),
      p(
        `Explain to somebody at home how you ${small(bare(outcome.statement))}. Keep a drawing, a page or a photograph of it for your portfolio.`,
      ),
    ],
  };
}

function swahili(random: Random, outcome: Outcome, words: string[]): Doc {
  const [one = outcome.subStrand, two = outcome.strand] = words;
  return {
    type: "doc",
    content: [
      p(`Somo hili ni la mada ya ${outcome.strand}, ${outcome.subStrand}. Lengo: ${small(bare(outcome.statement))}.`),
      h("Kabla ya kuanza"),
      p(
        `Tayarisha daftari na kalamu. Zungumza kwa dakika moja kuhusu unachojua tayari juu ya ${small(outcome.subStrand)}.`,
      ),
      h("Maneno muhimu"),
      list(
        "bulletList",
        words.slice(0, 4).map((word) => `${word}: litamke, liandike, kisha litumie katika sentensi yako.`),
      ),
      h("Fanya"),
      list(
        "orderedList",
        random.pick([
          [
            `Tafuta mfano wa ${one} katika kitabu, gazeti au mazungumzo nyumbani.`,
            "Usome kwa sauti mara mbili: kwanza polepole, kisha kama unavyozungumza.",
            `Andika sentensi tatu zako mwenyewe kuhusu ${two}.`,
            "Msomee mtu nyumbani na umuulize kama ameelewa mara moja.",
          ],
          [
            `Kusanya maneno matano yanayohusiana na ${one}.`,
            "Tunga sentensi moja kwa kila neno kuhusu siku yako.",
            `Unganisha sentensi mbili zieleze ${two}.`,
            "Badilishana na mwenzako; kila mmoja aseme jambo moja zuri na moja la kurekebisha.",
          ],
        ]),
      ),
      callout("tip", random.pick(["Soma kidogo kila siku.", "Tamka neno jipya kwa sauti kabla ya kuliandika."])),
      h("Onyesha unachojua"),
      p("Mweleze mtu nyumbani ulichojifunza. Hifadhi ukurasa au picha ya kazi yako katika jalada lako."),
    ],
  };
}
