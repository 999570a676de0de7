import type { Criterion } from "@/server/features/grading/rubric.schema";
import type { EditAssignment, LateRule } from "./assignments.schema";

/** Nairobi's clock keeps one time all year. */
const nairobi = (day: string, time: string) => new Date(`${day}T${time}:00+03:00`);

export const opensAtOf = ({ opensOn }: Pick<EditAssignment, "opensOn">) => (opensOn ? nairobi(opensOn, "00:00") : null);
/** The last minute named still counts. */
export const dueAtOf = ({ dueOn, dueTime }: Pick<EditAssignment, "dueOn" | "dueTime">) =>
  dueOn ? nairobi(dueOn, dueTime) : null;

/** What an assignment asks for and takes. */
export type Terms = {
  dueAt: Date | null;
  lateRule: LateRule;
  takesText: boolean;
  takesPhotos: boolean;
  takesFiles: boolean;
  maxFiles: number;
};

/**
 * What may no longer be changed once somebody has handed in, by field: nothing is taken from those who worked by the
 * rules they were given. More time, more kinds and more files may be given at any time.
 */
export function brokenPromises(given: Terms, wanted: Terms): Record<string, string> {
  const broken: Record<string, string> = {};
  for (const kind of ["takesText", "takesPhotos", "takesFiles"] as const)
    if (given[kind] && !wanted[kind]) broken[kind] = "assignment.promised";
  if (wanted.maxFiles < given.maxFiles) broken.maxFiles = "assignment.promised";
  if (wanted.dueAt && (!given.dueAt || wanted.dueAt < given.dueAt)) broken.dueOn = "assignment.due_earlier";
  if (given.lateRule === "MARK" && wanted.lateRule === "REFUSE") broken.lateRule = "assignment.promised";
  return broken;
}

/** What an assignment still lacks before learners are shown it. */
export type Gap = "instructions" | "past_due";
export const gapsOf = ({ instructions, dueAt }: { instructions: string; dueAt: Date | null }, now: Date): Gap[] => [
  ...(instructions.trim() === "" ? (["instructions"] as const) : []),
  ...(dueAt && dueAt <= now ? (["past_due"] as const) : []),
];

/** The rubric a new assignment begins with, in the language of its course: general words, to be made one's own. */
export const firstCriteria: Record<"en" | "sw", Criterion[]> = {
  en: [
    {
      id: "understanding",
      title: "Understanding",
      weight: 2,
      levels: {
        EE: "Explains why it is so, with an example of one's own",
        ME: "Is right and complete",
        AE: "Is partly right",
        BE: "Does not show the idea yet",
      },
    },
    {
      id: "expression",
      title: "Expression",
      weight: 1,
      levels: { EE: "Clear and lively throughout", ME: "Clear", AE: "Needs guessing in places", BE: "Hard to follow" },
    },
  ],
  sw: [
    {
      id: "understanding",
      title: "Uelewa",
      weight: 2,
      levels: {
        EE: "Anaeleza kwa nini, kwa mfano wake mwenyewe",
        ME: "Sahihi na kamili",
        AE: "Sahihi kwa sehemu",
        BE: "Bado haonyeshi wazo",
      },
    },
    {
      id: "expression",
      title: "Maelezo",
      weight: 1,
      levels: { EE: "Wazi na ya kuvutia", ME: "Wazi", AE: "Si wazi mahali pengine", BE: "Vigumu kufuata" },
    },
  ],
};
