-- CreateEnum
CREATE TYPE "QuestionType" AS ENUM ('MCQ', 'SHORT_ANSWER', 'ESSAY', 'FILL_BLANK', 'MATCHING', 'ORDERING');

-- CreateEnum
CREATE TYPE "QuestionStatus" AS ENUM ('ACTIVE', 'RETIRED');

-- CreateEnum
CREATE TYPE "AssessmentMode" AS ENUM ('FIXED', 'ADAPTIVE');

-- CreateEnum
CREATE TYPE "AssessmentStatus" AS ENUM ('DRAFT', 'PUBLISHED', 'ARCHIVED');

-- CreateEnum
CREATE TYPE "AttemptStatus" AS ENUM ('OPEN', 'SUBMITTED', 'GRADED');

-- CreateEnum
CREATE TYPE "GradedBy" AS ENUM ('KEY', 'AI', 'HUMAN');

-- CreateEnum
CREATE TYPE "SubmissionStatus" AS ENUM ('DRAFT', 'SUBMITTED', 'GRADED', 'RETURNED');

-- CreateEnum
CREATE TYPE "GradeStatus" AS ENUM ('DRAFT', 'RELEASED');

-- CreateEnum
CREATE TYPE "ProposalStatus" AS ENUM ('OPEN', 'ACCEPTED', 'CHANGED', 'REJECTED');

-- CreateEnum
CREATE TYPE "RegradeStatus" AS ENUM ('ASKED', 'CHANGED', 'KEPT');

-- CreateEnum
CREATE TYPE "CourseStatus" AS ENUM ('DRAFT', 'REVIEW', 'PUBLISHED', 'ARCHIVED');

-- CreateEnum
CREATE TYPE "DripMode" AS ENUM ('OPEN', 'BY_DATE', 'BY_PROGRESS');

-- CreateEnum
CREATE TYPE "CompletionRule" AS ENUM ('READ', 'QUIZ', 'MARKED');

-- CreateEnum
CREATE TYPE "EnrollmentStatus" AS ENUM ('ACTIVE', 'COMPLETED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "EnrollmentSource" AS ENUM ('FREE', 'PLAN', 'PURCHASE', 'SPONSOR');

-- CreateEnum
CREATE TYPE "ActivityKind" AS ENUM ('LESSON', 'LESSON_DONE', 'ANSWERS', 'SUBMITTED', 'RETURNED', 'ENROLLED', 'COURSE_DONE', 'BADGE');

-- CreateEnum
CREATE TYPE "ModerationStatus" AS ENUM ('WAITING', 'APPROVED', 'SENT_BACK', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "BadgeTier" AS ENUM ('BRONZE', 'SILVER', 'GOLD');

-- CreateTable
CREATE TABLE "Question" (
    "id" UUID NOT NULL,
    "ownerId" UUID,
    "grade" "Grade" NOT NULL,
    "learningAreaCode" TEXT NOT NULL,
    "status" "QuestionStatus" NOT NULL DEFAULT 'ACTIVE',
    "currentNumber" INTEGER NOT NULL DEFAULT 1,
    "type" "QuestionType" NOT NULL,
    "difficulty" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "tags" TEXT[],
    "search" tsvector,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QuestionVersion" (
    "id" UUID NOT NULL,
    "questionId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "type" "QuestionType" NOT NULL,
    "body" JSONB NOT NULL,
    "difficulty" INTEGER NOT NULL,
    "b" DOUBLE PRECISION,
    "a" DOUBLE PRECISION,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "QuestionVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QuestionKey" (
    "versionId" UUID NOT NULL,
    "key" JSONB NOT NULL,
    "gradingPrompt" TEXT,

    CONSTRAINT "QuestionKey_pkey" PRIMARY KEY ("versionId")
);

-- CreateTable
CREATE TABLE "QuestionCompetency" (
    "questionId" UUID NOT NULL,
    "competencyId" UUID NOT NULL,

    CONSTRAINT "QuestionCompetency_pkey" PRIMARY KEY ("questionId","competencyId")
);

-- CreateTable
CREATE TABLE "Assessment" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "lessonId" UUID,
    "title" TEXT NOT NULL,
    "instructions" TEXT NOT NULL DEFAULT '',
    "mode" "AssessmentMode" NOT NULL DEFAULT 'FIXED',
    "adaptiveConfig" JSONB NOT NULL DEFAULT '{}',
    "status" "AssessmentStatus" NOT NULL DEFAULT 'DRAFT',
    "timeLimitMinutes" INTEGER,
    "maxAttempts" INTEGER NOT NULL DEFAULT 1,
    "opensAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "shuffle" BOOLEAN NOT NULL DEFAULT false,
    "showsKey" BOOLEAN NOT NULL DEFAULT true,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Assessment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AssessmentItem" (
    "id" UUID NOT NULL,
    "assessmentId" UUID NOT NULL,
    "questionId" UUID NOT NULL,
    "position" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 1,
    "rightItemId" UUID,
    "wrongItemId" UUID,

    CONSTRAINT "AssessmentItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Accommodation" (
    "studentId" UUID NOT NULL,
    "extraTimePercent" INTEGER NOT NULL DEFAULT 0,
    "extraAttempts" INTEGER NOT NULL DEFAULT 0,
    "readAloud" BOOLEAN NOT NULL DEFAULT false,
    "largePrint" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT NOT NULL DEFAULT '',
    "setById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Accommodation_pkey" PRIMARY KEY ("studentId")
);

-- CreateTable
CREATE TABLE "Attempt" (
    "id" UUID NOT NULL,
    "assessmentId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "status" "AttemptStatus" NOT NULL DEFAULT 'OPEN',
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deadlineAt" TIMESTAMPTZ(3),
    "submittedAt" TIMESTAMPTZ(3),
    "state" JSONB NOT NULL DEFAULT '{}',
    "ability" DOUBLE PRECISION,
    "standardError" DOUBLE PRECISION,
    "percent" DOUBLE PRECISION,
    "scaleCode" TEXT,
    "levelCode" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Response" (
    "id" UUID NOT NULL,
    "attemptId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "questionId" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "difficulty" INTEGER NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 1,
    "answer" JSONB,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "seconds" INTEGER NOT NULL DEFAULT 0,
    "answeredAt" TIMESTAMPTZ(3),
    "score" DOUBLE PRECISION,
    "gradedBy" "GradedBy",
    "gradedById" UUID,
    "confidence" DOUBLE PRECISION,
    "feedback" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Response_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Rubric" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "criteria" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Rubric_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Assignment" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "lessonId" UUID,
    "rubricId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "instructions" TEXT NOT NULL,
    "status" "AssessmentStatus" NOT NULL DEFAULT 'DRAFT',
    "takesText" BOOLEAN NOT NULL DEFAULT true,
    "takesFiles" BOOLEAN NOT NULL DEFAULT true,
    "opensAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AssignmentCompetency" (
    "assignmentId" UUID NOT NULL,
    "competencyId" UUID NOT NULL,

    CONSTRAINT "AssignmentCompetency_pkey" PRIMARY KEY ("assignmentId","competencyId")
);

-- CreateTable
CREATE TABLE "Submission" (
    "id" UUID NOT NULL,
    "assignmentId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "number" INTEGER NOT NULL DEFAULT 1,
    "status" "SubmissionStatus" NOT NULL DEFAULT 'DRAFT',
    "text" TEXT NOT NULL DEFAULT '',
    "revision" INTEGER NOT NULL DEFAULT 0,
    "submittedAt" TIMESTAMPTZ(3),
    "isLate" BOOLEAN NOT NULL DEFAULT false,
    "claimedById" UUID,
    "claimedUntil" TIMESTAMPTZ(3),
    "similarity" DOUBLE PRECISION,
    "similarToId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Submission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SubmissionFile" (
    "submissionId" UUID NOT NULL,
    "fileId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "SubmissionFile_pkey" PRIMARY KEY ("submissionId","fileId")
);

-- CreateTable
CREATE TABLE "SubmissionGrade" (
    "submissionId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "marks" JSONB NOT NULL,
    "percent" DOUBLE PRECISION NOT NULL,
    "scaleCode" TEXT NOT NULL,
    "levelCode" TEXT NOT NULL,
    "feedback" TEXT NOT NULL DEFAULT '',
    "audioFileId" UUID,
    "status" "GradeStatus" NOT NULL DEFAULT 'DRAFT',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "gradedById" UUID NOT NULL,
    "proposalId" UUID,
    "releasedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SubmissionGrade_pkey" PRIMARY KEY ("submissionId")
);

-- CreateTable
CREATE TABLE "GradeChange" (
    "id" UUID NOT NULL,
    "submissionId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "changedById" UUID NOT NULL,
    "before" JSONB,
    "after" JSONB NOT NULL,
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GradeChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GradeProposal" (
    "id" UUID NOT NULL,
    "submissionId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "marks" JSONB NOT NULL,
    "percent" DOUBLE PRECISION NOT NULL,
    "confidence" DOUBLE PRECISION NOT NULL,
    "reason" TEXT NOT NULL,
    "engine" TEXT NOT NULL,
    "status" "ProposalStatus" NOT NULL DEFAULT 'OPEN',
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GradeProposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Annotation" (
    "id" UUID NOT NULL,
    "submissionId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "fileId" UUID NOT NULL,
    "page" INTEGER NOT NULL DEFAULT 1,
    "x" DOUBLE PRECISION NOT NULL,
    "y" DOUBLE PRECISION NOT NULL,
    "width" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "height" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "body" TEXT NOT NULL,
    "authorId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Annotation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CommentSnippet" (
    "id" UUID NOT NULL,
    "ownerId" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CommentSnippet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RegradeRequest" (
    "id" UUID NOT NULL,
    "submissionId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "requestedById" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "status" "RegradeStatus" NOT NULL DEFAULT 'ASKED',
    "answer" TEXT,
    "answeredById" UUID,
    "answeredAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RegradeRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GradeScale" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameSw" TEXT NOT NULL,

    CONSTRAINT "GradeScale_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "ScaleLevel" (
    "scaleCode" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "minPercent" DOUBLE PRECISION NOT NULL,
    "points" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "nameSw" TEXT NOT NULL,

    CONSTRAINT "ScaleLevel_pkey" PRIMARY KEY ("scaleCode","code")
);

-- CreateTable
CREATE TABLE "ScaleUse" (
    "id" UUID NOT NULL,
    "grade" "Grade" NOT NULL,
    "scaleCode" TEXT NOT NULL,
    "validFrom" DATE NOT NULL,

    CONSTRAINT "ScaleUse_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Course" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "ownerId" UUID NOT NULL,
    "organizationId" UUID,
    "grade" "Grade" NOT NULL,
    "learningAreaCode" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'en',
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "description" JSONB NOT NULL DEFAULT '{}',
    "whatYouLearn" TEXT[],
    "audience" TEXT,
    "requirements" TEXT,
    "status" "CourseStatus" NOT NULL DEFAULT 'DRAFT',
    "drip" "DripMode" NOT NULL DEFAULT 'OPEN',
    "price" BIGINT NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT 'KES',
    "inPlan" BOOLEAN NOT NULL DEFAULT false,
    "coverFileId" UUID,
    "certificate" JSONB NOT NULL DEFAULT '{}',
    "allowsReviews" BOOLEAN NOT NULL DEFAULT true,
    "allowsQuestions" BOOLEAN NOT NULL DEFAULT true,
    "submittedAt" TIMESTAMPTZ(3),
    "publishedAt" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "lessonCount" INTEGER NOT NULL DEFAULT 0,
    "minutes" INTEGER NOT NULL DEFAULT 0,
    "enrolledCount" INTEGER NOT NULL DEFAULT 0,
    "completedCount" INTEGER NOT NULL DEFAULT 0,
    "ratingCount" INTEGER NOT NULL DEFAULT 0,
    "ratingSum" INTEGER NOT NULL DEFAULT 0,
    "search" tsvector,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Course_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CoursePrerequisite" (
    "courseId" UUID NOT NULL,
    "requiredId" UUID NOT NULL,

    CONSTRAINT "CoursePrerequisite_pkey" PRIMARY KEY ("courseId","requiredId")
);

-- CreateTable
CREATE TABLE "CourseInstructor" (
    "courseId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "canEdit" BOOLEAN NOT NULL DEFAULT false,
    "canGrade" BOOLEAN NOT NULL DEFAULT false,
    "canLearners" BOOLEAN NOT NULL DEFAULT false,
    "addedById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CourseInstructor_pkey" PRIMARY KEY ("courseId","userId")
);

-- CreateTable
CREATE TABLE "CourseModule" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT,
    "position" TEXT NOT NULL,
    "opensOn" DATE,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CourseModule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lesson" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "moduleId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "minutes" INTEGER NOT NULL DEFAULT 10,
    "isPreview" BOOLEAN NOT NULL DEFAULT false,
    "completion" "CompletionRule" NOT NULL DEFAULT 'READ',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Lesson_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LessonContent" (
    "lessonId" UUID NOT NULL,
    "body" JSONB NOT NULL DEFAULT '{}',
    "text" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LessonContent_pkey" PRIMARY KEY ("lessonId")
);

-- CreateTable
CREATE TABLE "LessonVersion" (
    "id" UUID NOT NULL,
    "lessonId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "summary" TEXT,
    "authorId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LessonVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LessonCompetency" (
    "lessonId" UUID NOT NULL,
    "competencyId" UUID NOT NULL,

    CONSTRAINT "LessonCompetency_pkey" PRIMARY KEY ("lessonId","competencyId")
);

-- CreateTable
CREATE TABLE "CourseResource" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "lessonId" UUID,
    "fileId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "addedById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CourseResource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Enrollment" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "status" "EnrollmentStatus" NOT NULL DEFAULT 'ACTIVE',
    "source" "EnrollmentSource" NOT NULL,
    "enrolledById" UUID NOT NULL,
    "lessonsDone" INTEGER NOT NULL DEFAULT 0,
    "lastActivityAt" TIMESTAMPTZ(3),
    "lastLessonId" UUID,
    "completedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Enrollment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LessonProgress" (
    "studentId" UUID NOT NULL,
    "lessonId" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "percent" INTEGER NOT NULL DEFAULT 0,
    "place" TEXT,
    "placeAt" TIMESTAMPTZ(3),
    "seconds" INTEGER NOT NULL DEFAULT 0,
    "answers" JSONB NOT NULL DEFAULT '{}',
    "completedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LessonProgress_pkey" PRIMARY KEY ("studentId","lessonId")
);

-- CreateTable
CREATE TABLE "LearnerNote" (
    "id" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "lessonId" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LearnerNote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StudentActivity" (
    "id" UUID NOT NULL,
    "occurredAt" TIMESTAMPTZ(3) NOT NULL,
    "studentId" UUID NOT NULL,
    "kind" "ActivityKind" NOT NULL,
    "courseId" UUID,
    "lessonId" UUID,
    "subjectId" UUID,
    "seconds" INTEGER NOT NULL DEFAULT 0,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "StudentActivity_pkey" PRIMARY KEY ("id","occurredAt")
);

-- CreateTable
CREATE TABLE "CourseReview" (
    "id" UUID NOT NULL,
    "courseId" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "authorId" UUID NOT NULL,
    "rating" INTEGER NOT NULL,
    "clarity" INTEGER,
    "engagement" INTEGER,
    "usefulness" INTEGER,
    "body" TEXT NOT NULL DEFAULT '',
    "language" TEXT NOT NULL DEFAULT 'en',
    "reply" TEXT,
    "repliedById" UUID,
    "repliedAt" TIMESTAMPTZ(3),
    "hiddenReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CourseReview_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ModerationItem" (
    "id" UUID NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "status" "ModerationStatus" NOT NULL DEFAULT 'WAITING',
    "submittedById" UUID NOT NULL,
    "findings" JSONB NOT NULL DEFAULT '[]',
    "decidedById" UUID,
    "decidedAt" TIMESTAMPTZ(3),
    "feedback" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ModerationItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CompetencyTally" (
    "competencyId" UUID NOT NULL,
    "lessons" INTEGER NOT NULL DEFAULT 0,
    "completions" INTEGER NOT NULL DEFAULT 0,
    "answers" INTEGER NOT NULL DEFAULT 0,
    "scoreSum" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "countedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CompetencyTally_pkey" PRIMARY KEY ("competencyId")
);

-- CreateTable
CREATE TABLE "Badge" (
    "code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "titleSw" TEXT NOT NULL,
    "details" TEXT NOT NULL,
    "detailsSw" TEXT NOT NULL,
    "tier" "BadgeTier" NOT NULL,
    "points" INTEGER NOT NULL,
    "criteria" JSONB NOT NULL,

    CONSTRAINT "Badge_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "BadgeAward" (
    "id" UUID NOT NULL,
    "badgeCode" TEXT NOT NULL,
    "studentId" UUID NOT NULL,
    "awardedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "BadgeAward_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PointsLog" (
    "id" UUID NOT NULL,
    "studentId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "fact" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "earnedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PointsLog_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Question_status_grade_learningAreaCode_id_idx" ON "Question"("status", "grade", "learningAreaCode", "id");

-- CreateIndex
CREATE INDEX "Question_ownerId_updatedAt_id_idx" ON "Question"("ownerId", "updatedAt", "id");

-- CreateIndex
CREATE INDEX "Question_learningAreaCode_idx" ON "Question"("learningAreaCode");

-- CreateIndex
CREATE INDEX "Question_updatedAt_id_idx" ON "Question"("updatedAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "QuestionVersion_questionId_number_key" ON "QuestionVersion"("questionId", "number");

-- CreateIndex
CREATE INDEX "QuestionCompetency_competencyId_idx" ON "QuestionCompetency"("competencyId");

-- CreateIndex
CREATE INDEX "Assessment_courseId_status_id_idx" ON "Assessment"("courseId", "status", "id");

-- CreateIndex
CREATE INDEX "Assessment_lessonId_idx" ON "Assessment"("lessonId");

-- CreateIndex
CREATE INDEX "Assessment_updatedAt_id_idx" ON "Assessment"("updatedAt", "id");

-- CreateIndex
CREATE INDEX "AssessmentItem_questionId_idx" ON "AssessmentItem"("questionId");

-- CreateIndex
CREATE INDEX "AssessmentItem_rightItemId_idx" ON "AssessmentItem"("rightItemId");

-- CreateIndex
CREATE INDEX "AssessmentItem_wrongItemId_idx" ON "AssessmentItem"("wrongItemId");

-- CreateIndex
CREATE UNIQUE INDEX "AssessmentItem_assessmentId_questionId_key" ON "AssessmentItem"("assessmentId", "questionId");

-- CreateIndex
CREATE UNIQUE INDEX "AssessmentItem_assessmentId_position_key" ON "AssessmentItem"("assessmentId", "position");

-- CreateIndex
CREATE INDEX "Attempt_studentId_submittedAt_idx" ON "Attempt"("studentId", "submittedAt");

-- CreateIndex
CREATE INDEX "Attempt_courseId_status_submittedAt_id_idx" ON "Attempt"("courseId", "status", "submittedAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Attempt_assessmentId_studentId_number_key" ON "Attempt"("assessmentId", "studentId", "number");

-- CreateIndex
CREATE INDEX "Response_versionId_idx" ON "Response"("versionId");

-- CreateIndex
CREATE INDEX "Response_questionId_answeredAt_idx" ON "Response"("questionId", "answeredAt");

-- CreateIndex
CREATE INDEX "Response_studentId_answeredAt_idx" ON "Response"("studentId", "answeredAt");

-- CreateIndex
CREATE UNIQUE INDEX "Response_attemptId_place_key" ON "Response"("attemptId", "place");

-- CreateIndex
CREATE UNIQUE INDEX "Response_attemptId_questionId_key" ON "Response"("attemptId", "questionId");

-- CreateIndex
CREATE INDEX "Rubric_courseId_title_id_idx" ON "Rubric"("courseId", "title", "id");

-- CreateIndex
CREATE INDEX "Assignment_courseId_status_dueAt_id_idx" ON "Assignment"("courseId", "status", "dueAt", "id");

-- CreateIndex
CREATE INDEX "Assignment_lessonId_idx" ON "Assignment"("lessonId");

-- CreateIndex
CREATE INDEX "Assignment_rubricId_idx" ON "Assignment"("rubricId");

-- CreateIndex
CREATE INDEX "AssignmentCompetency_competencyId_idx" ON "AssignmentCompetency"("competencyId");

-- CreateIndex
CREATE INDEX "Submission_courseId_status_submittedAt_id_idx" ON "Submission"("courseId", "status", "submittedAt", "id");

-- CreateIndex
CREATE INDEX "Submission_studentId_status_idx" ON "Submission"("studentId", "status");

-- CreateIndex
CREATE INDEX "Submission_similarToId_idx" ON "Submission"("similarToId");

-- CreateIndex
CREATE UNIQUE INDEX "Submission_assignmentId_studentId_number_key" ON "Submission"("assignmentId", "studentId", "number");

-- CreateIndex
CREATE INDEX "SubmissionFile_fileId_idx" ON "SubmissionFile"("fileId");

-- CreateIndex
CREATE INDEX "SubmissionFile_studentId_idx" ON "SubmissionFile"("studentId");

-- CreateIndex
CREATE INDEX "SubmissionGrade_studentId_releasedAt_idx" ON "SubmissionGrade"("studentId", "releasedAt");

-- CreateIndex
CREATE INDEX "SubmissionGrade_courseId_releasedAt_idx" ON "SubmissionGrade"("courseId", "releasedAt");

-- CreateIndex
CREATE INDEX "SubmissionGrade_gradedById_updatedAt_idx" ON "SubmissionGrade"("gradedById", "updatedAt");

-- CreateIndex
CREATE INDEX "GradeChange_submissionId_createdAt_idx" ON "GradeChange"("submissionId", "createdAt");

-- CreateIndex
CREATE INDEX "GradeChange_studentId_idx" ON "GradeChange"("studentId");

-- CreateIndex
CREATE INDEX "GradeProposal_submissionId_createdAt_idx" ON "GradeProposal"("submissionId", "createdAt");

-- CreateIndex
CREATE INDEX "GradeProposal_courseId_status_confidence_idx" ON "GradeProposal"("courseId", "status", "confidence");

-- CreateIndex
CREATE INDEX "GradeProposal_studentId_idx" ON "GradeProposal"("studentId");

-- CreateIndex
CREATE INDEX "Annotation_submissionId_page_idx" ON "Annotation"("submissionId", "page");

-- CreateIndex
CREATE INDEX "Annotation_studentId_idx" ON "Annotation"("studentId");

-- CreateIndex
CREATE INDEX "CommentSnippet_ownerId_uses_id_idx" ON "CommentSnippet"("ownerId", "uses", "id");

-- CreateIndex
CREATE INDEX "RegradeRequest_submissionId_idx" ON "RegradeRequest"("submissionId");

-- CreateIndex
CREATE INDEX "RegradeRequest_courseId_status_createdAt_idx" ON "RegradeRequest"("courseId", "status", "createdAt");

-- CreateIndex
CREATE INDEX "RegradeRequest_studentId_idx" ON "RegradeRequest"("studentId");

-- CreateIndex
CREATE INDEX "ScaleUse_scaleCode_idx" ON "ScaleUse"("scaleCode");

-- CreateIndex
CREATE UNIQUE INDEX "ScaleUse_grade_validFrom_key" ON "ScaleUse"("grade", "validFrom");

-- CreateIndex
CREATE UNIQUE INDEX "Course_slug_key" ON "Course"("slug");

-- CreateIndex
CREATE INDEX "Course_status_publishedAt_id_idx" ON "Course"("status", "publishedAt", "id");

-- CreateIndex
CREATE INDEX "Course_status_grade_learningAreaCode_id_idx" ON "Course"("status", "grade", "learningAreaCode", "id");

-- CreateIndex
CREATE INDEX "Course_learningAreaCode_idx" ON "Course"("learningAreaCode");

-- CreateIndex
CREATE INDEX "Course_ownerId_updatedAt_id_idx" ON "Course"("ownerId", "updatedAt", "id");

-- CreateIndex
CREATE INDEX "Course_organizationId_idx" ON "Course"("organizationId");

-- CreateIndex
CREATE INDEX "CoursePrerequisite_requiredId_idx" ON "CoursePrerequisite"("requiredId");

-- CreateIndex
CREATE INDEX "CourseInstructor_userId_idx" ON "CourseInstructor"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "CourseModule_courseId_position_key" ON "CourseModule"("courseId", "position");

-- CreateIndex
CREATE INDEX "Lesson_courseId_idx" ON "Lesson"("courseId");

-- CreateIndex
CREATE UNIQUE INDEX "Lesson_moduleId_position_key" ON "Lesson"("moduleId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "LessonVersion_lessonId_number_key" ON "LessonVersion"("lessonId", "number");

-- CreateIndex
CREATE INDEX "LessonCompetency_competencyId_idx" ON "LessonCompetency"("competencyId");

-- CreateIndex
CREATE INDEX "CourseResource_courseId_createdAt_id_idx" ON "CourseResource"("courseId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "CourseResource_lessonId_idx" ON "CourseResource"("lessonId");

-- CreateIndex
CREATE INDEX "CourseResource_fileId_idx" ON "CourseResource"("fileId");

-- CreateIndex
CREATE INDEX "Enrollment_studentId_status_lastActivityAt_idx" ON "Enrollment"("studentId", "status", "lastActivityAt");

-- CreateIndex
CREATE INDEX "Enrollment_courseId_status_lastActivityAt_id_idx" ON "Enrollment"("courseId", "status", "lastActivityAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Enrollment_courseId_studentId_key" ON "Enrollment"("courseId", "studentId");

-- CreateIndex
CREATE INDEX "LessonProgress_lessonId_completedAt_idx" ON "LessonProgress"("lessonId", "completedAt");

-- CreateIndex
CREATE INDEX "LessonProgress_courseId_studentId_idx" ON "LessonProgress"("courseId", "studentId");

-- CreateIndex
CREATE INDEX "LearnerNote_lessonId_idx" ON "LearnerNote"("lessonId");

-- CreateIndex
CREATE UNIQUE INDEX "LearnerNote_studentId_lessonId_key" ON "LearnerNote"("studentId", "lessonId");

-- CreateIndex
CREATE INDEX "StudentActivity_studentId_occurredAt_idx" ON "StudentActivity"("studentId", "occurredAt");

-- CreateIndex
CREATE INDEX "StudentActivity_courseId_occurredAt_idx" ON "StudentActivity"("courseId", "occurredAt");

-- CreateIndex
CREATE INDEX "CourseReview_courseId_createdAt_id_idx" ON "CourseReview"("courseId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "CourseReview_studentId_idx" ON "CourseReview"("studentId");

-- CreateIndex
CREATE UNIQUE INDEX "CourseReview_courseId_studentId_key" ON "CourseReview"("courseId", "studentId");

-- CreateIndex
CREATE INDEX "ModerationItem_status_createdAt_id_idx" ON "ModerationItem"("status", "createdAt", "id");

-- CreateIndex
CREATE INDEX "ModerationItem_subjectId_createdAt_idx" ON "ModerationItem"("subjectId", "createdAt");

-- CreateIndex
CREATE INDEX "ModerationItem_submittedById_idx" ON "ModerationItem"("submittedById");

-- CreateIndex
CREATE INDEX "BadgeAward_badgeCode_idx" ON "BadgeAward"("badgeCode");

-- CreateIndex
CREATE UNIQUE INDEX "BadgeAward_studentId_badgeCode_key" ON "BadgeAward"("studentId", "badgeCode");

-- CreateIndex
CREATE INDEX "PointsLog_studentId_earnedAt_idx" ON "PointsLog"("studentId", "earnedAt");

-- CreateIndex
CREATE UNIQUE INDEX "PointsLog_studentId_fact_key" ON "PointsLog"("studentId", "fact");

-- AddForeignKey
ALTER TABLE "Question" ADD CONSTRAINT "Question_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Question" ADD CONSTRAINT "Question_learningAreaCode_fkey" FOREIGN KEY ("learningAreaCode") REFERENCES "LearningArea"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QuestionVersion" ADD CONSTRAINT "QuestionVersion_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "Question"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QuestionKey" ADD CONSTRAINT "QuestionKey_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "QuestionVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QuestionCompetency" ADD CONSTRAINT "QuestionCompetency_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "Question"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QuestionCompetency" ADD CONSTRAINT "QuestionCompetency_competencyId_fkey" FOREIGN KEY ("competencyId") REFERENCES "Competency"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assessment" ADD CONSTRAINT "Assessment_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assessment" ADD CONSTRAINT "Assessment_lessonId_fkey" FOREIGN KEY ("lessonId") REFERENCES "Lesson"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssessmentItem" ADD CONSTRAINT "AssessmentItem_assessmentId_fkey" FOREIGN KEY ("assessmentId") REFERENCES "Assessment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssessmentItem" ADD CONSTRAINT "AssessmentItem_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "Question"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssessmentItem" ADD CONSTRAINT "AssessmentItem_rightItemId_fkey" FOREIGN KEY ("rightItemId") REFERENCES "AssessmentItem"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssessmentItem" ADD CONSTRAINT "AssessmentItem_wrongItemId_fkey" FOREIGN KEY ("wrongItemId") REFERENCES "AssessmentItem"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Accommodation" ADD CONSTRAINT "Accommodation_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attempt" ADD CONSTRAINT "Attempt_assessmentId_fkey" FOREIGN KEY ("assessmentId") REFERENCES "Assessment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attempt" ADD CONSTRAINT "Attempt_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Response" ADD CONSTRAINT "Response_attemptId_fkey" FOREIGN KEY ("attemptId") REFERENCES "Attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Response" ADD CONSTRAINT "Response_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "QuestionVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Response" ADD CONSTRAINT "Response_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rubric" ADD CONSTRAINT "Rubric_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_lessonId_fkey" FOREIGN KEY ("lessonId") REFERENCES "Lesson"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_rubricId_fkey" FOREIGN KEY ("rubricId") REFERENCES "Rubric"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssignmentCompetency" ADD CONSTRAINT "AssignmentCompetency_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AssignmentCompetency" ADD CONSTRAINT "AssignmentCompetency_competencyId_fkey" FOREIGN KEY ("competencyId") REFERENCES "Competency"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_similarToId_fkey" FOREIGN KEY ("similarToId") REFERENCES "Submission"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SubmissionFile" ADD CONSTRAINT "SubmissionFile_submissionId_fkey" FOREIGN KEY ("submissionId") REFERENCES "Submission"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SubmissionFile" ADD CONSTRAINT "SubmissionFile_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SubmissionGrade" ADD CONSTRAINT "SubmissionGrade_submissionId_fkey" FOREIGN KEY ("submissionId") REFERENCES "Submission"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SubmissionGrade" ADD CONSTRAINT "SubmissionGrade_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GradeChange" ADD CONSTRAINT "GradeChange_submissionId_fkey" FOREIGN KEY ("submissionId") REFERENCES "Submission"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GradeProposal" ADD CONSTRAINT "GradeProposal_submissionId_fkey" FOREIGN KEY ("submissionId") REFERENCES "Submission"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_submissionId_fkey" FOREIGN KEY ("submissionId") REFERENCES "Submission"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RegradeRequest" ADD CONSTRAINT "RegradeRequest_submissionId_fkey" FOREIGN KEY ("submissionId") REFERENCES "Submission"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScaleLevel" ADD CONSTRAINT "ScaleLevel_scaleCode_fkey" FOREIGN KEY ("scaleCode") REFERENCES "GradeScale"("code") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScaleUse" ADD CONSTRAINT "ScaleUse_scaleCode_fkey" FOREIGN KEY ("scaleCode") REFERENCES "GradeScale"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Course" ADD CONSTRAINT "Course_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Course" ADD CONSTRAINT "Course_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Course" ADD CONSTRAINT "Course_learningAreaCode_fkey" FOREIGN KEY ("learningAreaCode") REFERENCES "LearningArea"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CoursePrerequisite" ADD CONSTRAINT "CoursePrerequisite_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CoursePrerequisite" ADD CONSTRAINT "CoursePrerequisite_requiredId_fkey" FOREIGN KEY ("requiredId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseInstructor" ADD CONSTRAINT "CourseInstructor_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseInstructor" ADD CONSTRAINT "CourseInstructor_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseModule" ADD CONSTRAINT "CourseModule_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lesson" ADD CONSTRAINT "Lesson_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lesson" ADD CONSTRAINT "Lesson_moduleId_fkey" FOREIGN KEY ("moduleId") REFERENCES "CourseModule"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LessonContent" ADD CONSTRAINT "LessonContent_lessonId_fkey" FOREIGN KEY ("lessonId") REFERENCES "Lesson"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LessonVersion" ADD CONSTRAINT "LessonVersion_lessonId_fkey" FOREIGN KEY ("lessonId") REFERENCES "Lesson"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LessonCompetency" ADD CONSTRAINT "LessonCompetency_lessonId_fkey" FOREIGN KEY ("lessonId") REFERENCES "Lesson"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LessonCompetency" ADD CONSTRAINT "LessonCompetency_competencyId_fkey" FOREIGN KEY ("competencyId") REFERENCES "Competency"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseResource" ADD CONSTRAINT "CourseResource_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseResource" ADD CONSTRAINT "CourseResource_lessonId_fkey" FOREIGN KEY ("lessonId") REFERENCES "Lesson"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrollment" ADD CONSTRAINT "Enrollment_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Enrollment" ADD CONSTRAINT "Enrollment_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LessonProgress" ADD CONSTRAINT "LessonProgress_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LessonProgress" ADD CONSTRAINT "LessonProgress_lessonId_fkey" FOREIGN KEY ("lessonId") REFERENCES "Lesson"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LearnerNote" ADD CONSTRAINT "LearnerNote_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LearnerNote" ADD CONSTRAINT "LearnerNote_lessonId_fkey" FOREIGN KEY ("lessonId") REFERENCES "Lesson"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StudentActivity" ADD CONSTRAINT "StudentActivity_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseReview" ADD CONSTRAINT "CourseReview_courseId_fkey" FOREIGN KEY ("courseId") REFERENCES "Course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CourseReview" ADD CONSTRAINT "CourseReview_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CompetencyTally" ADD CONSTRAINT "CompetencyTally_competencyId_fkey" FOREIGN KEY ("competencyId") REFERENCES "Competency"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BadgeAward" ADD CONSTRAINT "BadgeAward_badgeCode_fkey" FOREIGN KEY ("badgeCode") REFERENCES "Badge"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BadgeAward" ADD CONSTRAINT "BadgeAward_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PointsLog" ADD CONSTRAINT "PointsLog_studentId_fkey" FOREIGN KEY ("studentId") REFERENCES "Student"("id") ON DELETE CASCADE ON UPDATE CASCADE;
