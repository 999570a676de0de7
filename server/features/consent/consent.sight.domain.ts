import type { DataType } from "./consent.schema";

/**
 * Tables that hold a child's records and can reach people outside the family, with the columns their pages read, by the
 * kind of record they are. The architecture test walks the catalogue: a table that an outsider could reach and that is
 * not here fails it, and so the simulator forgets none.
 */
export type Source = {
  dataType: DataType | "BY_ROW";
  student: string;
  columns: readonly string[];
  order: string;
  /** With BY_ROW: the column that names the kind. */
  kind?: string;
};
export const sources: Readonly<Record<string, Source>> = {
  Student: {
    dataType: "PROFILE",
    student: "id",
    columns: ["firstName", "lastName", "grade", "birthDate", "sex", "admissionNumber", "status"],
    order: "createdAt",
  },
  Guardianship: { dataType: "PROFILE", student: "studentId", columns: ["relation"], order: "createdAt" },
  TeachingAssignment: {
    dataType: "PROGRESS",
    student: "studentId",
    columns: ["learningAreaCode", "startsOn"],
    order: "startsOn",
  },
  MoodEntry: { dataType: "MOOD", student: "studentId", columns: ["day", "mood", "energy"], order: "day" },
  Enrollment: {
    dataType: "PROGRESS",
    student: "studentId",
    columns: ["status", "lessonsDone", "lastActivityAt"],
    order: "createdAt",
  },
  LessonProgress: {
    dataType: "PROGRESS",
    student: "studentId",
    columns: ["percent", "completedAt"],
    order: "updatedAt",
  },
  StudentActivity: {
    dataType: "PROGRESS",
    student: "studentId",
    columns: ["kind", "occurredAt"],
    order: "occurredAt",
  },
  Accommodation: {
    dataType: "PROGRESS",
    student: "studentId",
    columns: ["extraTimePercent", "readAloud", "largePrint"],
    order: "updatedAt",
  },
  Intervention: { dataType: "PROGRESS", student: "studentId", columns: ["aim", "status"], order: "createdAt" },
  Praise: { dataType: "PROGRESS", student: "studentId", columns: ["kind", "createdAt"], order: "createdAt" },
  FamilyCase: { dataType: "PROGRESS", student: "studentId", columns: ["title", "status"], order: "createdAt" },
  BadgeAward: { dataType: "PROGRESS", student: "studentId", columns: ["badgeCode", "awardedAt"], order: "awardedAt" },
  Certificate: { dataType: "PROGRESS", student: "studentId", columns: ["title", "completedOn"], order: "issuedAt" },
  PointsLog: { dataType: "PROGRESS", student: "studentId", columns: ["reason", "points"], order: "earnedAt" },
  Attempt: { dataType: "ASSESSMENT", student: "studentId", columns: ["percent", "levelCode"], order: "startedAt" },
  Response: { dataType: "ASSESSMENT", student: "studentId", columns: ["score", "answeredAt"], order: "createdAt" },
  SubmissionGrade: {
    dataType: "ASSESSMENT",
    student: "studentId",
    columns: ["percent", "levelCode", "releasedAt"],
    order: "updatedAt",
  },
  Annotation: { dataType: "ASSESSMENT", student: "studentId", columns: ["body"], order: "createdAt" },
  Submission: { dataType: "PORTFOLIO", student: "studentId", columns: ["status", "submittedAt"], order: "createdAt" },
  StoredFile: {
    dataType: "BY_ROW",
    student: "studentId",
    columns: ["name", "mime", "createdAt"],
    order: "createdAt",
    kind: "dataType",
  },
};
