import { z } from "zod";
import type { Day } from "@/lib/days";
import type { Grade } from "@/lib/school-calendar";

/** The seven core competencies of the curriculum, in the order of its designs. */
export const coreCompetencies = [
  "communication-and-collaboration",
  "critical-thinking-and-problem-solving",
  "creativity-and-imagination",
  "citizenship",
  "digital-literacy",
  "learning-to-learn",
  "self-efficacy",
] as const;
export type CoreCompetency = (typeof coreCompetencies)[number];

export const childTabs = ["today", "learning", "activity", "achievements", "pathways"] as const;
export type ChildTab = (typeof childTabs)[number];

export const ofChildInput = z.strictObject({ studentId: z.uuid() });
export const evidenceInput = z.strictObject({
  studentId: z.uuid(),
  area: z.string().max(40),
  strand: z.string().max(200),
  subStrand: z.string().max(200),
  cursor: z.string().max(300).optional(),
});
export type EvidenceInput = z.output<typeof evidenceInput>;
export const feedInput = z.strictObject({ studentId: z.uuid(), cursor: z.string().max(300).optional() });

/** What some evidence says together. `percent` is the plain mean of the scores, 0 to 100. */
export type Shown = { count: number; percent: number; lastOn: Day };
export type CoreShown = { core: CoreCompetency; shown: Shown | null };
export type SubStrandShown = Shown & {
  area: string;
  areaName: string;
  areaNameSw: string;
  strand: string;
  subStrand: string;
};
export type Level = { code: string; name: string; nameSw: string; minPercent: number; points: number };

export type Week = {
  from: Day;
  lessons: number;
  seconds: number;
  answers: number;
  right: number;
  handedIn: number;
  returned: number;
};
export type Journey = {
  today: Day;
  since: Day;
  grade: Grade;
  cores: CoreShown[];
  parts: SubStrandShown[];
  levels: Level[];
  weeks: { now: Week; before: Week };
  next: { courseId: string; title: string; course: string } | null;
};

export type Evidence = {
  kind: "answer" | "work";
  /** What a piece of work was done for. */
  assignmentId: string | null;
  id: string;
  at: Date;
  score: number;
  course: string;
  /** The question as it was asked, or the title of the work. */
  title: string;
  competency: string;
};
export type FeedRow = {
  id: string;
  kind: "LESSON" | "LESSON_DONE" | "ANSWERS" | "SUBMITTED" | "RETURNED" | "ENROLLED" | "COURSE_DONE" | "BADGE";
  at: Date;
  seconds: number;
  course: string | null;
  title: string | null;
  titleSw: string | null;
  /** The piece of work it is about, while it is handed in. */
  workId: string | null;
};
export type ActiveDay = { day: Day; seconds: number; acts: number };
export type Award = {
  code: string;
  title: string;
  titleSw: string;
  details: string;
  detailsSw: string;
  tier: "BRONZE" | "SILVER" | "GOLD";
  points: number;
  awardedOn: Day | null;
};
