import type { BodyOf, KeyOf, QuestionType } from "@/server/features/assessment/question.schema";
import type { Door } from "./door";
import type { DraftOf } from "./draft";

/** What the editor of one type of question is given; `said` is the server's word about a place of the question. */
export type EditorProps<T extends QuestionType> = {
  id: string;
  draft: DraftOf<T>;
  change: (next: { body?: BodyOf<T>; key?: KeyOf<T> }) => void;
  said: (path: string) => string | undefined;
  bank: Door["bank"];
};
