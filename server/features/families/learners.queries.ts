import type { Ctx } from "@/server/platform/actor";

type GroupRow = { areaCode: string; area: string; grade: string; learners: bigint; competencies: bigint };
type LearnerRow = {
  id: string;
  firstName: string;
  lastName: string;
  grade: string;
  area: string;
  startsOn: Date;
  guardian: string | null;
};
type QuietRow = { id: string; firstName: string; grade: string; average: number; entries: bigint };

/**
 * What an instructor has in hand: the groups they teach (learning area and grade) with the size of the curriculum,
 * who is new, what families have chosen to share, and who has been low among those. Four reads.
 */
export function readTeaching(ctx: Ctx) {
  return ctx.work(async (db) => {
    const me = ctx.actor.userId;
    const groups = await db.$queryRaw<GroupRow[]>`
      SELECT t."learningAreaCode" AS "areaCode", a.name AS area, s.grade::text AS grade, count(*) AS learners,
             (SELECT count(*) FROM "Competency" c WHERE c."learningAreaCode" = t."learningAreaCode" AND c.grade = s.grade AND c."retiredAt" IS NULL) AS competencies
      FROM "TeachingAssignment" t JOIN "Student" s ON s.id = t."studentId" JOIN "LearningArea" a ON a.code = t."learningAreaCode"
      WHERE t."instructorId" = ${me}::uuid AND t."startsOn" <= current_date AND (t."endsOn" IS NULL OR t."endsOn" >= current_date) AND s.status = 'ACTIVE'
      GROUP BY t."learningAreaCode", a.name, a.position, s.grade ORDER BY a.position, s.grade LIMIT 60`;
    const newest = await db.$queryRaw<LearnerRow[]>`
      SELECT s.id, s."firstName", s."lastName", s.grade::text AS grade, a.name AS area, t."startsOn",
             (SELECT u.name FROM "Guardianship" g JOIN "User" u ON u.id = g."guardianId" WHERE g."studentId" = s.id AND g."endedAt" IS NULL ORDER BY g."isPrimary" DESC LIMIT 1) AS guardian
      FROM "TeachingAssignment" t JOIN "Student" s ON s.id = t."studentId" JOIN "LearningArea" a ON a.code = t."learningAreaCode"
      WHERE t."instructorId" = ${me}::uuid AND s.status = 'ACTIVE' AND (t."endsOn" IS NULL OR t."endsOn" >= current_date)
      ORDER BY t."startsOn" DESC, s.id LIMIT 8`;
    const [shared] = await db.$queryRaw<
      { learners: bigint; mood: bigint; photo: bigint; recording: bigint; messages: bigint }[]
    >`
      SELECT count(*) AS learners,
             count(*) FILTER (WHERE id IN (SELECT app.readable_students('MOOD'))) AS mood,
             count(*) FILTER (WHERE id IN (SELECT app.readable_students('PHOTO'))) AS photo,
             count(*) FILTER (WHERE id IN (SELECT app.readable_students('RECORDING'))) AS recording,
             count(*) FILTER (WHERE id IN (SELECT app.readable_students('MESSAGES'))) AS messages
      FROM "Student" WHERE status = 'ACTIVE'`;
    // Row-level security leaves only children whose family shares moods with this instructor.
    const low = await db.$queryRaw<QuietRow[]>`
      SELECT s.id, s."firstName", s.grade::text AS grade, avg(m.mood)::float8 AS average, count(*) AS entries
      FROM "MoodEntry" m JOIN "Student" s ON s.id = m."studentId"
      WHERE m.day > current_date - 7
      GROUP BY s.id, s."firstName", s.grade HAVING count(*) >= 3 AND avg(m.mood) <= 2.5 ORDER BY avg(m.mood), s.id LIMIT 6`;
    return {
      groups: groups.map((row) => ({ ...row, learners: Number(row.learners), competencies: Number(row.competencies) })),
      newest,
      shared: {
        learners: Number(shared?.learners ?? 0),
        mood: Number(shared?.mood ?? 0),
        photo: Number(shared?.photo ?? 0),
        recording: Number(shared?.recording ?? 0),
        messages: Number(shared?.messages ?? 0),
      },
      low: low.map((row) => ({ ...row, entries: Number(row.entries) })),
    };
  });
}
export type Teaching = Awaited<ReturnType<typeof readTeaching>>;
