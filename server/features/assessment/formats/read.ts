import type { BankQuestion } from "./draft";
import type { Loss } from "./losses";
import type { Picture } from "./pictures";
import type { Problems } from "./problems";

/** What a file holds: its questions with their lines, everything wrong with it, and what of it is not kept. */
export type Read = {
  questions: (BankQuestion & { line: number; file?: string })[];
  problems: Problems;
  losses: Loss[];
  pictures: Picture[];
};
