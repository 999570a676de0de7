import { assessmentCalibrate } from "./functions/assessment-calibrate";
import { assessmentClose } from "./functions/assessment-close";
import { assessmentRegrade } from "./functions/assessment-regrade";
import { auditAnchor } from "./functions/audit-anchor";
import { auditSeal } from "./functions/audit-seal";
import { auditVerify } from "./functions/audit-verify";
import { consentExpire } from "./functions/consent-expire";
import { coursesMendDrift } from "./functions/courses-mend-drift";
import { curriculumCount } from "./functions/curriculum-count";
import { familiesScoreRisks } from "./functions/families-score-risks";
import { filesErase } from "./functions/files-erase";
import { filesPrepare } from "./functions/files-prepare";
import { filesPrune } from "./functions/files-prune";
import { filesSweep } from "./functions/files-sweep";
import { gradingCompare } from "./functions/grading-compare";
import { gradingPropose } from "./functions/grading-propose";
import { gradingProposeWaiting } from "./functions/grading-propose-waiting";
import { learnersRemindReviews } from "./functions/learners-remind-reviews";
import { notifyApplyDeliveryReport } from "./functions/notify-apply-delivery-report";
import { notifyDigest } from "./functions/notify-digest";
import { notifyEscalate } from "./functions/notify-escalate";
import { notifyFanOut } from "./functions/notify-fan-out";
import { notifySendInstead } from "./functions/notify-send-instead";
import { dispatchOutboxMessages } from "./functions/platform-dispatch-outbox-messages";
import { platformHeartbeat } from "./functions/platform-heartbeat";
import { platformPrune } from "./functions/platform-prune";
import { privacyClock } from "./functions/privacy-clock";
import { privacyErase } from "./functions/privacy-erase";
import { privacyExport } from "./functions/privacy-export";
import { recognitionFindLate } from "./functions/recognition-find-late";
import { recognitionIssueCertificate } from "./functions/recognition-issue-certificate";
import { recognitionRewardAttempt } from "./functions/recognition-reward-attempt";
import { recognitionRewardLesson } from "./functions/recognition-reward-lesson";
import { recognitionRewardWork } from "./functions/recognition-reward-work";

/** Every background function. What is not listed here does not run. */
export const functions = [
  assessmentCalibrate,
  assessmentClose,
  assessmentRegrade,
  auditAnchor,
  auditSeal,
  auditVerify,
  consentExpire,
  coursesMendDrift,
  curriculumCount,
  dispatchOutboxMessages,
  familiesScoreRisks,
  filesErase,
  filesPrepare,
  filesPrune,
  filesSweep,
  gradingCompare,
  gradingPropose,
  gradingProposeWaiting,
  learnersRemindReviews,
  notifyApplyDeliveryReport,
  notifyDigest,
  notifyEscalate,
  notifyFanOut,
  notifySendInstead,
  platformHeartbeat,
  platformPrune,
  privacyClock,
  privacyErase,
  privacyExport,
  recognitionFindLate,
  recognitionIssueCertificate,
  recognitionRewardAttempt,
  recognitionRewardLesson,
  recognitionRewardWork,
];
