/** What the school's own rules propose for work that waits at the desk, by the work that has gone back. */
import { markPercent } from "@/server/features/grading/marks.domain";
import { type Example, proposeMarks } from "@/server/features/grading/proposals.domain";
import type { Criterion } from "@/server/features/grading/rubric.schema";
import { insertRows } from "../../../tests/factories/insert";
import type { World } from "../world";

/** As many as the job itself looks at. */
const mostExamples = 200;
const mostProposed = 100;

type Waiting = { id: string; studentId: string; courseId: string; text: string; submittedAt: Date };
type Task = { id: string; criteria: Criterion[]; examples: Example[]; waiting: Waiting[] };

/** Assignments that have both: work that waits, and work that has gone back. */
const readTasks = async (w: World) =>
  (
    await w.sql.query<Task>(
      `SELECT a.id, r.criteria,
         (SELECT json_agg(x) FROM (SELECT s.text, g.marks FROM "Submission" s JOIN "SubmissionGrade" g ON g."submissionId" = s.id
            WHERE s."assignmentId" = a.id AND s.status = 'RETURNED' AND g.status = 'RELEASED' ORDER BY s."submittedAt" DESC, s.id DESC LIMIT $1) x) AS examples,
         (SELECT json_agg(x) FROM (SELECT s.id, s."studentId", s."courseId", s.text, s."submittedAt" FROM "Submission" s
            WHERE s."assignmentId" = a.id AND s.status = 'SUBMITTED' ORDER BY s."submittedAt", s.id LIMIT $2) x) AS waiting
       FROM "Assignment" a JOIN "Rubric" r ON r.id = a."rubricId" ORDER BY a.id`,
      [mostExamples, mostProposed],
    )
  ).rows.filter(({ examples, waiting }) => examples && waiting);

/** Proposals as the rules make them: none where they know too little, and as sure as what they rest on. */
export async function seedProposals(w: World): Promise<void> {
  const random = w.random.child("proposals");
  const rows = (await readTasks(w)).flatMap(({ criteria, examples, waiting }) =>
    waiting.flatMap(({ text, submittedAt, id: submissionId, ...whose }) => {
      const found = proposeMarks({ text, files: 0 }, criteria, examples);
      if (!found) return [];
      const { marks, confidence, reason } = found;
      const createdAt = new Date(submittedAt);
      return [
        {
          ...{ id: random.uuid(createdAt), submissionId, ...whose, marks, confidence, createdAt },
          ...{ percent: markPercent(criteria, marks), reason: JSON.stringify(reason), engine: "rules", status: "OPEN" },
        },
      ];
    }),
  );
  await insertRows(w.sql, "GradeProposal", rows);
}
