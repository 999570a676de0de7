import { expect, test } from "vitest";
import { answer as answerSchema } from "@/server/features/assessment/answers.schema";
import { fieldNames, readAnswer } from "./answer-fields";

const form = (...fields: [string, string][]) => {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
};

test("what stands in the fields is an answer of the question's type; what is empty is left out", () => {
  const { choice, text, order, blank, pair } = fieldNames;
  const read = [
    readAnswer("mcq", form([choice, "A"], [choice, "C"])),
    readAnswer("short_answer", form([text, "oak"], [text, ""])),
    readAnswer("essay", form([text, "Because."])),
    readAnswer("fill_blank", form([blank("1"), "seven"], [blank("2"), ""])),
    readAnswer("matching", form([pair("L1"), "R2"], [pair("L2"), ""])),
    readAnswer("ordering", form([order, "I2"], [order, "I1"])),
  ];
  expect(read).toEqual([
    { type: "mcq", chosen: ["A", "C"] },
    { type: "short_answer", texts: ["oak", ""] },
    { type: "essay", text: "Because." },
    { type: "fill_blank", blanks: { 1: "seven" } },
    { type: "matching", pairs: { L1: "R2" } },
    { type: "ordering", order: ["I2", "I1"] },
  ]);
  for (const one of read) expect(answerSchema.parse(one)).toEqual(one);
  expect(readAnswer("mcq", form())).toEqual({ type: "mcq", chosen: [] });
});
