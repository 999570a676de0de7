import { accommodationsRouter } from "./features/assessment/accommodations.router";
import { assessmentsRouter, schoolAssessmentsRouter } from "./features/assessment/assessments.router";
import { attemptsRouter } from "./features/assessment/attempts.router";
import { questionsRouter, schoolQuestionsRouter } from "./features/assessment/bank.router";
import { calibrationRouter } from "./features/assessment/calibration.router";
import { assignmentsRouter } from "./features/assignments/assignments.router";
import { workRouter } from "./features/assignments/work.router";
import { auditRouter } from "./features/audit/audit.router";
import { enrolmentRouter } from "./features/catalogue/enrolment.router";
import { feedbackRouter } from "./features/catalogue/feedback.router";
import { consentRouter } from "./features/consent/consent.router";
import { coursesRouter } from "./features/courses/courses.router";
import { lessonsRouter } from "./features/courses/lessons.router";
import { resourcesRouter } from "./features/courses/resources.router";
import { reviewRouter } from "./features/courses/review.router";
import { travelRouter } from "./features/courses/travel.router";
import { curriculumRouter } from "./features/curriculum/curriculum.router";
import { casesRouter } from "./features/families/cases.router";
import { familiesRouter } from "./features/families/families.router";
import { membersRouter } from "./features/families/members.router";
import { privacyRouter } from "./features/families/privacy.router";
import { filesRouter } from "./features/files/files.router";
import { gradingRouter } from "./features/grading/grading.router";
import { healthRouter } from "./features/health/health.router";
import { applicationsRouter } from "./features/identity/applications.router";
import { contactRouter } from "./features/identity/contact.router";
import { securityRouter, tokensRouter } from "./features/identity/factors.router";
import { handoverRouter } from "./features/identity/handover.router";
import { preferencesRouter } from "./features/identity/identity.preferences.router";
import { profileRouter } from "./features/identity/identity.profile.router";
import { identityRouter } from "./features/identity/identity.router";
import { invitationsRouter } from "./features/identity/invitations.router";
import { peopleRouter } from "./features/identity/people.router";
import { interventionsRouter } from "./features/learners/interventions.router";
import { learnersRouter } from "./features/learners/learners.router";
import { learningRouter } from "./features/learning/learning.router";
import { notifyRouter } from "./features/notify/notify.router";
import { platformRouter } from "./features/platform/platform.router";
import { progressRouter } from "./features/progress/progress.router";
import { certificatesRouter } from "./features/recognition/certificates.router";
import { teamRouter } from "./features/sponsorship/team.router";
import { talkRouter } from "./features/talk/talk.router";
import { createCallerFactory, router } from "./platform/trpc";

/** The list of feature routers, nothing else. */
export const rootRouter = router({
  accommodations: accommodationsRouter,
  applications: applicationsRouter,
  assignments: assignmentsRouter,
  assessments: assessmentsRouter,
  attempts: attemptsRouter,
  audit: auditRouter,
  calibration: calibrationRouter,
  cases: casesRouter,
  certificates: certificatesRouter,
  consent: consentRouter,
  contact: contactRouter,
  courses: coursesRouter,
  curriculum: curriculumRouter,
  enrolment: enrolmentRouter,
  families: familiesRouter,
  feedback: feedbackRouter,
  files: filesRouter,
  grading: gradingRouter,
  handover: handoverRouter,
  health: healthRouter,
  identity: identityRouter,
  interventions: interventionsRouter,
  invitations: invitationsRouter,
  lessons: lessonsRouter,
  learners: learnersRouter,
  learning: learningRouter,
  members: membersRouter,
  notify: notifyRouter,
  people: peopleRouter,
  platform: platformRouter,
  preferences: preferencesRouter,
  privacy: privacyRouter,
  profile: profileRouter,
  resources: resourcesRouter,
  questions: questionsRouter,
  review: reviewRouter,
  schoolAssessments: schoolAssessmentsRouter,
  schoolQuestions: schoolQuestionsRouter,
  progress: progressRouter,
  security: securityRouter,
  talk: talkRouter,
  team: teamRouter,
  tokens: tokensRouter,
  travel: travelRouter,
  work: workRouter,
});
export type RootRouter = typeof rootRouter;
export const createCaller = createCallerFactory(rootRouter);
