import { makeCode, RANDOM_SIGNS } from "@/server/features/recognition/certificates.code.domain";
import type { Prisma } from "@/server/platform/db/work";
import { createLearningArea } from "./curriculum";
import { createStudent } from "./families";
import { createUser, madeAt } from "./identity";
import { insertRow, type Sql } from "./insert";
import type { Random } from "./random";

type Given<T> = Partial<T>;
const stamps = { createdAt: madeAt, updatedAt: madeAt };

/** A document of one paragraph, as the editor keeps it. */
export const paragraph = (text: string) => ({
  type: "doc",
  content: [{ type: "paragraph", content: [{ type: "text", text }] }],
});

export function buildCourse(
  random: Random,
  given: Given<Prisma.CourseCreateManyInput> & { ownerId: string; learningAreaCode: string },
) {
  const id = given.id ?? random.uuid();
  const published = (given.status ?? "PUBLISHED") === "PUBLISHED";
  return {
    id,
    slug: `course-${id.slice(-12)}`,
    grade: "G4" as const,
    language: "en",
    title: `Fractions ${id.slice(-6)}`,
    summary: "Halves, quarters and tenths with things from the kitchen.",
    description: paragraph("Fractions with things from the kitchen."),
    whatYouLearn: ["Compare two fractions"],
    status: "PUBLISHED" as const,
    price: 0n,
    inPlan: true,
    publishedAt: published ? madeAt : null,
    ...stamps,
    ...given,
  };
}

/** A published free course; of an instructor of its own unless one is given. */
export async function createCourse(sql: Sql, random: Random, given: Given<Prisma.CourseCreateManyInput> = {}) {
  const ownerId = given.ownerId ?? (await createUser(sql, random, { roles: ["INSTRUCTOR"] })).id;
  const learningAreaCode = given.learningAreaCode ?? (await createLearningArea(sql, random)).code;
  const course = buildCourse(random, { ...given, ownerId, learningAreaCode });
  await insertRow(sql, "Course", course);
  return course;
}

export async function createCoTeacher(
  sql: Sql,
  random: Random,
  given: Given<Prisma.CourseInstructorCreateManyInput> & { courseId: string },
) {
  const userId = given.userId ?? (await createUser(sql, random, { roles: ["INSTRUCTOR"] })).id;
  const row = {
    canEdit: false,
    canGrade: false,
    canLearners: false,
    createdAt: madeAt,
    addedById: userId,
    ...given,
    userId,
  };
  await insertRow(sql, "CourseInstructor", row);
  return row;
}

export const buildModule = (
  random: Random,
  given: Given<Prisma.CourseModuleCreateManyInput> & { courseId: string },
) => ({
  id: random.uuid(),
  title: "In the kitchen",
  position: "a0",
  ...stamps,
  ...given,
});

export async function createModule(sql: Sql, random: Random, given: Given<Prisma.CourseModuleCreateManyInput> = {}) {
  const courseId = given.courseId ?? (await createCourse(sql, random)).id;
  const made = buildModule(random, { ...given, courseId });
  await insertRow(sql, "CourseModule", made);
  return made;
}

export const buildLesson = (
  random: Random,
  given: Given<Prisma.LessonCreateManyInput> & { courseId: string; moduleId: string },
) => ({
  id: random.uuid(),
  title: "Half an orange",
  position: "a0",
  minutes: 15,
  isPreview: false,
  ...stamps,
  ...given,
});

/** A lesson with its content; in a course and module of its own unless given. */
export async function createLesson(
  sql: Sql,
  random: Random,
  { body, ...given }: Given<Prisma.LessonCreateManyInput> & { body?: object } = {},
) {
  const found = given.moduleId && given.courseId;
  const place = found
    ? { moduleId: given.moduleId as string, courseId: given.courseId as string }
    : await createModule(sql, random, given.courseId ? { courseId: given.courseId } : {}).then((made) => ({
        moduleId: made.id,
        courseId: made.courseId,
      }));
  const lesson = buildLesson(random, { ...given, ...place });
  await insertRow(sql, "Lesson", lesson);
  const text = "Cut an orange in two equal parts. Each part is one half.";
  await insertRow(sql, "LessonContent", {
    lessonId: lesson.id,
    body: body ?? paragraph(text),
    text,
    updatedAt: madeAt,
  });
  return lesson;
}

export const buildEnrollment = (
  random: Random,
  given: Given<Prisma.EnrollmentCreateManyInput> & { courseId: string; studentId: string; enrolledById: string },
) => ({ id: random.uuid(), status: "ACTIVE" as const, source: "FREE" as const, ...stamps, ...given });

export async function createEnrollment(sql: Sql, random: Random, given: Given<Prisma.EnrollmentCreateManyInput> = {}) {
  const courseId = given.courseId ?? (await createCourse(sql, random)).id;
  const studentId = given.studentId ?? (await createStudent(sql, random)).id;
  const enrolledById = given.enrolledById ?? (await createUser(sql, random)).id;
  const enrollment = buildEnrollment(random, { ...given, courseId, studentId, enrolledById });
  await insertRow(sql, "Enrollment", enrollment);
  return enrollment;
}

/** A family's word about a course; of an enrolled child and a guardian of its own unless given. */
export async function createReview(
  sql: Sql,
  random: Random,
  given: Given<Prisma.CourseReviewCreateManyInput> & { courseId: string },
) {
  const authorId = given.authorId ?? (await createUser(sql, random, { roles: ["PARENT"] })).id;
  const studentId = given.studentId ?? (await createEnrollment(sql, random, { courseId: given.courseId })).studentId;
  const review = { id: random.uuid(), rating: 4, body: "Clear and calm.", ...stamps, ...given, authorId, studentId };
  await insertRow(sql, "CourseReview", review);
  return review;
}

type QuestionGiven = Given<Prisma.QuestionCreateManyInput> & { body?: object; key?: object };

/** A question with its first version and key: multiple choice unless told. */
export async function createQuestion(sql: Sql, random: Random, { body, key, ...given }: QuestionGiven = {}) {
  const learningAreaCode = given.learningAreaCode ?? (await createLearningArea(sql, random)).code;
  const createdById =
    given.createdById ?? given.ownerId ?? (await createUser(sql, random, { roles: ["INSTRUCTOR"] })).id;
  const question = {
    id: random.uuid(),
    grade: "G4" as const,
    type: "MCQ" as const,
    difficulty: 3,
    title: "Which is larger?",
    tags: [] as string[],
    ...stamps,
    ...given,
    learningAreaCode,
    createdById,
  };
  await insertRow(sql, "Question", question);
  const version = {
    id: random.uuid(),
    questionId: question.id,
    number: 1,
    type: question.type,
    difficulty: question.difficulty,
    createdById,
    createdAt: madeAt,
    body: body ?? {
      type: "mcq",
      stem: question.title,
      multiple: false,
      options: [
        { key: "A", text: "One half" },
        { key: "B", text: "One quarter" },
      ],
    },
  };
  await insertRow(sql, "QuestionVersion", version);
  await insertRow(sql, "QuestionKey", {
    versionId: version.id,
    key: key ?? { type: "mcq", correct: ["A"], explanation: "Two halves make a whole; four quarters do." },
  });
  return { ...question, versionId: version.id };
}

export async function createAssessment(
  sql: Sql,
  random: Random,
  {
    questions = [],
    ...given
  }: Given<Prisma.AssessmentCreateManyInput> & { questions?: readonly { id: string }[] } = {},
) {
  const courseId = given.courseId ?? (await createCourse(sql, random)).id;
  const createdById = given.createdById ?? (await createUser(sql, random, { roles: ["INSTRUCTOR"] })).id;
  const assessment = {
    id: random.uuid(),
    title: "Check: fractions",
    mode: "FIXED" as const,
    status: "PUBLISHED" as const,
    maxAttempts: 2,
    ...stamps,
    ...given,
    courseId,
    createdById,
  };
  await insertRow(sql, "Assessment", assessment);
  for (const [at, question] of questions.entries())
    await insertRow(sql, "AssessmentItem", {
      id: random.uuid(),
      assessmentId: assessment.id,
      questionId: question.id,
      position: `a${String(at).padStart(3, "0")}`,
      points: 1,
    });
  return assessment;
}

/** Four criteria levels of one criterion; enough to grade by. */
export const criteria = [
  {
    id: "idea",
    title: "Idea",
    weight: 1,
    levels: { EE: "Explains why", ME: "Is right", AE: "Is partly right", BE: "Is not there yet" },
  },
];

export async function createRubric(sql: Sql, random: Random, given: Given<Prisma.RubricCreateManyInput> = {}) {
  const courseId = given.courseId ?? (await createCourse(sql, random)).id;
  const createdById = given.createdById ?? (await createUser(sql, random, { roles: ["INSTRUCTOR"] })).id;
  const rubric = { id: random.uuid(), title: "Short work", criteria, ...stamps, ...given, courseId, createdById };
  await insertRow(sql, "Rubric", rubric);
  return rubric;
}

export async function createAssignment(sql: Sql, random: Random, given: Given<Prisma.AssignmentCreateManyInput> = {}) {
  const courseId = given.courseId ?? (await createCourse(sql, random)).id;
  const rubric = given.rubricId
    ? { id: given.rubricId, createdById: given.createdById as string }
    : await createRubric(sql, random, { courseId });
  const assignment = {
    id: random.uuid(),
    title: "Share a chapati",
    instructions: "Share one chapati fairly among four people and draw how you did it.",
    status: "PUBLISHED" as const,
    createdById: rubric.createdById,
    ...stamps,
    ...given,
    courseId,
    rubricId: rubric.id,
  };
  await insertRow(sql, "Assignment", assignment);
  return assignment;
}

export async function createSubmission(
  sql: Sql,
  random: Random,
  given: Given<Prisma.SubmissionCreateManyInput> & { studentId: string },
) {
  const assignment = given.assignmentId
    ? { id: given.assignmentId, courseId: given.courseId as string }
    : await createAssignment(sql, random, given.courseId ? { courseId: given.courseId } : {});
  const submission = {
    id: random.uuid(),
    status: "SUBMITTED" as const,
    text: "We cut it twice through the middle.",
    submittedAt: given.status === "DRAFT" ? null : madeAt,
    ...stamps,
    ...given,
    assignmentId: assignment.id,
    courseId: assignment.courseId,
  };
  await insertRow(sql, "Submission", submission);
  return submission;
}

export async function createBadge(sql: Sql, random: Random, given: Given<Prisma.BadgeCreateManyInput> = {}) {
  const code = given.code ?? `badge-${random.uuid().slice(-8)}`;
  const badge = {
    code,
    title: "First steps",
    titleSw: "Hatua za kwanza",
    details: "Finished a first lesson.",
    detailsSw: "Amemaliza somo la kwanza.",
    tier: "BRONZE" as const,
    points: 10,
    criteria: { fact: "lessons", atLeast: 1 },
    ...given,
  };
  await insertRow(sql, "Badge", badge);
  return badge;
}

/** A file that stands, without bytes: for what rows say about it. */
export async function createStoredFile(
  sql: Sql,
  random: Random,
  given: Given<Prisma.StoredFileCreateManyInput> & { ownerId: string; purpose: string },
) {
  const id = random.uuid();
  const file = {
    id,
    name: "chapati.jpg",
    sha256: "0".repeat(64),
    size: 1_000n,
    mime: "image/jpeg",
    storageKey: `${given.purpose}/${id}`,
    scan: "SKIPPED" as const,
    createdAt: madeAt,
    ...given,
  };
  await insertRow(sql, "StoredFile", file);
  return file;
}

/** A released grade of a piece of work. */
export async function createGrade(
  sql: Sql,
  given: Given<Prisma.SubmissionGradeCreateManyInput> & {
    submissionId: string;
    studentId: string;
    courseId: string;
    gradedById: string;
  },
) {
  const grade = {
    marks: { idea: "ME" },
    percent: 66,
    scaleCode: "CBC4",
    levelCode: "ME",
    feedback: "Right, and clear.",
    status: "RELEASED" as const,
    releasedAt: given.status === "DRAFT" ? null : madeAt,
    ...stamps,
    ...given,
  };
  await insertRow(sql, "SubmissionGrade", grade);
  return grade;
}

/** A topic of a course, or a reply where `topicId` is given: of an enrolled child of its own unless `studentId` is null. */
export async function createPost(
  sql: Sql,
  random: Random,
  given: Given<Prisma.ForumPostCreateManyInput> & { courseId: string },
) {
  const studentId =
    given.studentId === undefined
      ? (await createEnrollment(sql, random, { courseId: given.courseId })).studentId
      : given.studentId;
  const authorId = given.authorId ?? (await createUser(sql, random)).id;
  const topic = given.topicId ? {} : { kind: "QUESTION" as const, title: "Why is one half more than one third?" };
  const post = {
    id: random.uuid(),
    signed: "Amani",
    body: "I cut two oranges and cannot see it.",
    lastPostAt: madeAt,
    ...topic,
    ...stamps,
    ...given,
    studentId,
    authorId,
  };
  await insertRow(sql, "ForumPost", post);
  return post;
}

/** A certificate as it was made out; of a child and a course of its own unless given. */
export async function createCertificate(
  sql: Sql,
  random: Random,
  given: Given<Prisma.CertificateCreateManyInput> = {},
) {
  const studentId = given.studentId ?? (await createStudent(sql, random)).id;
  const courseId = given.courseId ?? (await createCourse(sql, random)).id;
  const certificate = {
    id: random.uuid(),
    code: makeCode(Uint8Array.from({ length: RANDOM_SIGNS }, () => random.int(0, 255))),
    firstName: "Amani",
    lastName: "Wanjikũ",
    title: "Fractions in the kitchen",
    language: "en",
    grade: "G4" as const,
    teacher: "Daniel Kiprop",
    lessons: 12,
    minutes: 240,
    words: "",
    completedOn: new Date("2026-11-20T00:00:00Z"),
    issuedAt: madeAt,
    ...given,
    studentId,
    courseId,
  };
  await insertRow(sql, "Certificate", certificate);
  return certificate;
}
