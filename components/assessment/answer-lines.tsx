import type { ReactNode } from "react";
import type { Answer } from "@/server/features/assessment/answers.schema";
import {
  type Accepted,
  type Part,
  partShown,
  type QuestionBody,
  type QuestionKey,
} from "@/server/features/assessment/question.schema";
import { Passage, Phrase } from "./prose";

/** The words of parts by their keys, in the order of the keys. */
const named = (parts: readonly Part[], keys: readonly string[]): ReactNode[] =>
  keys.flatMap((key) =>
    parts.filter((part) => part.key === key).map((part) => <Phrase key={key} of={partShown(part)} />),
  );
const paired = (left: readonly Part[], right: readonly Part[], pairs: Readonly<Record<string, string>>): ReactNode[] =>
  left.flatMap((one) => {
    const other = right.find(({ key }) => key === pairs[one.key]);
    return other ? [<Pair key={one.key} one={one} other={other} />] : [];
  });
const Pair = ({ one, other }: { one: Part; other: Part }) => (
  <>
    <Phrase of={partShown(one)} /> → <Phrase of={partShown(other)} />
  </>
);
const filled = (texts: readonly string[]) => texts.filter((text) => text.trim() !== "");

/** What a child answered, a line for each part; empty where nothing was. */
export function answerLines(body: QuestionBody, answer: Answer): ReactNode[] {
  if (body.type === "mcq" && answer.type === "mcq") return named(body.options, answer.chosen);
  if (body.type === "ordering" && answer.type === "ordering") return named(body.items, answer.order);
  if (body.type === "matching" && answer.type === "matching") return paired(body.left, body.right, answer.pairs);
  if (body.type === "fill_blank" && answer.type === "fill_blank")
    return filled(body.blanks.map(({ key }) => answer.blanks[key] ?? ""));
  if (answer.type === "short_answer") return filled(answer.texts);
  return answer.type === "essay" ? filled(answer.text.split("\n")) : [];
}

/** How a right answer is written: its first spelling, or the number with its first unit. */
const written = (one: Accepted): string =>
  one.kind === "text"
    ? (one.spellings[0] ?? "")
    : [one.value, one.units[0]].filter((part) => part !== undefined).join(" ");
const whole = (list: readonly Accepted[] = []) => list.filter(({ credit }) => credit === 1).map(written);

/** What is right, a line for each part; for an essay its sample. */
export function keyLines(body: QuestionBody, key: QuestionKey): ReactNode[] {
  if (body.type === "mcq" && key.type === "mcq") return named(body.options, key.correct);
  if (body.type === "ordering" && key.type === "ordering") return named(body.items, key.order);
  if (body.type === "matching" && key.type === "matching") return paired(body.left, body.right, key.pairs);
  if (body.type === "fill_blank" && key.type === "fill_blank")
    return body.blanks.flatMap((blank) => whole(key.blanks[blank.key])[0] ?? []);
  if (key.type === "short_answer") return whole(key.accepted);
  return key.type === "essay" && key.sample ? [<Passage key="sample" of={key.sample} />] : [];
}
