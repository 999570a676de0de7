import { attemptGraded } from "@/server/features/assessment/attempts.events";
import { lessonCompleted } from "@/server/features/learning/learning.events";
import { certificateLate } from "@/server/features/recognition/certificates.events";
import { issueCertificate } from "@/server/features/recognition/certificates.service";
import { inngest } from "../client";

/**
 * A lesson was finished, or an attempt graded: where it was the last thing missing, the course's certificate. Or the
 * course was finished before it gave any.
 */
export const recognitionIssueCertificate = inngest.createFunction(
  {
    id: "recognition-issue-certificate",
    concurrency: { limit: 2 },
    triggers: [{ event: lessonCompleted.name }, { event: attemptGraded.name }, { event: certificateLate.name }],
  },
  async ({ event, step }) =>
    step.run("issue", () => {
      const told = lessonCompleted.schema.or(attemptGraded.schema).or(certificateLate.schema).parse(event.data);
      const cause = "lessonId" in told ? told.lessonId : "attemptId" in told ? told.attemptId : told.courseId;
      return issueCertificate({ studentId: told.studentId, cause });
    }),
);
