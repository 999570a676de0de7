import { type Browser, expect, type Page } from "@playwright/test";
import { ask, read } from "./calls";
import { press } from "./keyboard";
import { enter } from "./people";
import { expectAccessible } from "./watch";

/** By keyboard: begins a course for Grade 4 with one module and one lesson, and hands it in for review. */
export async function buildCourse(page: Page, title: string, lesson: string, words: string): Promise<void> {
  await enter(page, "instructor");
  await page.goto("/dashboard/instructor/courses");
  await press(page, "button", "New course");
  const begin = page.getByRole("dialog", { name: "New course" });
  await begin.getByLabel("Title").fill(title);
  await begin.getByLabel("Grade").selectOption("G4");
  await begin.getByLabel("Learning area").selectOption({ label: "Mathematics" });
  await press(page, "button", "Begin the course");
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.getByText("A first module")).toBeVisible();
  await page.getByLabel(/^Summary/).fill("Halves and quarters with things from the kitchen.");
  await page.getByLabel(/^What you learn/).fill("Share fairly");
  await page.getByLabel("Price in KES").fill("0");
  await page.getByLabel(/^Gives a certificate/).press("Space");
  await press(page, "button", "Save");
  await expect(page.getByText("Saved.")).toBeVisible();

  await press(page, "link", /Modules and lessons/);
  await page.getByLabel("New module").fill("In the kitchen");
  await press(page, "button", "Add module");
  await expect(page.getByRole("heading", { level: 3, name: "In the kitchen" })).toBeVisible();
  const forms = page.getByText("Add to “In the kitchen” or change it");
  await forms.focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("New lesson").fill(lesson);
  await press(page, "button", "Add lesson");
  await expect(page.getByRole("heading", { level: 1, name: lesson })).toBeVisible();

  const paper = page.getByRole("textbox", { name: "What the lesson says" });
  await paper.focus();
  await page.keyboard.type(words);
  await page.keyboard.press("Control+s");
  await expect(page.getByText(/Saved at/)).toBeVisible();
  await press(page, "button", "Find");
  await press(page, "button", /^Add MATH\.G4\./);
  await expect(page.getByRole("button", { name: /^Remove MATH\.G4\./ })).toBeVisible();
  await page.getByRole("link", { name: "As a learner" }).click();
  await expect(page.getByText(words)).toBeVisible();

  await press(page, "link", "All lessons");
  await press(page, "link", "About");
  await press(page, "button", "Hand in for review");
  await expect(page.getByText(/It cannot be changed until it was read/)).toBeVisible();
}

/** Somebody of the staff reads what was handed in, and publishes it. */
export async function publishCourse(browser: Browser, title: string, words: string): Promise<void> {
  const reader = await (await browser.newContext()).newPage();
  await enter(reader, "staff");
  await reader.goto("/dashboard/staff/moderation");
  await reader.getByPlaceholder("Search courses").fill(title);
  await reader.keyboard.press("Enter");
  await reader.getByRole("link", { name: title }).click();
  await expect(reader.getByText(words)).toBeVisible();
  await press(reader, "button", "Publish this course");
  await reader.getByRole("dialog").getByRole("button", { name: "Publish this course" }).press("Enter");
  await expect(reader.getByText(/^Approved on/)).toBeVisible();
  await reader.context().close();
}

/** The teacher sets work in a course the child follows, with a rubric of its own, and publishes it. */
export async function setWork(teacher: Page, course: string, title: string): Promise<void> {
  await enter(teacher, "instructor", "/dashboard/instructor/courses");
  await teacher.getByRole("link", { name: course, exact: true }).click();
  await teacher.getByRole("link", { name: "Assignments" }).click();
  await teacher.getByRole("button", { name: "New assignment" }).click();
  const begin = teacher.getByRole("dialog", { name: "A new assignment" });
  await begin.getByLabel("Name").fill(title);
  await begin.getByRole("button", { name: "Begin" }).click();
  await expect(teacher.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await teacher
    .getByLabel(/^What to do/)
    .fill("Share one chapati among four. Draw it, and say how you know it is fair.");
  await teacher.getByLabel(/^Due on/).fill("2030-01-31");
  await teacher.getByRole("button", { name: "Save", exact: true }).click();
  await expect(teacher.getByText("31 Jan 2030, 18:00").first()).toBeVisible();
  await teacher.getByLabel("What it is looked at for").first().fill("Fair parts");
  await teacher.getByRole("button", { name: "Save rubric" }).click();
  await expect(teacher.getByText("The rubric is saved.")).toBeVisible();
  const aim = teacher.getByLabel("Find a competency");
  await aim.fill("fraction");
  await aim.press("Enter");
  await teacher.waitForURL("**aim=fraction*");
  await press(teacher, "button", /^Add MATH\./);
  await expect(teacher.getByRole("button", { name: /^Remove MATH\./ })).toBeVisible();
  await expectAccessible(teacher, "an assignment being set");
  await teacher.getByRole("button", { name: "Publish" }).click();
  await expect(teacher.getByText("Open to learners").first()).toBeVisible();
}

/** Sets work that takes text and files in a course of the teacher, without the page, and publishes it. Tells its id. */
export async function publishWork(teacher: Page, course: string, title: string, instructions: string): Promise<string> {
  const { rows } = await read<{ rows: { id: string; title: string }[] }>(teacher, "courses.list", { q: course });
  const courseId = rows.find((row) => row.title === course)?.id ?? "";
  const { id: assignmentId = "" } = await ask(teacher, "assignments.create", { courseId, title });
  const terms = { opensOn: null, dueOn: null, dueTime: "18:00", lateRule: "MARK", mayTakeBack: true };
  const kinds = { takesText: true, takesPhotos: true, takesFiles: true, maxFiles: 5 };
  await ask(teacher, "assignments.edit", { assignmentId, revision: 1, title, instructions, ...terms, ...kinds });
  await ask(teacher, "assignments.publish", { assignmentId });
  return assignmentId;
}

/** By keyboard: an adaptive assessment in a course of the teacher, with questions of the bank that a word finds. */
export async function setAssessment(teacher: Page, course: string, title: string, word: string): Promise<void> {
  await teacher.goto("/dashboard/instructor/assessments");
  await press(teacher, "button", "New assessment");
  const begin = teacher.getByRole("dialog", { name: "New assessment" });
  await begin.getByLabel("Title").fill(title);
  await begin.getByLabel("Course").selectOption({ label: course });
  await begin.getByRole("radio", { name: /^Adaptive/ }).press("Space");
  await begin.getByRole("button", { name: "Begin the assessment" }).press("Enter");
  await expect(teacher.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const find = teacher.getByLabel("Search the bank");
  await find.fill(word);
  await find.press("Enter");
  await teacher.waitForURL(`**q=${word}*`);
  for (const count of ["one question", "2 questions", "3 questions", "4 questions"]) {
    await press(teacher, "button", /^Add /);
    await expect(teacher.getByText(`· ${count}`)).toBeVisible();
  }
  await press(teacher, "button", "Publish");
  await teacher.getByRole("dialog").getByRole("button", { name: "Publish" }).press("Enter");
  await expect(teacher.getByText("Published.")).toBeVisible();
}
