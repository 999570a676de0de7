/** Badges, and the points that half a year of learning earned. */
import { earnedBadges } from "@/server/features/recognition/recognition.domain";
import type { BadgeCriteria } from "@/server/features/recognition/recognition.schema";
import { insertRows } from "../../../tests/factories/insert";
import type { World } from "../world";
import type { Fact } from "./learners";

const badge = (
  code: string,
  tier: string,
  points: number,
  fact: BadgeCriteria["fact"],
  atLeast: number,
  words: [string, string, string, string],
) => ({
  code,
  tier,
  points,
  criteria: { fact, atLeast },
  title: words[0],
  titleSw: words[1],
  details: words[2],
  detailsSw: words[3],
});
// What a badge is for, in words that hold whoever reads: the child itself, or a parent.
export const badges = [
  badge("first-lesson", "BRONZE", 10, "lesson", 1, [
    "First step",
    "Hatua ya kwanza",
    "Finished a first lesson",
    "Kumaliza somo la kwanza",
  ]),
  badge("ten-lessons", "BRONZE", 20, "lesson", 10, [
    "On the way",
    "Njiani",
    "Finished ten lessons",
    "Kumaliza masomo kumi",
  ]),
  badge("twenty-five-lessons", "SILVER", 40, "lesson", 25, [
    "Steady walker",
    "Mtembezi thabiti",
    "Finished twenty-five lessons",
    "Kumaliza masomo ishirini na matano",
  ]),
  badge("fifty-lessons", "GOLD", 80, "lesson", 50, [
    "Long road",
    "Safari ndefu",
    "Finished fifty lessons",
    "Kumaliza masomo hamsini",
  ]),
  badge("first-check", "BRONZE", 10, "assessment", 1, [
    "I tried",
    "Nimejaribu",
    "Took a first assessment",
    "Kufanya tathmini ya kwanza",
  ]),
  badge("ten-checks", "SILVER", 40, "assessment", 10, [
    "Keeps asking",
    "Anaendelea kuuliza",
    "Took ten assessments",
    "Kufanya tathmini kumi",
  ]),
  badge("first-work", "BRONZE", 15, "work", 1, [
    "My own work",
    "Kazi yangu",
    "Handed in a first piece of work",
    "Kuwasilisha kazi ya kwanza",
  ]),
  badge("five-works", "SILVER", 40, "work", 5, [
    "Maker",
    "Mtengenezaji",
    "Handed in five pieces of work",
    "Kuwasilisha kazi tano",
  ]),
  badge("five-days", "BRONZE", 20, "streak", 5, [
    "Five days running",
    "Siku tano mfululizo",
    "Learned on five days in a row",
    "Kujifunza siku tano mfululizo",
  ]),
  badge("ten-days", "SILVER", 50, "streak", 10, [
    "Ten days running",
    "Siku kumi mfululizo",
    "Learned on ten days in a row",
    "Kujifunza siku kumi mfululizo",
  ]),
] as const;

export async function seedRecognition(w: World, facts: readonly Fact[]): Promise<void> {
  const random = w.random.child("recognition");
  await insertRows(w.sql, "Badge", badges);
  const byChild = new Map<string, Fact[]>();
  for (const fact of facts) byChild.set(fact.studentId, [...(byChild.get(fact.studentId) ?? []), fact]);
  const [points, awards, activity]: [object[], object[], object[]] = [[], [], []];
  for (const [studentId, list] of byChild) {
    list.sort((one, other) => one.at.getTime() - other.at.getTime());
    const log = (fact: string, reason: string, worth: number, at: Date) =>
      points.push({ id: random.uuid(at), studentId, reason, fact, points: worth, earnedAt: at });
    for (const { fact, reason, points: worth, at } of list) log(fact, reason, worth, at);
    for (const { code, points: worth, at } of earnedBadges(list, badges)) {
      const id = random.uuid(at);
      awards.push({ id, badgeCode: code, studentId, awardedAt: at });
      log(`badge:${code}`, "badge", worth, at);
      activity.push({
        id: random.uuid(at),
        occurredAt: at,
        studentId,
        kind: "BADGE",
        courseId: null,
        lessonId: null,
        subjectId: id,
        seconds: 0,
        recordedAt: at,
      });
    }
  }
  await insertRows(w.sql, "PointsLog", points);
  await insertRows(w.sql, "BadgeAward", awards);
  await insertRows(w.sql, "StudentActivity", activity);
}
