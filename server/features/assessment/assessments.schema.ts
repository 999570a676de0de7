import { z } from "zod";
import { grades } from "@/lib/grades";
import { listInput } from "@/lib/list";
import { storedTypes } from "./bank.schema";
import { difficulties } from "./question.schema";

export const assessmentStatuses = ["DRAFT", "PUBLISHED", "ARCHIVED"] as const;
export type AssessmentStatus = (typeof assessmentStatuses)[number];
export const assessmentModes = ["FIXED", "ADAPTIVE"] as const;
export type AssessmentMode = (typeof assessmentModes)[number];

export const assessmentListInput = listInput({
  sorts: ["updatedAt", "title"],
  defaultSort: "-updatedAt",
  filters: { status: z.array(z.enum(assessmentStatuses)), mode: z.array(z.enum(assessmentModes)) },
});
export type AssessmentListInput = z.output<typeof assessmentListInput>;

/** Most questions of an assessment. */
export const MAX_ITEMS = 200;

const title = z.string().trim().min(1).max(140);
export const createAssessmentInput = z.strictObject({ courseId: z.uuid(), title, mode: z.enum(assessmentModes) });
export const assessmentInput = z.strictObject({ id: z.uuid() });

const day = z.iso.date().nullable();
/** Of the school's clock, which is Nairobi's. */
const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "field.invalid")
  .meta({ control: "time" });
/** `revision` is what the person was looking at: a change by somebody else in between is a conflict. */
export const editAssessmentInput = z.strictObject({
  id: z.uuid(),
  revision: z.int().min(1),
  title,
  instructions: z.string().trim().max(4_000).meta({ control: "textarea" }),
  mode: z.enum(assessmentModes),
  timeLimitMinutes: z.int().min(1).max(600).nullable(),
  maxAttempts: z.int().min(1).max(50),
  passPercent: z.int().min(1).max(100).nullable(),
  opensOn: day,
  opensTime: time,
  dueOn: day,
  dueTime: time,
  shuffle: z.boolean(),
  showsKey: z.boolean(),
  /** Of an adaptive one: how it chooses, and how many questions it asks. */
  choose: z.enum(["ladder", "ability"]),
  length: z.int().min(1).max(100),
  least: z.int().min(1).max(100),
});
export type EditAssessment = z.output<typeof editAssessmentInput>;

export const addItemsInput = z.strictObject({ assessmentId: z.uuid(), questionId: z.uuid() });
export const addRandomInput = z.strictObject({
  assessmentId: z.uuid(),
  count: z.int().min(1).max(50),
  grade: z.enum(grades),
  learningAreaCode: z.string().min(1).max(40),
  type: z.enum(storedTypes).nullable(),
  difficulty: z.enum(difficulties.map(String) as [string, ...string[]]).nullable(),
  tag: z.string().trim().toLowerCase().max(60),
});
export type AddRandom = z.output<typeof addRandomInput>;
export const itemInput = z.strictObject({ itemId: z.uuid() });
export const moveItemInput = z.strictObject({ itemId: z.uuid(), afterId: z.uuid().nullable() });
export const editItemInput = z.strictObject({ itemId: z.uuid(), points: z.int().min(1).max(100) });
/** Another question of the assessment; none, also as an empty choice of a form. */
const way = z.union([z.uuid().nullable(), z.literal("").transform(() => null)]);
/** Both ways at once: a path with one way drawn has a dead end. */
export const waysInput = z.strictObject({ itemId: z.uuid(), rightItemId: way, wrongItemId: way });
export type WaysInput = z.output<typeof waysInput>;
