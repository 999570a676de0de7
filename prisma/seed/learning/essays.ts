/** Essays of assessments over half a year: what learners wrote, what has come back, and what waits at the grading desk. */
import { figuresOf } from "@/server/features/assessment/attempts.domain";
import { reached } from "@/server/features/assessment/levels.domain";
import type { KeyOf } from "@/server/features/assessment/question.schema";
import { essayCriteria } from "@/server/features/grading/essay.domain";
import type { Mark } from "@/server/features/grading/marks.schema";
import { attemptPoints } from "@/server/features/recognition/recognition.domain";
import { insertRows } from "../../../tests/factories/insert";
import type { Random } from "../../../tests/factories/random";
import type { World } from "../world";
import { nthPosition, type SeedCourse } from "./courses";
import { type Fact, type Learner, type Learning, scaleLevels } from "./learners";
import { type SeedQuestion, stateOf } from "./questions";
import { mark, markOf, marks } from "./work";

/** By how a question begins, what learners wrote, the best first. */
const written: { begins: string; title: string; texts: readonly [string, string, string, string] }[] = [
  {
    begins: "Write a composition of about 80 words",
    title: "Composition: The day I helped someone",
    texts: [
      "Last Saturday the road to the market was wet and slippery. An old man dropped his heavy basket and the red tomatoes rolled everywhere. I put down my own bag and ran after them. Together we found all but three. He laughed and said three were for the goats. I carried the basket to his stall, and he gave me a shiny orange. I walked home slowly, feeling taller than when I had left.",
      "One day I helped our neighbour to look for her small goat. We looked behind the house and near the river. I saw it in the maize. She was happy and thanked me. I was happy too because I had helped.",
      "I help my mother. She was tired and I wash the plates and sweep. She say thank you. It was a good day.",
      "I helped someone. It was nice.",
    ],
  },
  {
    begins: "Explain three effects of air pollution",
    title: "Writing: clean air at home",
    texts: [
      "Smoke from burning plastic hurts our chests: my cousin coughs every time the heap next door is burned. Dust and soot settle on leaves so that plants take in less light. The gases also warm the air of the whole earth. Our family can bury what rots, take plastic to the collector instead of burning it, and cook with a covered stove that needs less charcoal. We have begun with the stove.",
      "Air pollution makes people cough, it kills plants and it makes the weather hot. My family can stop burning plastic, use gas for cooking and walk to the shop.",
      "Pollution is smoke. It makes us cough and our eyes are red. We should not burn things.",
      "Smoke is bad.",
    ],
  },
  {
    begins: "Andika maelekezo ya hatua tano",
    title: "Kuandika: chai ya maziwa",
    texts: [
      "Jinsi ya kuandaa chai ya maziwa. Kwanza, pima vikombe viwili vya maji na kimoja cha maziwa. Pili, chemsha maji hadi yatoe mapovu. Tatu, weka kijiko kimoja cha majani ya chai. Nne, ongeza maziwa na usubiri ichemke tena, ukikoroga isimwagike. Tano, chuja, weka sukari kidogo na umwandalie mgeni.",
      "Chai ya maziwa. Chemsha maji. Weka majani. Ongeza maziwa. Weka sukari. Chuja unywe.",
      "Unaweka maji na maziwa na majani kisha unachemsha halafu unakunywa.",
      "Ninapenda chai.",
    ],
  },
  {
    begins: "Write a letter of apology to your tutor",
    title: "Letter: an apology",
    texts: [
      "Dear Teacher, I missed the lessons of Monday and Wednesday and did not tell you. The line was down on Monday, but on Wednesday I forgot, and that was my own fault. I have watched both lessons since and finished the exercises. From now on I write to you the evening before if I cannot come. I am sorry that you waited for me. Your learner, Group B.",
      "Dear Teacher, I am sorry that I missed two lessons. I was helping at home and I did not tell you. I will watch them and do the work this week. Yours, a learner of Group B.",
      "Dear teacher I am sorry I did not come. There was no internet. I will come next time.",
      "Sorry for not coming.",
    ],
  },
];

type Set = { course: SeedCourse; question: SeedQuestion; id: string; itemId: string; texts: readonly string[] };
type Rows = Record<"attempts" | "responses" | "work" | "grades" | "changes" | "activity", object[]>;
type School = { courses: readonly SeedCourse[]; bank: readonly SeedQuestion[]; learning: Learning };

async function setEssays(w: World, random: Random, { courses, bank }: School): Promise<Set[]> {
  const [made, rows, items]: [Set[], object[], object[]] = [[], [], []];
  for (const { begins, title, texts } of written) {
    const question = bank.find(({ content }) => String(content.body.stem).startsWith(begins));
    const course = courses.find(
      ({ status, area, grade }) => status === "PUBLISHED" && area === question?.area && grade === question.grade,
    );
    if (!question || !course) continue;
    const createdAt = w.clock.at(course.publishedAgo, 10);
    const [id, itemId] = [random.uuid(createdAt), random.uuid(createdAt)];
    const stamps = { createdById: course.ownerId, createdAt, updatedAt: createdAt };
    rows.push({ id, courseId: course.id, title, mode: "FIXED", status: "PUBLISHED", maxAttempts: 2, ...stamps });
    items.push({ id: itemId, assessmentId: id, questionId: question.id, position: nthPosition(0), points: 1 });
    made.push({ course, question, id, itemId, texts });
  }
  await insertRows(w.sql, "Assessment", rows);
  await insertRows(w.sql, "AssessmentItem", items);
  return made;
}

/** An essay assessment where the bank asks for one, written by most who have begun its course. */
export async function seedEssays(w: World, school: School): Promise<void> {
  const random = w.random.child("essays");
  const { learners, facts } = school.learning;
  const levels = await scaleLevels(w);
  const rows: Rows = { attempts: [], responses: [], work: [], grades: [], changes: [], activity: [] };
  for (const set of await setEssays(w, random, school))
    for (const learner of learners) {
      const place = learner.enrolled.find(({ course }) => course.id === set.course.id);
      if (!place || place.lessonsDone === 0 || !random.chance(0.75)) continue;
      write(w, random, { set, learner, daysAgo: random.int(0, place.sinceAgo), levels, rows, facts });
    }
  await insertRows(w.sql, "Attempt", rows.attempts);
  await insertRows(w.sql, "Response", rows.responses);
  await insertRows(w.sql, "Submission", rows.work);
  await insertRows(w.sql, "SubmissionGrade", rows.grades);
  await insertRows(w.sql, "GradeChange", rows.changes);
  await insertRows(w.sql, "StudentActivity", rows.activity);
}

type Writing = {
  set: Set;
  learner: Learner;
  daysAgo: number;
  levels: Awaited<ReturnType<typeof scaleLevels>>;
  rows: Rows;
  facts: Fact[];
};

function write(w: World, random: Random, { set, learner, daysAgo, levels, rows, facts }: Writing): void {
  const { course, question } = set;
  const [startedAt, seconds] = [w.clock.at(daysAgo, random.int(8, 16), random.int(0, 59)), random.int(500, 1_500)];
  const at = new Date(Math.min(startedAt.getTime() + seconds * 1_000, w.clock.now.getTime()));
  const [id, responseId, workId] = [random.uuid(startedAt), random.uuid(startedAt), random.uuid(at)];
  const grade = learner.kid.row.grade;
  const whose = { studentId: learner.kid.row.id, courseId: course.id };
  const criteria = essayCriteria(question.content.key as KeyOf<"essay">);
  const theta = learner.ability(course.area, daysAgo);
  const given: Record<string, Mark> = Object.fromEntries(criteria.map((one) => [one.id, markOf(random, theta)]));
  const overall = given[1] ?? "ME";
  const text = set.texts[marks.indexOf(overall)] ?? "";
  const status =
    daysAgo > 12
      ? random.weighted({ RETURNED: 95, SUBMITTED: 5 })
      : random.weighted({ SUBMITTED: 55, GRADED: 10, RETURNED: 35 });
  const released = status === "RETURNED";
  const judged =
    status === "SUBMITTED"
      ? null
      : mark(
          w,
          random,
          { id: workId, ...whose, course, grade, submittedAgo: daysAgo, released },
          { criteria, given, overall },
          { levels, rows },
        );
  const score = released && judged ? Math.round(judged.percent * 10) / 1_000 : null;
  const state = stateOf({ mode: "FIXED", questions: [question], itemIds: [set.itemId] }, id);
  const { percent, ability, standardError } = figuresOf(state, [{ id: set.itemId, credit: score }]);
  const level = percent === null ? null : reached(percent, levels.get(grade) ?? []);
  const updatedAt = released && judged ? judged.gradedAt : at;
  rows.attempts.push({
    ...{ id, assessmentId: set.id, ...whose, number: 1, status: percent === null ? "SUBMITTED" : "GRADED" },
    ...{ startedAt, deadlineAt: null, submittedAt: at, state, percent, ability, standardError },
    scaleCode: levels.get(grade)?.[0]?.scaleCode ?? null,
    levelCode: level?.code ?? null,
    createdAt: startedAt,
    updatedAt,
  });
  rows.responses.push({
    ...{ id: responseId, attemptId: id, ...whose, questionId: question.id, versionId: question.versionId, place: 1 },
    ...{
      difficulty: question.difficulty,
      points: 1,
      answer: { type: "essay", text },
      revision: 1,
      seconds,
      answeredAt: at,
    },
    ...{ score, gradedBy: score === null ? null : "HUMAN", gradedById: score === null ? null : course.ownerId },
    feedback: released && judged ? judged.feedback : null,
    createdAt: startedAt,
    updatedAt,
  });
  rows.work.push({
    ...{ id: workId, responseId, ...whose, number: 1, status, text, revision: 1, submittedAt: at },
    createdAt: at,
    updatedAt,
  });
  rows.activity.push({
    ...{ id: random.uuid(at), occurredAt: at, kind: "ANSWERS", ...whose, lessonId: null, subjectId: id, seconds },
    recordedAt: at,
  });
  if (percent !== null)
    facts.push({
      studentId: whose.studentId,
      fact: `attempt:${id}`,
      reason: "assessment",
      points: attemptPoints(percent),
      at: updatedAt,
    });
}
