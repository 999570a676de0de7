import { type Browser, expect, type Page, test } from "@playwright/test";
import { ask, read } from "../support/calls";
import { markBy } from "../support/keyboard";
import { enter, signInAs, teacherOf } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

const course = "Agriculture and Nutrition, Grade 6";
const home = "/dashboard/instructor";
const queue = `${home}/submissions`;
const answer = "Beans give nitrogen back to the soil, so maize after beans grows taller.";

const person = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage();

/** An assessment of one essay with two criteria, open to the learners of the course. */
async function setEssay(teacher: Page, title: string): Promise<string> {
  const { rows } = await read<{ rows: { id: string; title: string }[] }>(teacher, "courses.list", { q: course });
  const courseId = rows.find((row) => row.title === course)?.id ?? "";
  const place = { grade: "G6", learningAreaCode: "AGR", language: "en", difficulty: 3, tags: [], competencyIds: [] };
  const body = { type: "essay", stem: "Why do we plant beans before maize?" };
  const criteria = [
    { text: "Says what beans do to the soil", marks: 2 },
    { text: "Says what maize gains by it", marks: 1 },
  ];
  const question = { body, key: { type: "essay", criteria } };
  const { id: questionId } = await ask(teacher, "questions.create", { ...place, question });
  const { id } = await ask(teacher, "assessments.create", { courseId, title, mode: "FIXED" });
  await ask(teacher, "assessments.addItem", { assessmentId: id, questionId });
  await ask(teacher, "assessments.publish", { id });
  return id ?? "";
}

/** The criterion of this place, on the desk. */
const criterion = (page: Page, place: number) => page.getByRole("group").filter({ hasText: `${place} of 2` });

test("an essay a child wrote waits at the desk, is marked by keyboard, and is read by child and guardian", async ({
  page: teacher,
  browser,
}) => {
  test.setTimeout(240_000);
  const title = `Why beans come first ${Date.now().toString(36)}`;
  const feedback = `You say what the soil gets. ${title}`;
  const pupil = await person(browser);
  await signInAs(teacher, await teacherOf(browser, "agriculture-and-nutrition-grade-6"), home);
  const assessmentId = await setEssay(teacher, title);

  const room = `/dashboard/student/assessments/${assessmentId}`;
  await pupil.setViewportSize({ width: 360, height: 780 });
  await enter(pupil, "student", room);
  await expect(pupil.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await pupil.getByRole("button", { name: /^(Begin|Anza)$/ }).press("Enter");
  await pupil.locator("form textarea").fill(answer);
  await expect(pupil.locator("[data-kept=saved]")).toBeVisible();
  await pupil.locator("form:has([data-kept]) button[type=submit]").press("Enter");
  await expect(
    pupil.getByText(/^(Your teacher still reads your answers|Mwalimu wako bado anasoma majibu yako)$/).first(),
  ).toBeVisible();
  await expectAccessible(pupil, "a result that waits for a teacher");

  await teacher.goto(`${queue}?kind=essay&sort=-submittedAt`);
  await expect(teacher.getByRole("heading", { level: 1, name: "Work to mark" })).toBeVisible();
  await teacher.getByRole("row").filter({ hasText: title }).getByRole("link").press("Enter");
  await expect(teacher.getByText(answer)).toBeVisible();
  await expect(teacher.getByText("Why do we plant beans before maize?")).toBeVisible();
  const desk = new URL(teacher.url()).pathname;
  await markBy(teacher, "1", criterion(teacher, 1).getByRole("radio", { name: /^EE/ }));
  await teacher.keyboard.press("2");
  await expect(criterion(teacher, 2).getByRole("radio", { name: /^ME/ })).toBeChecked();
  await teacher.keyboard.press("c");
  await teacher.keyboard.type(feedback);
  await expect(teacher.getByText(/^Draft kept at/)).toBeVisible();
  await expectAccessible(teacher, "an essay being marked");
  await teacher.keyboard.press("Control+Enter");
  await expect(teacher.getByRole("dialog", { name: /^Return this to/ })).toBeVisible();
  await teacher.keyboard.press("Enter");
  await expect(teacher).not.toHaveURL(new RegExp(desk));

  await pupil.goto(room);
  await expect(pupil.getByText(feedback)).toBeVisible();
  await expectAccessible(pupil, "a result with a teacher's words");
  await expectNoSidewaysScroll(pupil, "a result with a teacher's words");

  const work = desk.split("/").at(-1) ?? "";
  const { studentId } = await read<{ studentId: string }>(teacher, "grading.read", { id: work });
  const parent = await person(browser);
  await enter(parent, "parent", `/dashboard/parent/children/${studentId}/work/${work}`);
  await expect(parent.getByText(feedback)).toBeVisible();
  await expectAccessible(parent, "an essay as a guardian reads it");
});
