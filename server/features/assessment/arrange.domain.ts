import { shuffleSeeded } from "@/lib/seeded";
import type { QuestionBody } from "./question.schema";

/**
 * A question as one attempt shows it: choices in an order of the attempt's own, the same after every reload. The sides
 * to match and the items to order are always mixed, because authors write them in the right order.
 */
export function arranged(body: QuestionBody, seed: string): QuestionBody {
  switch (body.type) {
    case "mcq":
      return body.shuffle ? { ...body, options: shuffleSeeded(body.options, seed) } : body;
    case "matching":
      return { ...body, right: shuffleSeeded(body.right, seed) };
    case "ordering":
      return { ...body, items: shuffleSeeded(body.items, seed) };
    case "fill_blank":
      return { ...body, blanks: body.blanks.map((blank) => mixed(blank, seed)) };
    default:
      return body;
  }
}

type Blank = Extract<QuestionBody, { type: "fill_blank" }>["blanks"][number];
const mixed = (blank: Blank, seed: string): Blank =>
  blank.choices ? { ...blank, choices: shuffleSeeded(blank.choices, `${seed}/${blank.key}`) } : blank;
