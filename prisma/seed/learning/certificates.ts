/** Certificates of the courses that give them, made out on the day on which the last thing was done. */
import { makeCode, RANDOM_SIGNS } from "@/server/features/recognition/certificates.code.domain";
import { earns } from "@/server/features/recognition/certificates.domain";
import { certificateRule } from "@/server/features/recognition/certificates.schema";
import { insertRows } from "../../../tests/factories/insert";
import type { World } from "../world";

type Finished = {
  rule: unknown;
  levels: (string | null)[];
  studentId: string;
  courseId: string;
  firstName: string;
  lastName: string;
  title: string;
  language: string;
  grade: string;
  teacher: string;
  lessons: number;
  minutes: number;
  at: Date;
};

/** Every course a child has finished, with the best level in each of its assessments, oldest first. */
async function finished(w: World): Promise<Finished[]> {
  const { rows } = await w.sql.query<Finished>(
    `SELECT c.certificate AS rule, e."studentId", e."courseId", s."firstName", s."lastName", c.title, c.language, c.grade, u.name AS teacher,
       c."lessonCount" AS lessons, c.minutes, e."completedAt" AS at,
       array(SELECT (SELECT t."levelCode" FROM "Attempt" t WHERE t."assessmentId" = a.id AND t."studentId" = s.id AND t.status = 'GRADED' ORDER BY t.percent DESC NULLS LAST LIMIT 1)
             FROM "Assessment" a WHERE a."courseId" = c.id AND a.status = 'PUBLISHED') AS levels
     FROM "Enrollment" e JOIN "Course" c ON c.id = e."courseId" JOIN "Student" s ON s.id = e."studentId" JOIN "User" u ON u.id = c."ownerId"
     WHERE e.status = 'COMPLETED' ORDER BY e."completedAt", e.id`,
  );
  return rows;
}

export async function seedCertificates(w: World): Promise<void> {
  const random = w.random.child("certificates");
  const certificates = (await finished(w)).flatMap(({ rule: stored, levels, at, ...facts }) => {
    const rule = certificateRule.parse(stored);
    if (!earns(rule, levels)) return [];
    const signs = Uint8Array.from({ length: RANDOM_SIGNS }, () => random.int(0, 255));
    const completedOn = new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 10);
    return [{ ...facts, id: random.uuid(at), code: makeCode(signs), words: rule.words, completedOn, issuedAt: at }];
  });
  await insertRows(w.sql, "Certificate", certificates);
}
