/** What teachers of mathematics keep beside lessons: pictures, sheets to print, and one that was made better. */
import { fileBlock } from "@/server/features/courses/lesson.files.domain";
import { lessonDoc, textOf } from "@/server/features/courses/lesson.schema";
import { insertRows } from "../../../tests/factories/insert";
import { type Sheet, sheetPdf } from "../files/sheet";
import { type Draft, type SeedFile, storeFiles } from "../files/store";
import { circleAcross } from "../pictures/geometry";
import { chart, partsOfCircle, squares } from "../pictures/numbers";
import { type Drawing, painted } from "../pictures/paint";
import type { World } from "../world";
import { type SeedCourse, yearOf } from "./courses";

type Content = (() => Drawing) | Sheet;
type Resource = {
  grade: "G6" | "G8";
  /** By its title; with none it belongs to the whole course. */
  lesson?: string;
  title: string;
  daysAgo: number;
  content: Content;
  /** What stood in its place before. */
  before?: { daysAgo: number; content: Content };
  /** What the picture shows, where the lesson's own text shows it. */
  inText?: string;
};

const percentages = [
  "Write 3/4 as a percentage.",
  "Write 2/5 as a percentage.",
  "Write 45% as a fraction in its simplest form.",
  "Find 20% of 350 shillings.",
];
const resources: Resource[] = [
  {
    grade: "G6",
    lesson: "From Fractions to Percentages",
    title: "Forty-five of a hundred squares",
    daysAgo: 168,
    content: () => squares(10, 10, 45),
    inText: "A hundred equal squares in ten rows of ten; forty-five of them are coloured.",
  },
  {
    grade: "G6",
    lesson: "From Fractions to Percentages",
    title: "Practice: fractions and percentages",
    daysAgo: 41,
    content: {
      tasks: [
        ...percentages,
        "A shirt of 800 shillings costs 15% less today. What do you pay?",
        "In a village 18 of 24 homes have a water tank. What percentage is that?",
      ],
      answers: "75%, 40%, 9/20, 70 shillings, 680 shillings, 75%.",
    },
    before: { daysAgo: 150, content: { tasks: percentages, answers: "75%, 40%, 9/20, 70 shillings." } },
  },
  {
    grade: "G6",
    lesson: "From Fractions to Percentages",
    title: "Three quarters of a circle",
    daysAgo: 149,
    content: () => partsOfCircle(4, 3),
  },
  {
    grade: "G6",
    lesson: "Measuring Round a Circle",
    title: "Circle with its diameter",
    daysAgo: 122,
    content: () => circleAcross("14 cm"),
  },
  {
    grade: "G6",
    lesson: "Measuring Round a Circle",
    title: "Round things at home: a table to fill",
    daysAgo: 121,
    content: {
      intro:
        "Find three round things. Measure round each with a string, and straight across. What do you notice about the last column?",
      table: {
        head: ["Thing", "Round it (cm)", "Across it (cm)", "Round ÷ across"],
        rows: ["1", "2", "3"].map((number) => [number, "", "", ""]),
      },
    },
  },
  {
    grade: "G6",
    title: "How to show your working",
    daysAgo: 176,
    content: {
      tasks: [
        "Write what is given and what is asked.",
        "Write the rule you use before you use it.",
        "One step on each line, with its unit.",
        "Check: is the answer about as large as you expected?",
        "Answer in a sentence.",
      ],
    },
  },
  {
    grade: "G8",
    lesson: "Mean, Median and Mode",
    title: "Books read in six weeks",
    daysAgo: 97,
    content: () => chart([4, 7, 7, 9, 3, 6]),
  },
  {
    grade: "G8",
    lesson: "Mean, Median and Mode",
    title: "Practice: mean, median and mode",
    daysAgo: 96,
    content: {
      tasks: [
        "Find the mean of 4, 6, 6, 9 and 10.",
        "Find the median of 12, 7, 9, 15 and 9.",
        "Find the mode of 3, 5, 5, 6, 8 and 5.",
        "The mean of four numbers is 8. Three of them are 5, 7 and 9. What is the fourth?",
      ],
      answers: "7, 9, 5, 11.",
    },
  },
  {
    grade: "G8",
    lesson: "Simple and Compound Interest",
    title: "Two years of saving: a table to fill",
    daysAgo: 63,
    content: {
      intro: "You save 10,000 shillings at 8% a year. Fill in what there is at the end of each year.",
      table: {
        head: ["Interest", "After year 1", "After year 2"],
        rows: [
          ["Simple", "", ""],
          ["Compound", "", ""],
        ],
      },
      answers: "simple 10,800 and 11,600 shillings; compound 10,800 and 11,664 shillings.",
    },
  },
];

type Placed = Resource & { course: SeedCourse; lessonId: string | null; file: SeedFile; old?: SeedFile };

function draftOf({ ownerId }: SeedCourse, title: string, content: Content, at: Date): Draft {
  const name = title.replace(":", ",");
  return typeof content === "function"
    ? { ownerId, at, name: `${name}.png`, mime: "image/png", content: painted(content()) }
    : { ownerId, at, name: `${name}.pdf`, mime: "application/pdf", content: sheetPdf(title, content, at) };
}

/** Finds each its course and lesson, and stores it with what stood there before. */
async function place(w: World, courses: readonly SeedCourse[]): Promise<Placed[]> {
  const random = w.random.child("files of courses");
  const placed: Placed[] = [];
  for (const one of resources) {
    const course = yearOf(courses, { grade: one.grade, area: "MATH" });
    const lesson = course.lessons.find(({ title }) => title === one.lesson);
    if (one.lesson && !lesson) throw new Error(`There is no lesson ${one.lesson}`);
    const series = one.before ? [one, one.before] : [one];
    const drafts = series.map(({ daysAgo, content }) =>
      draftOf(course, one.title, content, w.clock.at(daysAgo, 16, 20)),
    );
    const [file, old] = await storeFiles(w, random, drafts);
    if (file) placed.push({ ...one, course, lessonId: lesson?.id ?? null, file, old });
  }
  return placed;
}

function versionsOf(w: World, seriesId: string, { course, file, old, before, daysAgo }: Placed): object[] {
  if (!old || !before) return [];
  const shared = { courseId: course.id, seriesId, addedById: course.ownerId };
  return [
    { ...shared, fileId: old.id, number: 1, createdAt: w.clock.at(before.daysAgo, 16, 20) },
    { ...shared, fileId: file.id, number: 2, createdAt: w.clock.at(daysAgo, 16, 20) },
  ];
}

/** Lets a lesson show a picture behind its first paragraph. */
async function showInText(w: World, { lessonId, file, inText = "", daysAgo }: Placed): Promise<void> {
  const { rows } = await w.sql.query<{ body: unknown }>(`SELECT body FROM "LessonContent" WHERE "lessonId" = $1`, [
    lessonId,
  ]);
  const body = lessonDoc.parse(rows[0]?.body);
  body.content.splice(1, 0, fileBlock({ ...file, kind: "image" }, inText));
  await w.sql.query(`UPDATE "LessonContent" SET body = $2, text = $3, "updatedAt" = $4 WHERE "lessonId" = $1`, [
    lessonId,
    JSON.stringify(body),
    textOf(body),
    w.clock.at(daysAgo, 16, 25),
  ]);
}

/** Sheets were opened once by each child who did their lesson since. */
async function countOpens(w: World): Promise<void> {
  await w.sql.query(
    `INSERT INTO "CourseFileOpens" ("fileId", opens, "lastOpenedOn")
     SELECT f.id, count(*), (max(p."createdAt") AT TIME ZONE 'Africa/Nairobi')::date
     FROM "CourseResource" r JOIN "StoredFile" f ON f.id = r."fileId" AND f.mime = 'application/pdf'
     JOIN "LessonProgress" p ON p."lessonId" = r."lessonId" AND p."createdAt" > f."createdAt" GROUP BY f.id`,
  );
}

export async function seedCourseFiles(w: World, courses: readonly SeedCourse[]): Promise<void> {
  const random = w.random.child("places of files");
  const placed = await place(w, courses);
  await insertRows(
    w.sql,
    "CourseResource",
    placed.map(({ course, lessonId, file, title, daysAgo, before }) => {
      const createdAt = w.clock.at(before?.daysAgo ?? daysAgo, 16, 22);
      return {
        ...{ id: random.uuid(createdAt), courseId: course.id, lessonId, fileId: file.id, title },
        ...{ addedById: course.ownerId, createdAt },
      };
    }),
  );
  await insertRows(
    w.sql,
    "CourseFileVersion",
    placed.flatMap((one) => versionsOf(w, random.uuid(w.clock.at(one.daysAgo, 16, 22)), one)),
  );
  for (const one of placed.filter(({ inText }) => inText)) await showInText(w, one);
  await countOpens(w);
}
