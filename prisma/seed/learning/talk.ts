/** Half a year of talk in courses: what children ask about their lessons, what teachers answer, and what the rules held. */
import { titleOf } from "@/server/features/talk/talk.domain";
import { judge } from "@/server/features/talk/talk.rules.domain";
import { insertRows } from "../../../tests/factories/insert";
import type { Random } from "../../../tests/factories/random";
import type { Person, World } from "../world";
import type { SeedCourse, SeedLesson } from "./courses";
import type { Learner, Learning } from "./learners";

/** What a child asks, what the teacher answers, and what a classmate adds. `{lesson}` is the lesson's own title. */
type Talk = { ask: string; answer: string; mate: string };
const general: Record<"en" | "sw", Talk[]> = {
  en: [
    {
      ask: "In “{lesson}” I understand the first example but not the second. What changes between them?",
      answer:
        "Only one thing changes. Write both examples under each other and underline what is different; then do the second one again with that in mind.",
      mate: "I did it with two colours and then I saw it.",
    },
    {
      ask: "What should I practise most from “{lesson}”?",
      answer: "The last exercise. If you can explain it to somebody at home without looking, you are ready to go on.",
      mate: "My sister is my pupil. She asks hard questions!",
    },
    {
      ask: "Can I use something else for “{lesson}”? We do not have all the things at home.",
      answer: "Yes. Stones, beans and bottle tops do as well as anything in a shop. Tell us what you used.",
      mate: "We used maize seeds and it worked.",
    },
  ],
  sw: [
    {
      ask: "Katika “{lesson}” naelewa mfano wa kwanza lakini si wa pili. Tofauti ni nini?",
      answer:
        "Kitu kimoja tu kinabadilika. Andika mifano yote miwili, pigia mstari tofauti, kisha ufanye wa pili tena.",
      mate: "Nilitumia rangi mbili nikaona tofauti.",
    },
    {
      ask: "Nifanye mazoezi gani zaidi baada ya “{lesson}”?",
      answer: "Zoezi la mwisho. Ukiweza kumweleza mtu nyumbani bila kutazama, uko tayari kuendelea.",
      mate: "Mimi humfundisha ndugu yangu mdogo.",
    },
  ],
};
const ofArea: Record<string, Talk[]> = {
  MATH: [
    {
      ask: "Why do I get a bigger number when I divide by a half?",
      answer: "Dividing asks how many halves fit in. Two oranges hold four halves, so 2 ÷ ½ is 4. Try it with paper.",
      mate: "Think of chapatis cut in two: you get more pieces.",
    },
    {
      ask: "How do I know which way to round 45?",
      answer: "Look at the next digit: 5 or more goes up. To the nearest ten, 45 becomes 50.",
      mate: "I remember it as: five goes up the hill.",
    },
    {
      ask: "My answer was 3.5 and the book says 3 1/2. Is mine wrong?",
      answer: "Both are right; they are two ways to write the same number. Use the way the question asks for.",
      mate: "You can check: half of ten tenths is five tenths.",
    },
  ],
  ENG: [
    {
      ask: "When do I write its and when it's?",
      answer: "It's is short for it is. If you can say it is, write the sign. Otherwise write its.",
      mate: "I read the sentence aloud with it is. If it sounds silly, no sign.",
    },
    {
      ask: "How long should my paragraph be?",
      answer: "As long as one idea. Say the idea, give two reasons or examples, and stop.",
      mate: "I write the idea at the side first.",
    },
  ],
  SCI: [
    {
      ask: "Why do plants die when they get too much water?",
      answer: "Roots breathe air between the grains of soil. When water fills every space they cannot breathe.",
      mate: "Ours turned yellow first. We made a hole in the tin.",
    },
    {
      ask: "Is steam the same as smoke?",
      answer: "No. Steam is water. Smoke is very small pieces of what burns. Hold a cold lid over both and compare.",
      mate: "The lid over the sufuria got wet, the other one black.",
    },
  ],
  SST: [
    {
      ask: "Why is the same river called two names on two maps?",
      answer:
        "Communities named it in their own languages, and both names are true. Write both and say who uses which.",
      mate: "My grandmother uses the old name.",
    },
  ],
  KIS: [
    {
      ask: "Nitajuaje ngeli ya neno ambalo silijui?",
      answer:
        "Liweke katika wingi na umoja, kisha utazame kiambishi cha kitenzi: kitabu kimeanguka, vitabu vimeanguka.",
      mate: "Mimi husoma sentensi kwa sauti.",
    },
    {
      ask: "Methali na nahau zina tofauti gani?",
      answer: "Methali hutoa funzo na husimama yenyewe. Nahau ni maneno machache ndani ya sentensi yenye maana fiche.",
      mate: "Haba na haba hujaza kibaba ni methali!",
    },
  ],
};
ofArea.ISC = ofArea.SCI ?? [];

const unanswered: Record<"en" | "sw", string[]> = {
  en: [
    "I tried the exercise of “{lesson}” three times and still get another answer. Where do I look?",
    "Will there be more lessons like “{lesson}”? I liked it.",
    "In “{lesson}” there is a word I cannot find in my dictionary. What does it mean there?",
  ],
  sw: ["Nimejaribu zoezi la “{lesson}” mara tatu na bado sipati jibu. Niangalie wapi?"],
};
const announcements: Record<"en" | "sw", { title: string; body: string }[]> = {
  en: [
    {
      title: "What to gather for next week",
      body: "Please keep ten bottle tops, some string and an old newspaper. We use them in the next module.",
    },
    {
      title: "I have added an exercise",
      body: "Many of you asked for more practice, so the last lesson has a new exercise at its end. It takes ten minutes.",
    },
    {
      title: "Well done so far",
      body: "More than half of you have finished the first module. Go on at your own pace; ask whenever something is not clear.",
    },
  ],
  sw: [
    {
      title: "Vitu vya kukusanya wiki ijayo",
      body: "Tafadhali weka vizibo kumi, kamba na gazeti la zamani. Tutavitumia katika sehemu inayofuata.",
    },
    {
      title: "Nimeongeza zoezi",
      body: "Wengi wenu mliomba mazoezi zaidi, kwa hiyo somo la mwisho lina zoezi jipya mwishoni.",
    },
  ],
};
/** What the rules hold; what was said in the heat of the moment and is taken from view. */
const doubtful: Record<"en" | "sw", string[]> = {
  en: [
    "Can somebody explain it on the phone? My number is 0700 000 000.",
    "This lesson is stupid and so are you.",
    "Let's meet after class at the stage and do it together.",
    "I found all the answers at www.example.com/answers",
  ],
  sw: ["Nicheki kwa simu nikueleze: 0700 000 000", "Wewe ni mjinga, soma vizuri."],
};

type Rows = Record<"topics" | "replies" | "items", object[]>;
type Speaker = { kid: Learner["kid"]; account: Person };

const speakers = (learners: readonly Learner[]): (Learner & Speaker)[] =>
  learners.flatMap((learner) => (learner.kid.account ? [{ ...learner, account: learner.kid.account }] : []));

function teacherOf(w: World, { ownerId }: SeedCourse) {
  const found = w.instructors.find(({ id }) => id === ownerId);
  if (!found) throw new Error("Teachers come before talk");
  return found;
}

/** A row of the table; every column stands in each, so that rows of one list are alike. */
function post(random: Random, course: SeedCourse, at: Date, given: object) {
  return {
    id: random.uuid(at),
    courseId: course.id,
    topicId: null,
    lessonId: null,
    studentId: null,
    kind: null,
    title: null,
    language: course.language,
    state: "VISIBLE",
    reason: null,
    sensitive: false,
    score: 0,
    findings: [],
    decidedById: null,
    decidedAt: null,
    pinned: false,
    locked: false,
    answerId: null as string | null,
    replies: 0,
    lastPostAt: at,
    createdAt: at,
    updatedAt: at,
    ...given,
  };
}

const byChild = ({ kid, account }: Speaker) => ({
  studentId: kid.row.id,
  authorId: account.id,
  signed: kid.row.firstName,
});
const later = (w: World, at: Date, hours: number) =>
  new Date(Math.min(w.clock.now.getTime() - 60_000, at.getTime() + hours * 3_600_000));

/** A question about a lesson, most of the time with its answer and now and then with a classmate's word. */
function question(
  w: World,
  random: Random,
  course: SeedCourse,
  who: Speaker,
  mates: readonly Speaker[],
  at: Date,
  rows: Rows,
) {
  const lesson: SeedLesson = random.pick(course.lessons);
  const about = (text: string) => text.replace("{lesson}", lesson.title);
  const open = random.chance(w.clock.now.getTime() - at.getTime() < 5 * 86_400_000 ? 0.6 : 0.05);
  const talk = random.pick([...(ofArea[course.area] ?? []), ...general[course.language]]);
  const body = about(open ? random.pick(unanswered[course.language]) : talk.ask);
  const topic = post(random, course, at, {
    ...byChild(who),
    lessonId: lesson.id,
    kind: "QUESTION",
    title: titleOf(body),
    body,
  });
  rows.topics.push(topic);
  if (open) return;
  const teacher = teacherOf(w, course);
  const answer = post(random, course, later(w, at, random.int(1, 30)), {
    topicId: topic.id,
    authorId: teacher.id,
    signed: teacher.name,
    body: talk.answer,
  });
  topic.answerId = answer.id;
  rows.replies.push(answer);
  const mate = mates.find(({ kid }) => kid !== who.kid);
  if (mate && random.chance(0.4))
    rows.replies.push(
      post(random, course, later(w, at, random.int(31, 50)), { topicId: topic.id, ...byChild(mate), body: talk.mate }),
    );
}

/** Something the rules held: the older ones decided, the newest waiting. */
function held(w: World, random: Random, course: SeedCourse, who: Speaker, at: Date, rows: Rows) {
  const body = random.pick(doubtful[course.language]);
  const { score, findings } = judge(body);
  const waits = w.clock.now.getTime() - at.getTime() < 4 * 86_400_000;
  const moderator = w.staff[0];
  const reason = waits ? null : "No ways to reach each other outside the school, and kind words only, please.";
  const decided = { decidedById: waits ? null : (moderator?.id ?? null), decidedAt: waits ? null : later(w, at, 3) };
  const topic = post(random, course, at, {
    ...byChild(who),
    kind: "DISCUSSION",
    title: titleOf(body),
    body,
    state: waits ? "HELD" : "REMOVED",
    reason,
    score,
    findings,
    ...decided,
  });
  rows.topics.push(topic);
  rows.items.push(
    item(
      random,
      course,
      topic.id,
      who.account.id,
      findings.map(({ code }) => ({ code })),
      at,
      { ...decided, status: waits ? "WAITING" : "SENT_BACK", feedback: reason },
    ),
  );
}

function item(
  random: Random,
  course: SeedCourse,
  subjectId: string,
  submittedById: string,
  findings: object[],
  at: Date,
  given: object,
) {
  return {
    id: random.uuid(at),
    subjectType: "talk",
    subjectId,
    title: course.title,
    submittedById,
    findings,
    createdAt: at,
    updatedAt: at,
    ...given,
  };
}

function announcementsOf(w: World, random: Random, course: SeedCourse, rows: Rows) {
  const teacher = teacherOf(w, course);
  for (const said of random.sample(announcements[course.language], random.int(1, 2))) {
    const at = w.clock.at(random.int(1, Math.min(170, course.publishedAgo)), random.int(8, 17), random.int(0, 59));
    rows.topics.push(
      post(random, course, at, {
        authorId: teacher.id,
        signed: teacher.name,
        kind: "ANNOUNCEMENT",
        ...said,
        pinned: random.chance(0.2),
      }),
    );
  }
}

/** Talk grows with the children who have accounts of their own; some of it is held, some reported. */
export async function seedTalk(w: World, courses: readonly SeedCourse[], { learners }: Learning): Promise<void> {
  const rows: Rows = { topics: [], replies: [], items: [] };
  for (const course of courses)
    if (course.status === "PUBLISHED") announcementsOf(w, w.random.child(`announcements ${course.id}`), course, rows);
  const all = speakers(learners);
  const inCourse = new Map<string, (Learner & Speaker)[]>();
  for (const one of all)
    for (const { course } of one.enrolled) inCourse.set(course.id, [...(inCourse.get(course.id) ?? []), one]);
  for (const who of all) {
    const random = w.random.child(`talk ${who.kid.row.id}`);
    for (const { course, sinceAgo, lessonsDone } of who.enrolled) {
      if (lessonsDone === 0 || course.lessons.length === 0) continue;
      const moment = () => w.clock.at(random.int(0, Math.min(170, sinceAgo)), random.int(8, 20), random.int(0, 59));
      if (random.chance(0.55)) question(w, random, course, who, inCourse.get(course.id) ?? [], moment(), rows);
      if (random.chance(0.04)) held(w, random, course, who, moment(), rows);
    }
  }
  waiting(w, all, rows);
  await insertRows(w.sql, "ForumPost", rows.topics);
  await insertRows(w.sql, "ForumPost", rows.replies);
  await insertRows(w.sql, "ModerationItem", rows.items);
}

/** What waits for the school today: posts the rules held these days, and posts that guardians brought before it. */
function waiting(w: World, all: readonly (Learner & Speaker)[], rows: Rows) {
  const random = w.random.child("waiting talk");
  for (const [n, who] of random.sample(all, 6 * w.scale).entries()) {
    const guardian = who.kid.guardians.find(({ tie }) => tie.canView)?.person;
    const place = who.enrolled.find(({ lessonsDone }) => lessonsDone > 0)?.course;
    if (!guardian || !place) continue;
    const at = w.clock.at(random.int(1, 3), random.int(17, 20));
    if (n % 2 === 0) held(w, random, place, who, at, rows);
    else reported(w, random, place, who, guardian, at, rows);
  }
}

function reported(w: World, random: Random, place: SeedCourse, who: Speaker, guardian: Person, at: Date, rows: Rows) {
  const inSwahili = place.language === "sw";
  const topic = post(random, place, at, {
    ...byChild(who),
    kind: "DISCUSSION",
    title: inSwahili ? "Nani amemaliza kazi yote?" : "Who has finished all of the work?",
    body: inSwahili
      ? "Nipeni majibu ya zoezi la mwisho."
      : "Give me the answers of the last exercise, then I need not do it.",
  });
  rows.topics.push(topic);
  const detail = "A child asks others for ready answers instead of working.";
  const open = { decidedById: null, decidedAt: null, status: "WAITING", feedback: null };
  rows.items.push(item(random, place, topic.id, guardian.id, [{ code: "reported", detail }], later(w, at, 2), open));
}
