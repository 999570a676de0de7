import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { ask, read } from "../support/calls";
import { followingFamily, handedToChild } from "../support/families";
import { press } from "../support/keyboard";
import { paper } from "../support/paper";
import { signInAs, teacherOf } from "../support/people";
import { publishWork } from "../support/teaching";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

const slug = "agriculture-and-nutrition-grade-5";
const course = "Agriculture and Nutrition, Grade 5";
const home = "/dashboard/instructor";

/** The child's phone sends files, which jobs look at for viruses, and hands the work in. */
async function handInFiles(pupil: Page, assignmentId: string, files: Record<string, Buffer>): Promise<void> {
  const room = `/dashboard/student/work/${assignmentId}`;
  await pupil.goto(room);
  for (const [name, buffer] of Object.entries(files)) {
    await pupil.locator("input[type=file]:not([capture])").setInputFiles({ name, buffer, mimeType: "application/pdf" });
    await pupil.getByRole("button", { name: new RegExp(`^Tuma .*${name}`) }).click();
    await expect(pupil.getByRole("button", { name: `Ondoa ${name}` })).toBeVisible();
    await expect
      .poll(async () => (await pupil.request.get(room)).text(), { timeout: 60_000 })
      .toContain(`Fungua ${name}`);
  }
  await ask(pupil, "work.handIn", { assignmentId, text: "My plan.", revision: 0, key: crypto.randomUUID() });
}

/** A page of the document, once it is drawn and has its measures. */
async function drawn(page: Page, name: string): Promise<Locator> {
  const image = page.getByRole("img", { name, exact: true });
  await expect(image).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
  return image;
}

async function putNote(teacher: Page, list: string, words: string): Promise<void> {
  await teacher.getByLabel("What you want to say").fill(words);
  await press(teacher, "button", "Put the note there");
  await expect(teacher.getByRole("list", { name: list })).toContainText(words);
}

/** Where on the page a note's number stands, in parts of the page. */
async function placeOf(image: Locator, number: number): Promise<{ x: number; y: number }> {
  const mark = image.locator("xpath=..").locator("b", { hasText: String(number) });
  const [on, at] = [await image.boundingBox(), await mark.boundingBox()];
  if (!on || !at) throw new Error(`No note ${number} on the page`);
  return { x: (at.x + at.width / 2 - on.x) / on.width, y: (at.y + at.height / 2 - on.y) / on.height };
}

async function expectPlace(image: Locator, number: number, x: number, y: number): Promise<void> {
  const place = await placeOf(image, number);
  expect(place.x).toBeCloseTo(x, 1);
  expect(place.y).toBeCloseTo(y, 1);
}

/** In Kiswahili, which the family has chosen: opens the document's pages and finds both notes where they were put. */
async function seesNotes(page: Page): Promise<void> {
  const remarks = page.getByRole("figure").filter({ hasText: "Beans first, then maize." });
  await remarks.getByText(/^Onyesha kurasa \(/).click();
  const image = await drawn(page, "plan.pdf, ukurasa wa 2 kati ya 2");
  await expectPlace(image, 1, 0.25, 0.2);
  await expectPlace(image, 2, 0, 0.5);
}

const someone = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage();

test("notes are put on places of a document's page by pointer and by keys; child and guardian see them there", async ({
  page: parent,
  browser,
}) => {
  test.setTimeout(240_000);
  const title = `A plan for the plot ${Date.now().toString(36)}`;
  const teacher = await someone(browser);
  await signInAs(teacher, await teacherOf(browser, slug), home);
  const assignmentId = await publishWork(teacher, course, title, "Draw what grows where.");
  const pupil = await handedToChild(browser, await followingFamily(parent, slug, "G5"));
  await handInFiles(pupil, assignmentId, {
    "plan.pdf": paper(["Plot", "Beans"]),
    "locked.pdf": paper(["Maize"], true),
  });

  const filters = { assignment: assignmentId };
  const { rows } = await read<{ rows: { id: string }[] }>(teacher, "grading.queue", { filters });
  const id = rows[0]?.id ?? "";
  await teacher.goto(`${home}/submissions/${id}`);
  await drawn(teacher, "plan.pdf, page 1 of 2");
  await press(teacher, "button", "Next page");
  const second = await drawn(teacher, "plan.pdf, page 2 of 2");
  const paperSize = await second.boundingBox();
  await second.click({ position: { x: 0.25 * (paperSize?.width ?? 0), y: 0.2 * (paperSize?.height ?? 0) } });
  await putNote(teacher, "Notes on plan.pdf", "Beans first, then maize.");
  await press(teacher, "button", "Note on a place");
  await expect(teacher.getByRole("slider", { name: "From the left" })).toBeFocused();
  await teacher.keyboard.press("Home");
  await expectAccessible(teacher, "a note being put on a page by keys");
  await putNote(teacher, "Notes on plan.pdf", "Leave a path here.");
  await expectPlace(second, 2, 0, 0.5);

  await expect(teacher.getByText("This document is locked with a password", { exact: false })).toBeVisible();
  await press(teacher, "button", "Note on a page");
  await teacher.getByLabel("Page", { exact: true }).fill("3");
  await putNote(teacher, "Notes on locked.pdf", "Send this one without its password.");
  await expect(teacher.getByRole("list", { name: "Notes on locked.pdf" })).toContainText("Page 3");
  await teacher.setViewportSize({ width: 360, height: 780 });
  await expectNoSidewaysScroll(teacher, "a document on the desk on a phone");

  const { task } = await read<{ task: { criteria: { id: string }[] } }>(teacher, "grading.read", { id });
  const marks = Object.fromEntries(task.criteria.map((criterion) => [criterion.id, "ME"]));
  await ask(teacher, "grading.saveDraft", { id, revision: 0, marks, feedback: "Look at your plan." });
  await ask(teacher, "grading.giveBack", { id, revision: 1 });

  await pupil.goto(`/dashboard/student/work/${assignmentId}`);
  await seesNotes(pupil);
  await expectAccessible(pupil, "a page with notes");
  await expectNoSidewaysScroll(pupil, "a page with notes");
  const { children } = await read<{ children: { id: string }[] }>(parent, "enrolment.courses");
  await parent.goto(`/dashboard/parent/children/${children[0]?.id}/work/${id}`);
  await seesNotes(parent);
});
