import { type Day, dateOf } from "@/lib/days";
import { systemActor } from "@/server/platform/actor";
import { type Db, work } from "@/server/platform/db/work";
import type { Point } from "./families.mood.domain";
import { ENTRIES_THAT_COUNT, type Risk, riskOf } from "./risk.domain";

/** Children scored in one unit: short enough for the embedded database, which serves one at a time. */
const BITE = 250;

type Scored = Risk & { studentId: string };

/** The next active children by id, each with the newest entries up to a day. */
const readMoods = (db: Db, day: Day, after: string | null, most: number) =>
  db.$queryRaw<{ id: string; points: Point[] }[]>`
    SELECT s.id, coalesce((
      SELECT json_agg(json_build_object('day', m.day, 'mood', m.mood, 'energy', m.energy))
      FROM (SELECT day, mood, energy FROM "MoodEntry" WHERE "studentId" = s.id AND day <= ${dateOf(day)}::date
            ORDER BY day DESC LIMIT ${ENTRIES_THAT_COUNT}::int) m), '[]') AS points
    FROM "Student" s WHERE s.status = 'ACTIVE' AND (${after}::uuid IS NULL OR s.id > ${after}::uuid)
    ORDER BY s.id LIMIT ${most}::int`;

/** A score that is there already and the same is left as it is. */
const saveScores = (db: Db, day: Day, scores: readonly Scored[]) =>
  db.$executeRaw`
    INSERT INTO "RiskScore" AS r (id, "studentId", day, score, reasons)
    SELECT gen_random_uuid(), "studentId", ${dateOf(day)}::date, score, reasons
    FROM jsonb_to_recordset(${JSON.stringify(scores)}::jsonb) AS s("studentId" uuid, score int, reasons jsonb)
    ON CONFLICT ("studentId", day) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
    WHERE (r.score, r.reasons) IS DISTINCT FROM (excluded.score, excluded.reasons)`;

/**
 * Writes a day's risk for the active children whose ids come after `after`, a bite of them in one unit. `next` is where
 * to go on, null at the end. Safe to repeat: a child has one score a day, and the rule gives the same again.
 */
export function scoreRisks(
  day: Day,
  after: string | null,
  most = BITE,
): Promise<{ scored: number; written: number; next: string | null }> {
  return work(systemActor("families"), async (db) => {
    const children = await readMoods(db, day, after, most);
    const scores = children.map(({ id, points }) => ({ studentId: id, ...riskOf(points, day) }));
    const written = scores.length > 0 ? await saveScores(db, day, scores) : 0;
    return { scored: scores.length, written, next: scores.length === most ? (scores.at(-1)?.studentId ?? null) : null };
  });
}
