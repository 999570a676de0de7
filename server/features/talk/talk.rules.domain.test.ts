import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holdFrom, judge } from "./talk.rules.domain";
import type { FindingCode } from "./talk.schema";

const codes = (text: string) => judge(text).findings.map(({ code }) => code);

describe("what is held, and why", () => {
  test.each<[FindingCode, string]>([
    // A child in danger.
    ["harm", "I want to die"],
    ["harm", "sometimes i hurt myself when mum is away"],
    ["harm", "I am thinking of suicide."],
    ["harm", "Nataka kufa."],
    ["harm", "nimechoka na maisha sana"],
    ["harm", "Siku zingine nataka kudie"],
    ["harm", "najikata mkono usiku"],
    ["harm", "My uncle touches me"],
    ["harm", "baba ananipiga kila siku"],
    ["harm", "Naogopa kurudi nyumbani"],
    // Somebody who wants a child alone.
    ["secrecy", "don't tell your parents about this"],
    ["secrecy", "Tukutane stage kesho"],
    ["secrecy", "usimwambie mama"],
    ["secrecy", "send me a pic of you"],
    ["secrecy", "nitumie picha yako"],
    ["threat", "I will beat you after class"],
    ["threat", "nitakupiga wewe"],
    ["threat", "ntakuchapa siku moja"],
    // Unkindness.
    ["insult", "You are so stupid"],
    ["insult", "stuuuupid answer"],
    ["insult", "you're an 1d1ot"],
    ["insult", "sh!t"],
    ["insult", "Wewe ni mjinga sana"],
    ["insult", "mbwa wewe"],
    ["insult", "nyinyi wote ni mafala"],
    ["insult", "funga mdomo"],
    // Ways out of the school.
    ["contact", "my number is 0712 345 678"],
    ["contact", "0 7 1 2 - 3 4 5 - 6 7 8"],
    ["contact", "O712345678"],
    ["contact", "+254 112 345 678"],
    ["contact", "zero seven one two three four five six seven eight"],
    ["contact", "sufuri saba moja mbili tatu nne tano sita saba nane"],
    ["contact", "amani.k at gmail dot com"],
    ["contact", "Niko kwa WhatsApp"],
    ["contact", "nicheki baadaye"],
    ["link", "look at https://example.com/x"],
    ["link", "go to bit.ly/3abc"],
    ["address", "I live at Kware, Plot 12 near the church, blue gate"],
    ["address", "Tunaishi Umoja mtaa wa tatu"],
    ["address", "P.O. Box 1234"],
  ])("%s: %s", (code, text) => {
    expect(codes(text)).toContain(code);
    expect(judge(text).held).toBe(true);
  });
});

describe("what a class talks about goes through", () => {
  test.each([
    "How do I add one half and one quarter?",
    "Why do plants die without light?",
    "Mmea unakufa bila maji. Kwa nini?",
    "The number 12 345 678 has which digit in the ten thousands place?",
    "Is 0.712 larger than 0.7119?",
    "Ng'ombe ni mnyama wa nyumbani. Mbwa pia.",
    "We live in Kenya. The capital is Nairobi.",
    "Familia yangu inaishi Kenya.",
    "Jibu ni 25 au 52? Nimejaribu mara mbili tatu.",
    "one, two, three, four: I counted the bottle tops",
    "Killing germs with soap: how does it work?",
    "Asante mwalimu, nimeelewa sasa!",
    "In the story the hyena was foolish and the hare was clever.",
    "What is the secret of long division?",
    "My father is a farmer and he grows maize.",
    "I cut the paper in 4 parts but 3 were not equal.",
    "Why does the cell wall protect the plant?",
    "CBC, KICD and KNEC are short for what?",
    "Baba alipanda miti mitano, mama mitatu. Jumla?",
  ])("%s", (text) => {
    expect(judge(text)).toMatchObject({ findings: [], score: 0, held: false, urgent: false });
  });
});

test("shouting alone is noted and not held", () => {
  expect(judge("WHY IS NOBODY ANSWERING MY QUESTION")).toMatchObject({ score: 15, held: false });
  expect(codes("Please help!!!!!")).toEqual(["shouting"]);
});

test("a child in danger is urgent, and what may be told about home is for the school alone", () => {
  expect(judge("nataka kufa")).toMatchObject({ urgent: true, sensitive: true, score: 100 });
  expect(judge("tukutane kesho, usimwambie mama")).toMatchObject({ urgent: true, sensitive: false });
  expect(judge("you are stupid")).toMatchObject({ urgent: false, sensitive: false });
});

test("whatever is written, the score is one number, and what it holds stands among its reasons", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
      const { score, findings, held } = judge(text);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(100);
      expect(held).toBe(score >= holdFrom);
      expect(findings.length > 0).toBe(score > 0);
    }),
  );
});

test("words around it hide nothing", () => {
  const around = fc.stringMatching(/^[a-z ]{0,40}$/);
  fc.assert(
    fc.property(around, around, (before, after) => {
      expect(judge(`${before}. 0712 345 678. ${after}`).held).toBe(true);
    }),
  );
});
