/**
 * Every table that holds something about a child, what a deletion does with it, and whether a copy of the data shows it.
 * A table with a column `studentId` that is not named here fails a test: who adds one decides here.
 */
export type Fate =
  /** The rows go. */
  | { does: "delete" }
  /** The rows stay for others or for counting, and say nothing of the child any more. */
  | { does: "anonymise"; how: string }
  /** The rows stay as the law wants them to. */
  | { does: "keep"; law: string };
export type Held = Fate & { copy: string };

const notTheirs = "staff's own working record; a guardian asks the school for it, who looks at whom else it names";

export const heldAboutChildren: Readonly<Record<string, Held>> = {
  Student: {
    does: "anonymise",
    how: "names, numbers, day of birth, sex, profile, account and family are taken out; a row without a name stays so that kept rows point somewhere",
    copy: "child",
  },
  Guardianship: { does: "delete", copy: "guardians" },
  TeachingAssignment: { does: "delete", copy: "teachers" },
  ClassMember: { does: "delete", copy: "nothing: counted from courses and teachers" },
  MoodEntry: { does: "delete", copy: "moods" },
  FamilyGoal: { does: "delete", copy: "goals" },
  FamilyCase: { does: "delete", copy: notTheirs },
  CaseNote: { does: "delete", copy: notTheirs },
  RiskScore: { does: "delete", copy: notTheirs },
  Intervention: { does: "delete", copy: "plans, those the family was told" },
  Praise: { does: "delete", copy: "praise, unless it was taken back" },
  Notification: { does: "delete", copy: "notices" },
  StoredFile: { does: "delete", copy: "files" },
  ChildKey: { does: "delete", copy: "nothing: a secret, kept as a hash" },
  Upload: { does: "delete", copy: "nothing yet: a file on its way" },
  Enrollment: { does: "delete", copy: "courses" },
  LessonProgress: { does: "delete", copy: "lessons" },
  LearnerNote: { does: "delete", copy: "lessons" },
  StudentActivity: { does: "delete", copy: "activity" },
  CourseReview: { does: "delete", copy: "courses" },
  Accommodation: { does: "delete", copy: "allowances" },
  Response: { does: "delete", copy: "answers" },
  Attempt: { does: "delete", copy: "answers" },
  SubmissionFile: { does: "delete", copy: "files" },
  Annotation: { does: "delete", copy: "remarks" },
  RegradeRequest: { does: "delete", copy: "regrades" },
  RegradeLine: { does: "delete", copy: "nothing: a mark on its way is in assessments" },
  GradeProposal: { does: "delete", copy: notTheirs },
  GradeChange: { does: "delete", copy: "nothing: what the grade came to is in work" },
  SubmissionGrade: { does: "delete", copy: "work" },
  Submission: { does: "delete", copy: "work" },
  ForumPost: { does: "delete", copy: "talk" },
  BadgeAward: { does: "delete", copy: "awards" },
  Certificate: { does: "delete", copy: "certificates" },
  PointsLog: { does: "delete", copy: "points" },
  DataExport: { does: "delete", copy: "the copy itself" },
  LegalHold: { does: "delete", copy: "told on the page as ground and end" },
  ChildContest: { does: "delete", copy: notTheirs },
  DataRequest: {
    does: "anonymise",
    how: "that and when somebody asked and was answered stays; what they wrote and what was corrected goes",
    copy: "requests",
  },
  ConsentRecord: {
    does: "keep",
    law: "DPA s. 32: the burden to prove consent is ours; decisions in force are ended",
    copy: "consents",
  },
  ConsentAudit: { does: "keep", law: "DPA s. 32: proof of consent; append-only, without a name", copy: "consents" },
  ProcessingConsent: {
    does: "keep",
    law: "DPA ss. 32, 33: proof that a guardian agreed to processing",
    copy: "requests",
  },
  SponsorshipConsent: {
    does: "keep",
    law: "Limitation of Actions Act s. 4: an agreement is kept six years; one in force is ended",
    copy: "sponsorships",
  },
  AuditEvent: {
    does: "keep",
    law: "DPA s. 41 and Regulations r. 19: who did what is the proof of lawful handling; append-only and chained",
    copy: "readings",
  },
};

/** Tables emptied by the child's id, in an order in which nothing points at what has gone. */
export const emptied: readonly string[] = Object.entries(heldAboutChildren)
  .filter(([, { does }]) => does === "delete")
  .map(([table]) => table)
  // Files need their bytes remembered first; the service does them by itself.
  .filter((table) => table !== "StoredFile");
