/** A course for every learning area of every grade, and a second one where many learn. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { insertRows } from "../../../tests/factories/insert";
import { buildCourse, buildLesson, buildModule } from "../../../tests/factories/learning";

import type { Random } from "../../../tests/factories/random";
import { areas } from "../content";
import type { Instructor, World } from "../world";
import { composed, type Doc, type Outcome, wordsOf, written } from "./text";

export type SeedLesson = { id: string; title: string; minutes: number; outcomes: string[] };
export type SeedCourse = {
  id: string;
  title: string;
  grade: string;
  area: string;
  language: "en" | "sw";
  ownerId: string;
  coTeacherId: string | null;
  status: "DRAFT" | "REVIEW" | "PUBLISHED" | "ARCHIVED";
  price: bigint;
  /** How good it is, for ratings: 0 is ordinary. */
  quality: number;
  publishedAgo: number;
  lessons: SeedLesson[];
};
type WrittenLesson = {
  title: string;
  competencyCodes: string[];
  grade: string;
  estimatedMinutes: number;
  body: string;
};

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** The n-th key of a list that was filled from its beginning, as lib/position.ts makes them. */
export const nthPosition = (n: number): string =>
  n < 62 ? `a${digits[n]}` : `b${digits[Math.floor((n - 62) / 62)]}${digits[(n - 62) % 62]}`;

export const slugOf = (text: string) =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

export const gradeName = (grade: string, language: "en" | "sw" = "en") =>
  grade.startsWith("PP") ? grade : `${language === "sw" ? "Gredi ya" : "Grade"} ${grade.slice(1)}`;

/** The first course of a grade and an area: its whole year. */
export function yearOf(courses: readonly SeedCourse[], { grade, area }: { grade: string; area: string }): SeedCourse {
  const found = courses.find((one) => one.grade === grade && one.area === area);
  if (!found) throw new Error(`There is no course of ${area} in ${grade}`);
  return found;
}

async function outcomes(w: World): Promise<Map<string, Outcome[]>> {
  const { rows } = await w.sql.query<Outcome>(
    `SELECT id, code, "learningAreaCode" AS area, grade::text AS grade, strand, "subStrand", statement, language, keywords
     FROM "Competency" WHERE "retiredAt" IS NULL ORDER BY code`,
  );
  const found = new Map<string, Outcome[]>();
  for (const row of rows) {
    const key = `${row.grade} ${row.area}`;
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return found;
}

/** Whoever teaches the area in the grade; where nobody does by name, the teachers take turns. */
function ownerOf(w: World, grade: string, area: string, turn: number, stream: number): Instructor {
  const mine = w.instructors.filter((one) => one.grades.includes(grade) && one.areas.includes(area));
  const pool = mine.length > 0 ? mine : w.instructors;
  const found = pool[(turn + stream) % pool.length];
  if (!found) throw new Error("Teachers come before courses");
  return found;
}

const second: Record<string, { en: string; sw: string }> = {
  MATH: { en: "Mathematics Clinic", sw: "Kliniki ya Hisabati" },
  ENG: { en: "Reading and Writing Studio", sw: "Studio ya Kusoma na Kuandika" },
  SCI: { en: "Science at Home", sw: "Sayansi Nyumbani" },
  ISC: { en: "Science at Home", sw: "Sayansi Nyumbani" },
};

const byStrand = <T extends Outcome>(list: readonly T[]) => {
  const strands = new Map<string, T[]>();
  for (const one of list) strands.set(one.strand, [...(strands.get(one.strand) ?? []), one]);
  return [...strands];
};

type Rows = Record<"courses" | "modules" | "lessons" | "contents" | "ties" | "teachers" | "reviews", object[]>;

/** Everything there is to learn. `scale` makes as many streams of it. */
export async function seedCourses(w: World): Promise<SeedCourse[]> {
  const all = await outcomes(w);
  const lessons: WrittenLesson[] = JSON.parse(readFileSync(path.resolve("prisma/data/lessons.json"), "utf8"));
  const byCode = new Map(lessons.flatMap((lesson) => lesson.competencyCodes.map((code) => [code, lesson] as const)));
  const rows: Rows = { courses: [], modules: [], lessons: [], contents: [], ties: [], teachers: [], reviews: [] };
  const made: SeedCourse[] = [];
  let turn = 0;
  for (let stream = 0; stream < w.scale; stream++)
    for (const [key, list] of all) {
      const [grade = "", area = ""] = key.split(" ");
      const random = w.random.child(`course ${key} ${stream}`);
      turn += 1;
      made.push(course(w, random, { grade, area, list, turn, stream, byCode, rows }));
      const extra = second[area];
      if (extra) {
        const some = list.filter((_, n) => n % 2 === 0);
        made.push(course(w, random, { grade, area, list: some, turn: turn + 1, stream, byCode, rows, extra }));
      }
    }
  await insertRows(w.sql, "Course", rows.courses);
  await insertRows(w.sql, "CourseInstructor", rows.teachers);
  await insertRows(w.sql, "CourseModule", rows.modules);
  await insertRows(w.sql, "Lesson", rows.lessons);
  await insertRows(w.sql, "LessonContent", rows.contents);
  await insertRows(w.sql, "LessonCompetency", rows.ties);
  await insertRows(w.sql, "ModerationItem", rows.reviews);
  return made;
}

type Plan = {
  grade: string;
  area: string;
  list: Outcome[];
  turn: number;
  stream: number;
  byCode: ReadonlyMap<string, WrittenLesson>;
  rows: Rows;
  extra?: { en: string; sw: string };
};

function course(w: World, random: Random, plan: Plan): SeedCourse {
  const { grade, area, list, rows, extra, stream } = plan;
  const language = area === "KIS" ? "sw" : "en";
  const named = areas.find(({ code }) => code === area);
  const owner = ownerOf(w, grade, area, plan.turn, stream);
  const title = extra
    ? `${gradeName(grade)} ${extra.en}`
    : `${language === "sw" ? named?.nameSw : named?.name}, ${gradeName(grade, language)}`;
  const publishedAgo = random.int(185, 240);
  // A few are being written or reviewed; one was put away.
  const status =
    !extra || stream > 0 ? "PUBLISHED" : random.weighted({ PUBLISHED: 60, REVIEW: 20, DRAFT: 15, ARCHIVED: 5 });
  const createdAt = w.clock.at(publishedAgo + random.int(10, 60), 10);
  const publishedAt = status === "PUBLISHED" || status === "ARCHIVED" ? w.clock.at(publishedAgo, 8) : null;
  const price = extra ? BigInt(random.pick([50_000, 75_000, 120_000])) : 0n;
  const strands = byStrand(list);
  const row = buildCourse(random, {
    id: random.uuid(createdAt),
    ownerId: owner.id,
    learningAreaCode: area,
    grade: grade as "G4",
    language,
    slug: `${slugOf(title)}${stream === 0 ? "" : `-${stream + 1}`}`,
    title,
    summary:
      language === "sw"
        ? `Masomo ya ${named?.nameSw} kwa ${gradeName(grade, "sw")}: ${strands.map(([name]) => name).join(", ")}.`.slice(
            0,
            400,
          )
        : `${extra ? "Practice in" : "The whole year of"} ${named?.name} for ${gradeName(grade)}: ${strands.map(([name]) => name).join(", ")}.`.slice(
            0,
            400,
          ),
    description: { type: "doc", content: [] },
    whatYouLearn: strands.flatMap(([, some]) => some.slice(0, 1).map(({ statement }) => statement)).slice(0, 6),
    status,
    price,
    inPlan: !extra,
    certificate: extra
      ? {}
      : {
          ...{ given: true, least: "NONE" },
          words: language === "sw" ? "Hongera kwa kazi yako ya mwaka." : "Well done for a year's steady work.",
        },
    submittedAt: status === "REVIEW" ? w.clock.at(random.int(1, 6), 15) : null,
    publishedAt,
    createdAt,
    updatedAt: publishedAt ?? w.clock.at(random.int(1, 9), 16),
  });
  rows.courses.push(row);
  const coTeacher = random.chance(0.25)
    ? w.instructors.find((one) => one !== owner && one.grades.some((g) => owner.grades.includes(g)))
    : undefined;
  if (coTeacher)
    rows.teachers.push({
      courseId: row.id,
      userId: coTeacher.id,
      canEdit: random.chance(0.5),
      canGrade: true,
      canLearners: true,
      addedById: owner.id,
      createdAt,
    });
  if (status === "REVIEW")
    rows.reviews.push({
      id: random.uuid(createdAt),
      subjectType: "course",
      subjectId: row.id,
      title,
      status: "WAITING",
      submittedById: owner.id,
      findings: [],
      createdAt: row.submittedAt,
      updatedAt: row.submittedAt,
    });
  const lessons: SeedLesson[] = [];
  for (const [n, [strand, some]] of strands.entries()) {
    const part = buildModule(random, {
      id: random.uuid(createdAt),
      courseId: row.id,
      title: strand,
      position: nthPosition(n),
      createdAt,
      updatedAt: createdAt,
    });
    rows.modules.push({ summary: null, opensOn: null, ...part });
    for (const [at, outcome] of some.entries()) {
      const found = extra ? undefined : plan.byCode.get(outcome.code);
      const body: Doc = found ? written(found.body) : composed(random, outcome);
      const lesson = buildLesson(random, {
        id: random.uuid(createdAt),
        courseId: row.id,
        moduleId: part.id,
        title: (found?.title ?? shortened(outcome)).slice(0, 140),
        position: nthPosition(at),
        minutes: found?.estimatedMinutes ?? random.pick([15, 20, 25, 30]),
        isPreview: n === 0 && at === 0,
        createdAt,
        updatedAt: createdAt,
      });
      rows.lessons.push(lesson);
      rows.contents.push({ lessonId: lesson.id, body, text: wordsOf(body), version: 1, updatedAt: createdAt });
      rows.ties.push({ lessonId: lesson.id, competencyId: outcome.id });
      lessons.push({ id: lesson.id, title: lesson.title, minutes: lesson.minutes, outcomes: [outcome.id] });
    }
  }
  return {
    id: row.id,
    title,
    grade,
    area,
    language,
    ownerId: owner.id,
    coTeacherId: coTeacher?.id ?? null,
    status,
    price,
    quality: random.normal() * 0.5,
    publishedAgo,
    lessons,
  };
}

/** What the outcome asks for, cut to a title at a word. */
function shortened({ statement, subStrand }: Outcome): string {
  const said = statement.replace(/[.\s]+$/, "");
  if (said.length <= 70) return said;
  const cut = said.slice(0, 70).replace(/[,;]?\s+\S*$/, "");
  return cut.length > 30 ? `${cut} …` : subStrand;
}
