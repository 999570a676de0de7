import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listCatalogue } from "@/server/features/catalogue/catalogue.queries";
import { catalogueInput } from "@/server/features/catalogue/catalogue.schema";
import { createCompetency, createLearningArea } from "@/tests/factories/curriculum";
import { createUser } from "@/tests/factories/identity";
import { createCourse, createEnrollment, createLesson, createReview } from "@/tests/factories/learning";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { GET as sitemap } from "../../sitemap.xml/route";
import { GET as preview } from "./[slug]/[lesson]/route";
import { GET as course } from "./[slug]/route";
import { GET as catalogue } from "./route";

const origin = "http://127.0.0.1:3000";
let t: TestDatabase;
let maths: string;
let music: string;
let owner: { id: string };

beforeAll(async () => {
  t = await testDatabase();
  maths = (await createLearningArea(t.sql, t.random, { code: "MATH", name: "Mathematics", nameSw: "Hisabati" })).code;
  music = (await createLearningArea(t.sql, t.random, { code: "MUS", name: "Music", nameSw: "Muziki" })).code;
  owner = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"], name: "Achieng Otieno" });
});
afterAll(() => t.close());

const make = (title: string, given: Parameters<typeof createCourse>[2] = {}) =>
  createCourse(t.sql, t.random, {
    title,
    summary: title,
    whatYouLearn: [],
    ownerId: owner.id,
    learningAreaCode: maths,
    ...given,
  });
const titles = async (asked: object) =>
  (await listCatalogue(t.visitorCtx(), catalogueInput.parse(asked))).rows.map(({ title }) => title);
const html = async (path: string, door = course) => {
  const answer = await door(new Request(`${origin}${path}`));
  return { status: answer.status, text: await answer.text(), policy: answer.headers.get("content-security-policy") };
};
/** What a page tells search engines. */
const factsOf = (text: string) => JSON.parse(/<script[^>]*>(.*?)<\/script>/.exec(text)?.[1] ?? "{}");

describe("a visitor searches", () => {
  beforeAll(async () => {
    await make("Fractions at the kitchen table", { grade: "G4", summary: "Halves and quarters with oranges." });
    await make("Drums of the coast", { grade: "G5", learningAreaCode: music, price: 75_000n, inPlan: false });
    await make("Nyimbo za pwani", {
      grade: "G5",
      learningAreaCode: music,
      language: "sw",
      summary: "Nyimbo na ngoma.",
    });
    await make("Fractions nobody may see", { status: "DRAFT" });
    await make("Fractions put away", { status: "ARCHIVED" });
  });

  test.each([
    ["words by their stem, in an English course", "oranges quarter", ["Fractions at the kitchen table"]],
    ["the beginning of a word", "fract", ["Fractions at the kitchen table"]],
    ["an area by its Kiswahili name, whatever the course is taught in", "hisabati", ["Fractions at the kitchen table"]],
    ["area and grade as they are spoken", "hisabati ya gredi ya 4", ["Fractions at the kitchen table"]],
    ["a Kiswahili course by its words", "ngoma", ["Nyimbo za pwani"]],
    ["what no course says", "volcano", []],
    ["nothing but signs", "'';--", []],
  ])("%s", async (_what, q, expected) => {
    expect(await titles({ q })).toEqual(expected);
  });

  test("by grade, area, price and rating, one or several at once", async () => {
    expect(await titles({ filters: { grade: ["G5"] }, sort: "title" })).toEqual([
      "Drums of the coast",
      "Nyimbo za pwani",
    ]);
    expect(await titles({ filters: { area: ["MATH"] } })).toEqual(["Fractions at the kitchen table"]);
    expect(await titles({ filters: { grade: ["G5"], price: "free" } })).toEqual(["Nyimbo za pwani"]);
    expect(await titles({ filters: { price: "paid" } })).toEqual(["Drums of the coast"]);
    expect(await titles({ filters: { rating: "4" } })).toEqual([]);
  });

  test("and an area under a new name is found under it", async () => {
    await t.sql.query(`UPDATE "LearningArea" SET "nameSw" = 'Namba' WHERE code = 'MATH'`);
    expect(await titles({ q: "namba" })).toEqual(["Fractions at the kitchen table"]);
    expect(await titles({ q: "hisabati" })).toEqual([]);
  });
});

describe("pages of the catalogue", () => {
  const wanted = { filters: { grade: ["G9" as const] }, limit: 3 };
  beforeAll(async () => {
    for (let n = 0; n < 8; n++) await make(`Paged ${n}`, { grade: "G9", price: BigInt((n % 3) * 10_000) });
  });

  test.each(["-best", "-rating", "-newest", "price", "-price", "title"])(
    "hold each course once, both ways, by %s",
    async (sort) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      let from = 0;
      let backwards: string | null = null;
      do {
        const page = await listCatalogue(t.visitorCtx(), catalogueInput.parse({ ...wanted, sort, cursor, from }));
        seen.push(...page.rows.map(({ title }) => title));
        [cursor, from, backwards] = [page.next ?? undefined, from + page.rows.length, page.previous];
        expect(page.total).toBe(8);
      } while (cursor);
      expect(new Set(seen).size).toBe(8);
      const before = await listCatalogue(
        t.visitorCtx(),
        catalogueInput.parse({ ...wanted, sort, cursor: backwards, dir: "before", from: 3 }),
      );
      expect(before.rows.map(({ title }) => title)).toEqual(seen.slice(3, 6));
    },
  );

  test("a mended cursor begins at the first page", async () => {
    for (const cursor of ["x", btoa(JSON.stringify(["'; DROP", "1"])), btoa(JSON.stringify([{}, "a"]))])
      expect(await titles({ ...wanted, sort: "title", cursor })).toEqual(["Paged 0", "Paged 1", "Paged 2"]);
  });

  test("are read through the index of the order they are asked in", async () => {
    const plan = await t.asApp(null, null, async (query) => {
      await query("SET LOCAL enable_seqscan = off");
      await query("SET LOCAL enable_sort = off");
      return query(
        `EXPLAIN SELECT c.id FROM "Course" c WHERE c.status = 'PUBLISHED' ORDER BY c."ratingSum" * 100 / greatest(c."ratingCount", 1) DESC, c.id DESC LIMIT 3`,
      );
    });
    expect(JSON.stringify(plan)).toContain("Course_rated_sql");
    const found = await t.sql.query(`SELECT prosrc FROM pg_proc WHERE proname = 'find_courses'`);
    expect(found.rows).toHaveLength(1);
  });
});

describe("a course's page", () => {
  test("tells what it is, and the same to search engines, with no script", async () => {
    const made = await make("Shapes <of> the market", { grade: "G3", price: 75_000n, inPlan: true });
    const lesson = await createLesson(t.sql, t.random, { courseId: made.id, title: "Circles everywhere" });
    const aim = await createCompetency(t.sql, t.random, {
      learningAreaCode: maths,
      grade: "G3",
      statement: "Name a circle",
    });
    await t.sql.query(`INSERT INTO "LessonCompetency" VALUES ($1, $2)`, [lesson.id, aim.id]);
    const { status, text, policy } = await html(`/courses/${made.slug}`);
    expect(status).toBe(200);
    for (const said of ["Achieng Otieno", "Circles everywhere", "Name a circle", "KES\u00a0750", "Enrol your child"])
      expect(text).toContain(said);
    expect(policy).toContain("script-src 'none'");
    expect(text.match(/<script[^>]*>/g)).toEqual(['<script type="application/ld+json">']);
    expect(factsOf(text)).toMatchObject({
      "@type": "Course",
      name: "Shapes <of> the market",
      educationalLevel: "Grade 3",
      teaches: ["Name a circle"],
      offers: { price: "750.00", priceCurrency: "KES" },
      hasCourseInstance: { courseMode: "Online", instructor: [{ name: "Achieng Otieno" }] },
    });
    expect(factsOf(text).aggregateRating).toBeUndefined();
    expect(text).toContain(`<link rel="canonical" href="${origin}/courses/${made.slug}"/>`);
    expect(text).toContain(`hrefLang="sw" href="${origin}/courses/${made.slug}?lang=sw"`);
    expect((await html(`/courses/${made.slug}?lang=sw`)).text).toContain("Mwandikishe mtoto wako");
  });

  test("leads to the lesson that is open to everybody, and to no other", async () => {
    const made = await make("Weights and measures");
    const open = await createLesson(t.sql, t.random, { courseId: made.id, isPreview: true, title: "Lift and compare" });
    const { id } = await createLesson(t.sql, t.random, {
      ...open,
      id: t.random.uuid(),
      position: "a1",
      isPreview: false,
    });
    const { text } = await html(`/courses/${made.slug}`);
    expect(text).toContain(`href="/courses/${made.slug}/${open.id}"`);
    expect(text).not.toContain(id);
    const read = await html(`/courses/${made.slug}/${open.id}?lang=sw`, preview);
    expect(read.text).toContain("Cut an orange in two equal parts.");
    expect(read.text).toContain("Rudi kwenye kozi");
    for (const other of [id, "x", t.random.uuid()])
      expect((await html(`/courses/${made.slug}/${other}`, preview)).status).toBe(404);
    await t.sql.query(`UPDATE "Course" SET status = 'ARCHIVED' WHERE id = $1`, [made.id]);
    expect((await html(`/courses/${made.slug}/${open.id}`, preview)).status).toBe(404);
  });

  test("says truthfully that a course can only be paid for later", async () => {
    const { slug } = await make("Paid alone", { price: 50_000n, inPlan: false });
    const { text } = await html(`/courses/${slug}`);
    expect(text).toContain("comes with our next release");
    expect(text).not.toContain("Enrol your child");
  });

  test("shows reviews by first name and never the child, their mean and how they spread, and none that was hidden", async () => {
    const made = await make("Reviewed");
    const author = await createUser(t.sql, t.random, { roles: ["PARENT"], name: "Wanjiru Kamau" });
    for (const [rating, hiddenReason] of [
      [5, null],
      [4, null],
      [1, "An insult"],
    ] as const) {
      const { studentId } = await createEnrollment(t.sql, t.random, { courseId: made.id });
      const body = `Said with ${rating} stars`;
      await createReview(t.sql, t.random, {
        courseId: made.id,
        studentId,
        authorId: author.id,
        rating,
        body,
        hiddenReason,
      });
    }
    const { text } = await html(`/courses/${made.slug}`);
    expect(text).toContain("Wanjiru");
    expect(text).not.toContain("Kamau");
    expect(text).toContain("Said with 5 stars");
    expect(text).not.toContain("Said with 1 stars");
    expect(factsOf(text).aggregateRating).toMatchObject({ ratingValue: 4.5, ratingCount: 2 });
  });

  test("is there for published courses only, and in the sitemap only then", async () => {
    const drafts = [await make("A draft", { status: "DRAFT" }), await make("Put away", { status: "ARCHIVED" })];
    for (const { slug } of drafts) expect((await html(`/courses/${slug}`)).status).toBe(404);
    expect((await html("/courses/no-such-course")).status).toBe(404);
    const xml = await (await sitemap(new Request(`${origin}/sitemap.xml`))).text();
    expect(xml).toContain("/courses/course-");
    for (const { slug } of drafts) expect(xml).not.toContain(slug);
  });
});

test("the catalogue's page lists what it found with addresses that keep every wish, and says when nothing fits", async () => {
  const { text } = await html("/courses?grade=G5&lang=sw", catalogue);
  expect(text).toContain("Nyimbo za pwani");
  expect(text).toContain('href="/courses?grade=G5&amp;price=free&amp;lang=sw"');
  expect(factsOf(text)).toMatchObject({ "@type": "ItemList" });
  const nothing = await html("/courses?q=volcano&grade=G5", catalogue);
  expect(nothing.text).toContain("No course fits that");
  expect(nothing.text).toContain('href="/courses?q=volcano"');
});
