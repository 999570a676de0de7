import { expect, test } from "@playwright/test";
import { press } from "../support/keyboard";
import { enter } from "../support/people";
import { expectAccessible } from "../support/watch";

test("an instructor imports questions, mends one, and builds an assessment with a path, by keyboard", async ({
  page,
}) => {
  test.setTimeout(240_000);
  // Words nobody else writes, so that a search finds these questions alone.
  const mark = `kiondo${Date.now().toString(36)}`;
  const bank = "/dashboard/instructor/assessments/questions";
  await enter(page, "instructor", bank);
  await press(page, "link", "Import");
  await expect(page.getByRole("heading", { level: 1, name: "Import questions" })).toBeVisible();

  const look = page.getByRole("button", { name: "Look into it" });
  await expect(look).toBeEnabled();
  const paper = page.getByLabel("Or paste it here");
  await paper.fill(`${mark} one? {=half ~quarter}\n\n${mark} two? {~half ~quarter}\n`);
  await look.press("Enter");
  await expect(page.getByText("One fault: the file is not taken")).toBeVisible();
  await expect(page.getByText("Line 3 No answer is marked as right.")).toBeVisible();
  await expect(page.getByRole("button", { name: /into the bank$/ })).toHaveCount(0);
  await expectAccessible(page, "a refused import");

  await paper.fill(`${mark} one? {=half ~quarter}\n\n${mark} two? {=half ~quarter}\n\n${mark} three? {=four =4}\n`);
  await look.press("Enter");
  await expect(page.getByText("3 questions understood, as GIFT")).toBeVisible();
  await press(page, "button", "Put these 3 questions into the bank");
  await expect(page.getByRole("heading", { level: 1, name: "Question bank" })).toBeVisible();

  await page.goto(`${bank}?q=${mark}&sort=title`);
  await expect(page.getByRole("table").getByRole("link", { name: mark })).toHaveText([
    `${mark} one?`,
    `${mark} three?`,
    `${mark} two?`,
  ]);
  await press(page, "link", `${mark} two?`);
  await expect(page.getByRole("heading", { level: 1, name: `${mark} two?` })).toBeVisible();
  const save = page.getByRole("button", { name: "Save as version 2" });
  await expect(save).toBeEnabled();
  const second = page.getByLabel("Option 2", { exact: true });
  await second.fill("");
  await save.press("Enter");
  await expect(page.getByText("Please fill this in.")).toBeVisible();
  await expect(second).toBeFocused();
  await second.fill("a fifth");
  await page.getByRole("radio", { name: "Option 2 is right" }).press("Space");
  await save.press("Enter");
  await expect(page.getByRole("button", { name: "Save as version 3" })).toBeVisible();
  await page.getByRole("radio", { name: "half" }).press("Space");
  await press(page, "button", "Check this answer");
  await expect(page.getByText("This answer earns 0 %.")).toBeVisible();
  await expectAccessible(page, "the editor of a question");
  await press(page, "link", "Versions and use");
  await expect(page.getByText("Version 1", { exact: true })).toBeVisible();

  await page.goto("/dashboard/instructor/assessments");
  await press(page, "button", "New assessment");
  const begin = page.getByRole("dialog", { name: "New assessment" });
  await begin.getByLabel("Title").fill(`Check ${mark}`);
  await begin.getByLabel("Course").selectOption({ label: "Grade 8 Mathematics Clinic" });
  await begin.getByRole("radio", { name: /^Adaptive/ }).press("Space");
  await begin.getByRole("button", { name: "Begin the assessment" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: `Check ${mark}` })).toBeVisible();

  const find = page.getByLabel("Search the bank");
  await find.fill(mark);
  await find.press("Enter");
  await page.waitForURL(`**q=${mark}*`);
  for (const [at, name] of ["one", "two", "three"].entries()) {
    await press(page, "button", new RegExp(`^Add ${mark} ${name}`));
    await expect(page.getByRole("link", { name: `${mark} ${name}?` })).toBeVisible();
    await expect(page.getByText(at === 0 ? "· one question" : `· ${at + 1} questions`)).toBeVisible();
  }
  await press(page, "button", `Move up: ${mark} three?`);
  await expect(page.getByText(`${mark} three?: now in place 2`)).toBeAttached();
  const lines = page
    .getByRole("list")
    .filter({ has: page.getByLabel(/^Marks of/) })
    .getByRole("link");
  await expect(lines).toHaveText([`${mark} one?`, `${mark} three?`, `${mark} two?`]);
  await expectAccessible(page, "the editor of an assessment");

  await press(page, "link", "Paths");
  await expect(page.getByRole("heading", { level: 2, name: "Question by question" })).toBeVisible();
  const draw = async (place: number, right: number, wrong: number) => {
    const item = page
      .getByRole("listitem")
      .filter({ has: page.locator("summary", { hasText: new RegExp(`^${place} `) }) });
    if ((await item.locator("details").getAttribute("open")) === null) await item.locator("summary").press("Enter");
    await item.getByLabel("If right, go to").selectOption({ index: right });
    await item.getByLabel("If wrong, go to").selectOption({ index: wrong });
    await item.getByRole("button", { name: `Save the ways of question ${place}` }).press("Enter");
    return item;
  };
  // A choice leaves out the question itself: the first place after "by the rule" is another for each.
  await expect((await draw(1, 2, 0)).getByText(/Draw both ways or neither/)).toBeVisible();
  await draw(1, 1, 2);
  await expect(page.getByRole("img", { name: /^3 questions with ways/ })).toBeVisible();
  await expect((await draw(2, 1, 2)).getByText("From there the way comes back to question 1.")).toBeVisible();
  await expectAccessible(page, "its paths");

  await press(page, "link", "Preview");
  await expect(page.getByRole("heading", { level: 3, name: /^Question 1 of at most 3/ })).toBeVisible();
  await press(page, "button", "Go on without an answer");
  await expect(page.getByRole("heading", { level: 3, name: /^Question 2 of at most 3/ })).toBeVisible();
});
