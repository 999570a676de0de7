/**
 * A school worth looking at: `main.ts [--if-empty] [--scale N] [--today YYYY-MM-DD]`, as the owner of DATABASE_URL.
 * The same day and scale give the same school. Whole or absent: one transaction. Running it again changes nothing.
 */
import { parseArgs } from "node:util";
import { hash } from "@node-rs/argon2";
import pg from "pg";
import { type Access, calibrateGroups } from "@/server/features/assessment/calibration.service";
import type { Sql } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { passwordCost } from "@/server/platform/password";
import { Random } from "../../tests/factories/random";
import { seedCare, seedRequests } from "./care";
import { clockOf } from "./clock";
import { seedConsents } from "./consents";
import { demoFamily, seedDemoGoals, teacherFamily } from "./demo";
import { seedFamilies } from "./families";
import { seedAudit, seedLogins, seedNotifications } from "./history";
import { seedCertificates } from "./learning/certificates";
import { seedCourseFiles } from "./learning/course-files";
import { seedCourses } from "./learning/courses";
import { seedCovers } from "./learning/covers";
import { seedEssays } from "./learning/essays";
import { seedLearning } from "./learning/learners";
import { seedProposals } from "./learning/proposals";
import { seedAssessments, seedQuestions } from "./learning/questions";
import { seedRecognition } from "./learning/recognition";
import { seedSupport } from "./learning/support";
import { seedTalk } from "./learning/talk";
import { seedReviews, seedWork } from "./learning/work";
import { seedCurriculum, seedInstructors, seedOrganizations, seedPlans, seedStaff } from "./school";
import { seedGoals, seedMoods, seedRisks, seedTeaching } from "./wellbeing";
import { demoAddress, type World } from "./world";

/** Everybody here signs in with it; it is written in the README and never used outside demonstrations. */
const demoPassword = "Karibu-2026!";

export type SeedOptions = { scale?: number; today?: string; log?: (line: string) => void };

/** Fills an empty database. Returns false, changing nothing, when this school is already in it; throws when another is. */
export async function seed(sql: pg.Client, { scale = 1, today, log = () => {} }: SeedOptions = {}): Promise<boolean> {
  await sql.query("BEGIN");
  try {
    await sql.query("SELECT pg_advisory_xact_lock(7261998003)");
    const { rows } = await sql.query<{ people: boolean; ours: boolean }>(
      `SELECT EXISTS (SELECT FROM "User") AS people, EXISTS (SELECT FROM "User" WHERE email = $1) AS ours`,
      [demoAddress("admin")],
    );
    if (rows[0]?.people) {
      await sql.query("ROLLBACK");
      if (rows[0].ours) return false;
      throw new Error("There are people in this database already: the demonstration school needs an empty one.");
    }
    await fill(sql, scale, today, log);
    await sql.query("COMMIT");
  } catch (error) {
    await sql.query("ROLLBACK").catch(() => {});
    throw error;
  }
  await sql.query("ANALYZE");
  return true;
}

/** The job's own way through the questions, over the seed's one transaction. */
const accessOf = (sql: World["sql"]): Access => ({
  read: async <Row>({ text, values }: Sql.Sql) => (await sql.query(text, values)).rows as Row[],
  write: ({ text, values }) => sql.query(text, values),
});

async function fill(
  sql: pg.Client,
  scale: number,
  today: string | undefined,
  log: (line: string) => void,
): Promise<void> {
  const w: World = {
    sql,
    random: new Random("urban-home-school"),
    clock: clockOf(today),
    scale,
    passwordHash: await hash(demoPassword.normalize("NFKC"), {
      ...passwordCost,
      salt: Buffer.from("urban home school demo"),
    }),
    admins: [],
    staff: [],
    instructors: [],
    organizations: [],
    households: [],
    demo: null,
    people: { rows: [], roles: [], addresses: new Set(), phones: 0 },
  };
  const timed = async <T>(name: string, section: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const made = await section();
    log(`  ${name.padEnd(28)} ${String(Math.round(performance.now() - from)).padStart(6)} ms`);
    return made;
  };
  await timed("plans and curriculum", async () => {
    await seedPlans(w);
    await seedCurriculum(w);
  });
  await timed("staff, teachers, partners", async () => {
    await seedStaff(w);
    await seedInstructors(w);
    await seedOrganizations(w);
  });
  await timed("families and children", () =>
    seedFamilies(w, (draft) => [demoFamily(w, draft), teacherFamily(w, draft)]),
  );
  await timed("teaching and goals", async () => {
    await seedTeaching(w);
    await seedGoals(w);
    await seedDemoGoals(w);
  });
  const courses = await timed("courses and lessons", () => seedCourses(w));
  const bank = await timed("question bank", () => seedQuestions(w));
  const assessments = await timed("assessments", () => seedAssessments(w, courses, bank));
  const learning = await timed("learning of half a year", () => seedLearning(w, courses, assessments));
  await timed("covers and files of courses", async () => {
    await seedCovers(w, courses);
    await seedCourseFiles(w, courses);
  });
  await timed("work and reviews", async () => {
    await seedWork(w, courses, learning);
    await seedProposals(w);
    await seedEssays(w, { courses, bank, learning });
    await seedReviews(w, learning);
  });
  await timed("talk in courses", () => seedTalk(w, courses, learning));
  await timed("points and badges", () => seedRecognition(w, learning.facts));
  await timed("certificates", () => seedCertificates(w));
  await timed("coverage of the curriculum", async () => {
    // Nobody has counted these rows yet, and a plan for empty tables was seen to run for eleven minutes at twenty times the data.
    await w.sql.query('ANALYZE "Lesson", "LessonCompetency", "LessonProgress", "QuestionCompetency", "Response"');
    await w.sql.query("SELECT app.count_coverage($1)", [w.clock.now]);
  });
  await timed("difficulty of questions", () => calibrateGroups(accessOf(w.sql), w.clock.now));
  await timed("praise, flags and plans", () => seedSupport(w, learning));
  const moods = await timed("moods of thirty days", () => seedMoods(w));
  const risks = await timed("risk scores", () => seedRisks(w, moods));
  await timed("consent", () => seedConsents(w));
  const cases = await timed("cases and notes", () => seedCare(w, risks));
  const requests = await timed("data requests", () => seedRequests(w));
  await timed("sign-ins", () => seedLogins(w));
  await timed("audit log", () => seedAudit(w));
  await timed("notifications", () => seedNotifications(w, { cases, requests }));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { "if-empty": { type: "boolean" }, scale: { type: "string", default: "1" }, today: { type: "string" } },
  });
  const scale = Number(values.scale);
  if (!Number.isInteger(scale) || scale < 1 || scale > 100) throw new Error("--scale is a whole number from 1 to 100");
  // All of it: files go into the store. `npm run up` sets it for a school on this machine.
  const { DATABASE_URL: connectionString } = env();
  const client = new pg.Client({ connectionString, application_name: "uhs-seed" });
  await client.connect();
  try {
    if (values["if-empty"]) {
      const { rows } = await client.query<{ people: boolean }>(`SELECT EXISTS (SELECT FROM "User") AS people`);
      if (rows[0]?.people) return;
    }
    const from = performance.now();
    const made = await seed(client, { scale, today: values.today, log: console.log });
    console.log(
      made
        ? `The school is seeded in ${((performance.now() - from) / 1000).toFixed(1)} s.`
        : "The school is already there; nothing was changed.",
    );
  } finally {
    await client.end();
  }
}

// True when run itself, by tsx or as a bundle; false when a test imports it.
if (process.argv[1] && /seed(\/main)?\.[cm]?[jt]s$/.test(process.argv[1]))
  main().catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
