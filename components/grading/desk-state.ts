import type { Marks } from "@/server/features/grading/grading.schema";
import type { Mark } from "@/server/features/grading/marks.schema";

/** What a person has written on the desk, with what stood before each mark. */
export type DeskState = { marks: Marks; feedback: string; audioFileId: string | null; before: readonly Marks[] };
export type DeskAct =
  | { do: "mark"; criterion: string; mark: Mark }
  | { do: "take"; marks: Marks }
  | { do: "write"; feedback: string }
  | { do: "insert"; snippet: string }
  | { do: "speak"; audioFileId: string | null }
  | { do: "undo" }
  | { do: "reset"; marks: Marks; feedback: string };

export const deskStart = (marks: Marks, feedback: string, audioFileId: string | null = null): DeskState => ({
  marks,
  feedback,
  audioFileId,
  before: [],
});

/** What an act makes of it. The same mark again changes nothing; undoing brings back the marks before the last one. */
export function deskAfter(state: DeskState, act: DeskAct): DeskState {
  switch (act.do) {
    case "mark":
      if (state.marks[act.criterion] === act.mark) return state;
      return {
        ...state,
        marks: { ...state.marks, [act.criterion]: act.mark },
        before: [...state.before, state.marks],
      };
    case "take":
      return { ...state, marks: act.marks, before: [...state.before, state.marks] };
    case "write":
      return { ...state, feedback: act.feedback };
    case "insert":
      return { ...state, feedback: [state.feedback.trimEnd(), act.snippet].filter(Boolean).join("\n") };
    case "speak":
      return { ...state, audioFileId: act.audioFileId };
    case "undo": {
      const last = state.before.at(-1);
      return last ? { ...state, marks: last, before: state.before.slice(0, -1) } : state;
    }
    case "reset":
      return deskStart(act.marks, act.feedback);
  }
}
