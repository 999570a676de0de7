import { z } from "zod";
import { grades } from "@/lib/grades";
import { listInput } from "@/lib/list";
import { difficulties, type QuestionType, question, questionTypes } from "./question.schema";

/** The type of a question as its column spells it. */
export const storedTypes = ["MCQ", "SHORT_ANSWER", "ESSAY", "FILL_BLANK", "MATCHING", "ORDERING"] as const;
export type StoredType = (typeof storedTypes)[number];
export const storedType = (type: QuestionType): StoredType => type.toUpperCase() as StoredType;
export const questionTypeOf = (stored: StoredType): QuestionType => stored.toLowerCase() as QuestionType;
export const questionStatuses = ["ACTIVE", "RETIRED"] as const;
export type QuestionStatus = (typeof questionStatuses)[number];
export const bankLanguages = ["en", "sw"] as const;
/** Whose a question is, for the reader: one's own, the school's, a colleague's in a course one teaches. */
export const keepers = ["own", "school", "colleague"] as const;
export type Keeper = (typeof keepers)[number];

export const bankLimits = { tags: 20, tag: 60, competencies: 20, exported: 200 } as const;

const area = z.string().min(1).max(40);
const steps = difficulties.map(String) as [string, ...string[]];

export const bankListInput = listInput({
  sorts: ["updatedAt", "title", "difficulty"],
  defaultSort: "-updatedAt",
  filters: {
    type: z.array(z.enum(storedTypes)),
    grade: z.array(z.enum(grades)),
    area: z.array(area),
    difficulty: z.array(z.enum(steps)),
    status: z.array(z.enum(questionStatuses)),
    tag: z.string().trim().toLowerCase().min(1).max(bankLimits.tag),
    keeper: z.enum(["own", "school"]),
  },
});
export type BankListInput = z.output<typeof bankListInput>;

const place = { grade: z.enum(grades), learningAreaCode: area, language: z.enum(bankLanguages) };
const labels = {
  ...place,
  difficulty: z.literal(difficulties),
  tags: z.array(z.string().trim().toLowerCase().min(1).max(bankLimits.tag)).max(bankLimits.tags),
  competencyIds: z.array(z.uuid()).max(bankLimits.competencies),
};
export const createQuestionInput = z.strictObject({ ...labels, question });
export type CreateQuestion = z.output<typeof createQuestionInput>;
/** `number` is the version the person was looking at: one made by somebody else in between is a conflict. */
export const saveQuestionInput = z.strictObject({ id: z.uuid(), number: z.int().min(1), ...labels, question });
export type SaveQuestion = z.output<typeof saveQuestionInput>;
export const questionInput = z.strictObject({ id: z.uuid() });

/** A new question begins as one of these. */
export const newQuestionInput = z.strictObject({ type: z.enum(questionTypes).catch("mcq") });

/** Where the questions of a file go. */
export const importPlace = z.strictObject(place);
export type ImportPlace = z.output<typeof importPlace>;

export const exportInput = z.strictObject({
  format: z.enum(["gift", "moodle", "qti"]),
  ids: z
    .string()
    .max(20_000)
    .transform((text) => [...new Set(text.split(",").filter(Boolean))])
    .pipe(z.array(z.uuid()).min(1).max(bankLimits.exported)),
});
export type ExportInput = z.output<typeof exportInput>;
