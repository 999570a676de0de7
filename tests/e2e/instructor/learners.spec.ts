import { type Browser, expect, type Page, test } from "@playwright/test";
import { newFamily } from "../support/families";
import { press } from "../support/keyboard";
import { signInAs, speak, teacherOf } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

const slug = "indigenous-language-grade-3";
const home = "/dashboard/instructor";

const person = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage();

/** On the page of a course: the family puts its child into it. */
async function enrol(parent: Page, child: string): Promise<string> {
  await parent.goto(`/dashboard/parent/courses/${slug}`);
  const line = parent.getByRole("listitem").filter({ hasText: child });
  await line.getByRole("button", { name: /Enrol/ }).click();
  await expect(line.getByRole("button", { name: /Enrol/ })).toHaveCount(0);
  await parent.goto("/dashboard/parent/children");
  const href = await parent
    .getByRole("link", { name: new RegExp(child) })
    .first()
    .getAttribute("href");
  return href?.split("/").at(-1)?.split("?")[0] ?? "";
}

/** Opens the dialog behind a button by keyboard. */
async function opened(page: Page, button: string, title: string | RegExp) {
  await press(page, "button", button);
  const dialog = page.getByRole("dialog", { name: title });
  await expect(dialog).toBeVisible();
  return dialog;
}

test("a teacher finds a learner, celebrates and helps by keyboard; the family reads it in Kiswahili, others are refused", async ({
  page: parent,
  browser,
}) => {
  test.setTimeout(240_000);
  const { child } = await newFamily(parent);
  const studentId = await enrol(parent, child);
  const teacher = await person(browser);
  await signInAs(teacher, await teacherOf(browser, slug), home);

  await teacher.goto(`${home}/students?grade=G3&q=${child}`);
  await expect(teacher.getByRole("heading", { level: 1, name: "Learners" })).toBeVisible();
  const row = teacher.getByRole("table").getByRole("link", { name: new RegExp(child) });
  await expect(row).toHaveCount(1);
  await expectAccessible(teacher, "the learners");
  await row.focus();
  await teacher.keyboard.press("Enter");
  await expect(teacher.getByRole("heading", { level: 1, name: new RegExp(child) })).toBeVisible();
  await expectAccessible(teacher, "a learner");

  const praise = await opened(teacher, "Celebrate", `Celebrate ${child}`);
  await praise.getByLabel("What for").selectOption({ label: "Dared to try something new" });
  await praise.getByRole("button", { name: `Celebrate ${child}` }).press("Enter");
  await expect(praise).toBeHidden();
  await expect(teacher.getByRole("listitem").filter({ hasText: "Dared to try something new" })).toBeVisible();

  const plan = await opened(teacher, "Plan help", `Plan help for ${child}`);
  const aim = `Tells a story aloud ${child}`;
  await plan.getByLabel("What it is for").fill(aim);
  await plan.getByLabel("What will be done").fill("We tell one story together every Tuesday and Friday.");
  await plan.getByRole("button", { name: "Plan it and tell the guardians" }).press("Enter");
  await expect(plan).toBeHidden();
  await press(teacher, "link", aim);
  await expect(teacher.getByRole("heading", { level: 1, name: aim })).toBeVisible();
  await expectAccessible(teacher, "a plan of help");

  const close = await opened(teacher, "Close", "Close the plan");
  await close.getByLabel("In your words").fill("She told two stories to the end.");
  await close.getByRole("button", { name: "Close the plan" }).press("Enter");
  await expect(close.getByLabel("What came of it")).toBeFocused();
  await close.getByLabel("What came of it").selectOption({ label: "It helped" });
  await close.getByRole("button", { name: "Close the plan" }).press("Enter");
  await expect(close).toBeHidden();
  await expect(teacher.getByText("She told two stories to the end.")).toBeVisible();

  await speak(parent, "sw");
  await parent.goto("/dashboard/parent/notifications");
  await expect(parent.getByText(`${child} amethubutu kujaribu jambo jipya.`)).toBeVisible();
  await parent.goto(`/dashboard/parent/children/${studentId}?tab=learning`);
  await expect(parent.getByRole("heading", { name: "Msaada wa ziada" })).toBeVisible();
  await expect(parent.getByText("She told two stories to the end.")).toBeVisible();
  await parent.setViewportSize({ width: 360, height: 780 });
  await expectNoSidewaysScroll(parent, "the help of a teacher on a phone");

  const stranger = await person(browser);
  await signInAs(stranger, await teacherOf(browser, "science-and-technology-grade-4"), home);
  await stranger.goto(`${home}/students/${studentId}`);
  await expect(stranger.getByRole("heading", { level: 1, name: "There is no such page" })).toBeVisible();
  await stranger.goto(`${home}/students?q=${child}`);
  await expect(stranger.getByRole("heading", { level: 1, name: "Learners" })).toBeVisible();
  await expect(stranger.getByRole("link", { name: new RegExp(child) })).toHaveCount(0);
});
