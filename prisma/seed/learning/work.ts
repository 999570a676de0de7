/** Work handed in, in every state, with marks by rubric; and what families think of courses. */

import { reached } from "@/server/features/assessment/levels.domain";
import { markPercent } from "@/server/features/grading/marks.domain";
import type { Mark } from "@/server/features/grading/marks.schema";
import { workPoints } from "@/server/features/recognition/recognition.domain";
import { insertRows } from "../../../tests/factories/insert";
import type { Random } from "../../../tests/factories/random";
import type { World } from "../world";
import type { SeedCourse } from "./courses";
import { type Fact, type Learner, type Learning, scaleLevels } from "./learners";

type Words = { title: string; instructions: string; texts: string[] };
const tasks: Record<"en" | "sw", Words[]> = {
  en: [
    {
      title: "A day of my life in numbers",
      instructions:
        "Collect five numbers from one ordinary day at home. Say what each counts or measures, and use two of them to work out something new.",
      texts: [
        "We are 6 people. We ate 14 chapatis, so that is 2 each and 2 were left for the morning. I walked 340 steps to the shop and 340 back, which is 680. The water drum holds 200 litres and we used about 45.",
        "I counted the steps to the shop: 412. My sister counted 518 because her legs are shorter. The difference is 106 steps. Sugar cost 175 shillings and I paid with 200, so the change was 25.",
        "There were 3 goats and 12 chickens. That is 15 animals. We slept 9 hours.",
        "I do not know which numbers. We had lunch.",
      ],
    },
    {
      title: "Explain it to a younger child",
      instructions:
        "Choose one idea of this course. Explain it to somebody younger with a drawing and no more than ten sentences. Write what you said and what they asked.",
      texts: [
        "I explained to my brother why we boil water. I drew very small germs in a cup and then fire under the pot. He asked where the germs go. I said the heat stops them from living. He asked if the tea is dead too, and I said tea was never alive after it was dried.",
        "I told my cousin about halves with an orange. She asked if a half is always the same size. I said it depends on the orange, but two of them always make the whole one.",
        "I explained plants. Plants need water and sun. My sister said she knows.",
        "She did not listen so I stopped.",
      ],
    },
    {
      title: "Something I made",
      instructions:
        "Make something that shows what you learned. Send a photograph or describe it so that somebody could make it again, and say what you would change.",
      texts: [
        "I made a balance from a hanger, two bottle lids and string. If both sides have the same number of beans it stays level. Next time I would make the strings exactly equal, because mine was 1 cm wrong and always leaned left.",
        "A poster about clean hands with four pictures: wet, soap, rub, rinse. I put it near the tap. I would write bigger next time since my grandmother could not read it.",
        "I made a map of our compound. The gate, the tree and the kitchen are on it. I forgot to say where north is.",
        "I made it but it broke.",
      ],
    },
  ],
  sw: [
    {
      title: "Hadithi fupi ya nyumbani",
      instructions:
        "Andika hadithi fupi kuhusu jambo lililotokea nyumbani. Tumia angalau methali moja na ueleze maana yake.",
      texts: [
        "Siku moja mvua ilinyesha tukasahau kuanika nguo ndani. Bibi alisema haraka haraka haina baraka, kwa sababu tulikimbilia kucheza kabla ya kumaliza kazi. Tulizifua tena pamoja, na tangu siku hiyo tunamaliza kazi kwanza.",
        "Ndugu yangu alipoteza shilingi hamsini. Tulitafuta pamoja tukazipata chini ya mkeka. Umoja ni nguvu: tukisaidiana jambo gumu huwa rahisi.",
        "Paka wetu alipanda mti. Hakuweza kushuka. Baba alimshusha.",
        "Sijui niandike nini.",
      ],
    },
  ],
};
const criteria = {
  en: [
    {
      id: "idea",
      title: "Understanding",
      weight: 2,
      levels: {
        EE: "Explains why it is so, with an example of one's own",
        ME: "Is right and complete",
        AE: "Is partly right",
        BE: "Does not show the idea yet",
      },
    },
    {
      id: "language",
      title: "Expression",
      weight: 1,
      levels: { EE: "Clear and lively throughout", ME: "Clear", AE: "Needs guessing in places", BE: "Hard to follow" },
    },
    {
      id: "effort",
      title: "Care",
      weight: 1,
      levels: { EE: "Checked and improved", ME: "Careful", AE: "Begun with care", BE: "Hurried" },
    },
  ],
  sw: [
    {
      id: "idea",
      title: "Maana",
      weight: 2,
      levels: {
        EE: "Anaeleza kwa mfano wake mwenyewe",
        ME: "Sahihi na kamili",
        AE: "Sahihi kwa sehemu",
        BE: "Bado haonyeshi wazo",
      },
    },
    {
      id: "language",
      title: "Lugha",
      weight: 1,
      levels: { EE: "Wazi na ya kuvutia", ME: "Wazi", AE: "Si wazi mahali pengine", BE: "Vigumu kufuata" },
    },
    {
      id: "effort",
      title: "Umakini",
      weight: 1,
      levels: { EE: "Amekagua na kuboresha", ME: "Kwa uangalifu", AE: "Ameanza vizuri", BE: "Kwa haraka" },
    },
  ],
};
const feedback: Record<"en" | "sw", Record<Mark, string[]>> = {
  en: {
    EE: [
      "You said why, not only what. Read it aloud to your family.",
      "A careful piece. The last sentence shows that you checked it yourself.",
    ],
    ME: [
      "Right, and clear. Next time add an example of your own.",
      "Well done. One more sentence about why would lift it further.",
    ],
    AE: [
      "A good beginning. Tell me more about how you know.",
      "The idea is there. Try again with the drawing beside you.",
    ],
    BE: [
      "Let us talk about this one together. Start with one thing you noticed.",
      "Choose one small example and write two sentences about it.",
    ],
  },
  sw: {
    EE: ["Umeeleza kwa nini, si nini tu. Wasomee nyumbani.", "Kazi makini; inaonekana uliikagua mwenyewe."],
    ME: [
      "Vizuri. Mara nyingine ongeza mfano wako mwenyewe.",
      "Sahihi na wazi. Sentensi moja zaidi ya kwa nini ingefaa.",
    ],
    AE: ["Mwanzo mzuri. Nieleze zaidi unajuaje.", "Wazo lipo. Jaribu tena ukitazama mchoro."],
    BE: [
      "Tuzungumze kuhusu kazi hii. Anza na jambo moja uliloona.",
      "Chagua mfano mmoja mdogo uandike sentensi mbili.",
    ],
  },
};
export const marks: readonly Mark[] = ["EE", "ME", "AE", "BE"];

type SeedAssignment = { id: string; course: SeedCourse; words: Words; dueAgo: number };

async function seedAssignments(w: World, courses: readonly SeedCourse[]): Promise<SeedAssignment[]> {
  const random = w.random.child("assignments");
  const made: SeedAssignment[] = [];
  const [rubrics, rows, ties]: [object[], object[], object[]] = [[], [], []];
  for (const course of courses.filter(({ status, lessons }) => status === "PUBLISHED" && lessons.length > 3)) {
    const createdAt = w.clock.at(course.publishedAgo, 11);
    const rubricId = random.uuid(createdAt);
    rubrics.push({
      id: rubricId,
      courseId: course.id,
      title: course.language === "sw" ? "Kazi fupi" : "Short work",
      criteria: criteria[course.language],
      revision: 1,
      createdById: course.ownerId,
      createdAt,
      updatedAt: createdAt,
    });
    for (const words of random.sample(tasks[course.language], Math.min(2, tasks[course.language].length))) {
      const [id, dueAgo] = [random.uuid(createdAt), random.int(-14, 90)];
      const lesson = random.pick(course.lessons);
      rows.push({
        id,
        courseId: course.id,
        lessonId: lesson.id,
        rubricId,
        title: words.title,
        instructions: words.instructions,
        status: "PUBLISHED",
        takesText: true,
        takesFiles: true,
        opensAt: null,
        dueAt: w.clock.at(dueAgo, 20),
        createdById: course.ownerId,
        createdAt,
        updatedAt: createdAt,
      });
      for (const competencyId of lesson.outcomes) ties.push({ assignmentId: id, competencyId });
      made.push({ id, course, words, dueAgo });
    }
  }
  await insertRows(w.sql, "Rubric", rubrics);
  await insertRows(w.sql, "Assignment", rows);
  await insertRows(w.sql, "AssignmentCompetency", ties);
  return made;
}

/** The mark a learner of this ability gets on one criterion. */
export const markOf = (random: Random, theta: number): Mark => {
  const felt = theta + random.normal() * 0.7;
  return felt > 1 ? "EE" : felt > -0.3 ? "ME" : felt > -1.3 ? "AE" : "BE";
};

/** Marks as one person gives them to one text: those of the other criteria lie apart from the first only where they are far from it. */
function alike(given: readonly [id: string, mark: Mark][]): Record<string, Mark> {
  const first = given[0]?.[1] ?? "ME";
  const isFar = (mark: Mark) => Math.abs(marks.indexOf(mark) - marks.indexOf(first)) > 1;
  return Object.fromEntries(given.map(([id, mark]) => [id, isFar(mark) ? mark : first]));
}

/** 600 pieces of work for each stream of the school, in all states. */
export async function seedWork(w: World, courses: readonly SeedCourse[], { learners, facts }: Learning): Promise<void> {
  const random = w.random.child("work");
  const assignments = await seedAssignments(w, courses);
  const levels = await scaleLevels(w);
  const open = new Map<string, SeedAssignment[]>();
  for (const one of assignments)
    if (one.dueAgo < 60) open.set(one.course.id, [...(open.get(one.course.id) ?? []), one]);
  const pairs = learners.flatMap((learner) =>
    learner.enrolled.flatMap(({ course }) =>
      (open.get(course.id) ?? []).map((assignment) => ({ learner, assignment })),
    ),
  );
  const demo = new Set(w.demo?.family.children);
  const isShown = ({ learner, assignment }: (typeof pairs)[number]) =>
    demo.has(learner.kid) ? 0 : assignment.course.ownerId === w.demo?.instructor.id ? 1 : 2;
  const chosen = [
    ...pairs.filter((pair) => isShown(pair) === 0),
    // Enough of one teacher's that the rules know something to propose.
    ...pairs.filter((pair) => isShown(pair) === 1),
    ...random.shuffle(pairs.filter((pair) => isShown(pair) === 2)),
  ].slice(0, 600 * w.scale);
  const rows: Record<"work" | "grades" | "changes" | "activity", object[]> = {
    work: [],
    grades: [],
    changes: [],
    activity: [],
  };
  for (const { learner, assignment } of chosen) piece(w, random, { learner, assignment, levels, rows, facts });
  await insertRows(w.sql, "Submission", rows.work);
  await insertRows(w.sql, "SubmissionGrade", rows.grades);
  await insertRows(w.sql, "GradeChange", rows.changes);
  await insertRows(w.sql, "StudentActivity", rows.activity);
}

type Piece = {
  learner: Learner;
  assignment: SeedAssignment;
  levels: Awaited<ReturnType<typeof scaleLevels>>;
  rows: Record<"work" | "grades" | "changes" | "activity", object[]>;
  facts: Fact[];
};

function piece(w: World, random: Random, { learner, assignment, levels, rows, facts }: Piece): void {
  const { course, words, dueAgo } = assignment;
  const studentId = learner.kid.row.id;
  const submittedAgo = Math.max(0, dueAgo + random.int(-3, 6));
  const theta = learner.ability(course.area, submittedAgo);
  const status =
    submittedAgo > 14
      ? random.weighted({ RETURNED: 92, SUBMITTED: 8 })
      : random.weighted({ DRAFT: 14, SUBMITTED: 46, GRADED: 12, RETURNED: 28 });
  const submittedAt = status === "DRAFT" ? null : w.clock.at(submittedAgo, random.int(9, 20), random.int(0, 59));
  const given = alike(criteria[course.language].map(({ id }) => [id, markOf(random, theta)]));
  const overall = given.idea ?? "ME";
  const id = random.uuid(submittedAt ?? w.clock.at(0, 8));
  const createdAt = submittedAt ?? w.clock.at(0, 8);
  rows.work.push({
    id,
    assignmentId: assignment.id,
    courseId: course.id,
    studentId,
    number: 1,
    status,
    text: words.texts[marks.indexOf(overall)] ?? words.texts[0],
    revision: 1,
    submittedAt,
    isLate: submittedAt !== null && submittedAgo < dueAgo,
    createdAt,
    updatedAt: createdAt,
  });
  if (!submittedAt) return;
  rows.activity.push({
    id: random.uuid(submittedAt),
    occurredAt: submittedAt,
    studentId,
    kind: "SUBMITTED",
    courseId: course.id,
    lessonId: null,
    subjectId: id,
    seconds: 0,
    recordedAt: submittedAt,
  });
  facts.push({ studentId, fact: `work:${id}`, reason: "work", points: workPoints, at: submittedAt });
  if (status === "SUBMITTED") return;
  const work = { id, studentId, course, grade: learner.kid.row.grade, submittedAgo, released: status === "RETURNED" };
  mark(w, random, work, { criteria: criteria[course.language], given, overall }, { levels, rows });
}

type Marked = {
  id: string;
  studentId: string;
  course: SeedCourse;
  grade: string;
  submittedAgo: number;
  /** Whether it has gone back; else it is a draft. */
  released: boolean;
};
type Judged = {
  criteria: readonly { id: string; weight: number }[];
  given: Record<string, Mark>;
  /** What the words to the child go by. */
  overall: Mark;
};

/** A teacher's mark on a piece of work, its history, and the day it came back. Tells what it comes to. */
export function mark(
  w: World,
  random: Random,
  { id, studentId, course, grade: learnersGrade, submittedAgo, released }: Marked,
  { criteria: weighted, given, overall }: Judged,
  { levels, rows }: { levels: Piece["levels"]; rows: Omit<Piece["rows"], "work"> },
) {
  const gradedAt = w.clock.at(Math.max(0, submittedAgo - random.int(1, 5)), random.int(8, 18));
  const percent = markPercent(weighted, given);
  const level = reached(percent, levels.get(learnersGrade) ?? []);
  const grade = {
    marks: given,
    percent,
    scaleCode: level?.scaleCode ?? "CBC4",
    levelCode: level?.code ?? "BE",
    feedback: random.pick(feedback[course.language][overall]),
  };
  const whose = { studentId, courseId: course.id };
  rows.grades.push({
    submissionId: id,
    ...whose,
    ...grade,
    status: released ? "RELEASED" : "DRAFT",
    revision: 1,
    gradedById: course.ownerId,
    releasedAt: released ? gradedAt : null,
    createdAt: gradedAt,
    updatedAt: gradedAt,
  });
  rows.changes.push({
    id: random.uuid(gradedAt),
    submissionId: id,
    ...whose,
    changedById: course.ownerId,
    before: null,
    after: grade,
    reason: null,
    createdAt: gradedAt,
  });
  if (released)
    rows.activity.push({
      id: random.uuid(gradedAt),
      occurredAt: gradedAt,
      kind: "RETURNED",
      ...whose,
      lessonId: null,
      subjectId: id,
      seconds: 0,
      recordedAt: gradedAt,
    });
  return { ...grade, gradedAt };
}

const said: Record<"en" | "sw", Record<"good" | "fair" | "poor", string[]>> = {
  en: {
    good: [
      "Short lessons that we can do before supper. He asks for the next one.",
      "She explained it to her grandmother afterwards, so it must be clear.",
      "The things to gather are things we really have at home.",
      "Feedback came the next day and told us exactly what to practise.",
      "We used little data, and the pictures waited until we wanted them.",
    ],
    fair: [
      "Good lessons, though some words are hard for a child reading alone.",
      "We like it. A few more exercises at the end would help.",
      "Useful, but the last module was quicker than the first ones.",
    ],
    poor: ["We waited long for a grade.", "Too much text for my son; he needs more to do with his hands."],
  },
  sw: {
    good: [
      "Masomo mafupi na yanaeleweka. Tunayafurahia.",
      "Mtoto wangu sasa anapenda kusoma kwa sauti.",
      "Mwalimu anajibu haraka na kwa upole.",
    ],
    fair: ["Ni nzuri, ila maneno mengine ni magumu.", "Tunaipenda. Mazoezi zaidi yangesaidia."],
    poor: ["Tulisubiri sana kupata alama."],
  },
};

/** 300 reviews for each stream, by guardians of children who got somewhere in the course. */
export async function seedReviews(w: World, { learners }: Learning): Promise<void> {
  const random = w.random.child("reviews");
  const may = learners.flatMap(({ kid, enrolled }) => {
    const guardian = kid.guardians.find(({ tie }) => tie.canView)?.person;
    return guardian
      ? enrolled.filter(({ lessonsDone }) => lessonsDone >= 2).map((place) => ({ ...place, kid, guardian }))
      : [];
  });
  const rows = random
    .shuffle(may)
    .slice(0, 300 * w.scale)
    .map(({ course, kid, guardian, sinceAgo }) => {
      const felt = 4.1 + course.quality + random.normal() * 0.8;
      const rating = Math.max(1, Math.min(5, Math.round(felt)));
      const language = guardian.locale === "sw" ? "sw" : "en";
      const createdAt = w.clock.at(random.int(0, Math.max(1, sinceAgo - 20)), random.int(8, 21), random.int(0, 59));
      const answered = random.chance(rating <= 3 ? 0.6 : 0.25);
      const near = () => Math.max(1, Math.min(5, rating + random.int(-1, 1)));
      return {
        id: random.uuid(createdAt),
        courseId: course.id,
        studentId: kid.row.id,
        authorId: guardian.id,
        rating,
        clarity: near(),
        engagement: near(),
        usefulness: near(),
        body: random.chance(0.8)
          ? random.pick(said[language][rating >= 4 ? "good" : rating === 3 ? "fair" : "poor"])
          : "",
        language,
        reply: answered
          ? language === "sw"
            ? "Asante kwa kutuambia. Nimeongeza mazoezi katika somo la mwisho."
            : "Thank you for telling us. I have added exercises to the last lesson."
          : null,
        repliedById: answered ? course.ownerId : null,
        repliedAt: answered
          ? new Date(Math.min(w.clock.now.getTime() - 60_000, createdAt.getTime() + 86_400_000))
          : null,
        hiddenReason: null,
        createdAt,
        updatedAt: createdAt,
      };
    });
  await insertRows(w.sql, "CourseReview", rows);
}
