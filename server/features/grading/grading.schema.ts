import { z } from "zod";
import { listInput } from "@/lib/list";
import { markCodes } from "./marks.schema";

/** Where handed-in work stands for those who grade it. */
export const workStates = ["SUBMITTED", "GRADED", "RETURNED"] as const;
export type WorkState = (typeof workStates)[number];
/** What the desk shows when nobody asks for something else. */
export const waitingStates = ["SUBMITTED", "GRADED"] as const satisfies readonly WorkState[];

/** What waits at the desk: work made for an assignment, and essays of attempts. */
export const workKinds = ["assignment", "essay"] as const;

/** The queue of the desk: the longest waiting first. */
export const queueInput = listInput({
  sorts: ["submittedAt"],
  filters: {
    course: z.uuid(),
    assignment: z.uuid(),
    kind: z.enum(workKinds),
    state: z.array(z.enum(workStates)),
    late: z.boolean(),
    /** Held or marked by oneself. */
    mine: z.boolean(),
    /** Somebody asked to have the mark looked at again. */
    regrade: z.boolean(),
  },
});
export type QueueInput = z.output<typeof queueInput>;

/** How long work is believed to be in somebody's hands after their last sign. */
export const claimMinutes = 5;

export const workInput = z.strictObject({ id: z.uuid() });
export const claimInput = z.strictObject({ id: z.uuid(), takeOver: z.boolean().default(false) });

/** Marks by criterion, as stored. */
export const marks = z.record(z.string().min(1).max(60), z.enum(markCodes));
export type Marks = z.output<typeof marks>;

const feedback = z.string().trim().max(10_000);
export const saveDraftInput = z.strictObject({
  id: z.uuid(),
  /** Of the grade it was written on; 0 before there is one. */
  revision: z.int().min(0),
  marks,
  feedback,
  /** What was said instead of written, sent before as a file. */
  audioFileId: z.uuid().nullable().default(null),
});
export type SaveDraft = z.output<typeof saveDraftInput>;
export const returnInput = z.strictObject({ id: z.uuid(), revision: z.int().min(1) });
export const changeMarkInput = z.strictObject({
  id: z.uuid(),
  revision: z.int().min(1),
  marks,
  feedback,
  /** Kept in the history. */
  reason: z.string().trim().min(5).max(1_000),
});
export type ChangeMark = z.output<typeof changeMarkInput>;

/** More than anybody has keys for. */
export const mostSnippets = 50;
export const keepSnippetInput = z.strictObject({ body: z.string().trim().min(3).max(1_000) });

const told = z.object({ marks, feedback: z.string(), status: z.string().optional() });
/** A grade as the history kept it; null where there was none. */
export const readTold = (stored: unknown): z.output<typeof told> | null => told.safeParse(stored).data ?? null;

/** Why marks are proposed, as stored. */
const proposalReason = z.union([
  z.object({ code: z.literal("empty") }),
  z.object({ code: z.literal("alike"), examples: z.int(), likeness: z.number() }),
]);
export type ProposalReason = z.output<typeof proposalReason>;
export const readReason = (stored: string): ProposalReason => proposalReason.parse(JSON.parse(stored));

/** Proposals taken over in one act, and shown on one page: a page can be taken as a whole. */
const mostAccepted = 50;
const share = z.coerce.number().min(0).max(1);
/** From what confidence on proposals are shown when nobody asks for another. */
export const usuallySure = 0.8;
/** What could be taken over: the surest first. */
export const proposalsInput = listInput({
  sorts: ["confidence"],
  defaultSort: "-confidence",
  filters: { course: z.uuid(), assignment: z.uuid(), atLeast: share },
}).extend({ limit: z.int().min(1).max(mostAccepted).default(mostAccepted) });
export type ProposalsInput = z.output<typeof proposalsInput>;
export const acceptProposalsInput = z.strictObject({
  ids: z.array(z.uuid()).min(1).max(mostAccepted),
  atLeast: share,
});
export type AcceptProposals = z.output<typeof acceptProposalsInput>;

const part = z.number().min(0).max(1);
/** A note on a place of a file: a point, a rectangle, or a whole page; parts of its width and height. */
export const annotateInput = z.strictObject({
  id: z.uuid(),
  fileId: z.uuid(),
  page: z.int().min(1).max(2_000),
  x: part,
  y: part,
  width: part,
  height: part,
  words: z.string().trim().min(1).max(2_000),
});
export type AnnotateInput = z.output<typeof annotateInput>;
