import { expect, test } from "@playwright/test";
import { press } from "../support/keyboard";
import { enter } from "../support/people";

test("a course is built by keyboard, handed in, and published by somebody who read it", async ({ page, browser }) => {
  test.setTimeout(180_000);
  const title = `Halves at home ${Date.now().toString(36)}`;
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
  await press(page, "button", "Save");
  await expect(page.getByText("Saved.")).toBeVisible();

  await press(page, "link", /Modules and lessons/);
  await page.getByLabel("New module").fill("In the kitchen");
  await press(page, "button", "Add module");
  await expect(page.getByRole("heading", { level: 3, name: "In the kitchen" })).toBeVisible();
  const forms = page.getByText("Add to “In the kitchen” or change it");
  await forms.focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("New lesson").fill("Half an orange");
  await press(page, "button", "Add lesson");
  await expect(page.getByRole("heading", { level: 1, name: "Half an orange" })).toBeVisible();

  const paper = page.getByRole("textbox", { name: "What the lesson says" });
  await paper.focus();
  await page.keyboard.type("Cut an orange in two equal parts.");
  await page.keyboard.press("Control+s");
  await expect(page.getByText(/Saved at/)).toBeVisible();
  await press(page, "button", "Find");
  await press(page, "button", /^Add MATH\.G4\./);
  await expect(page.getByRole("button", { name: /^Remove MATH\.G4\./ })).toBeVisible();
  await page.getByRole("link", { name: "As a learner" }).click();
  await expect(page.getByText("Cut an orange in two equal parts.")).toBeVisible();

  await press(page, "link", "All lessons");
  await press(page, "link", "About");
  await press(page, "button", "Hand in for review");
  await expect(page.getByText(/It cannot be changed until it was read/)).toBeVisible();

  const other = await browser.newContext();
  const reader = await other.newPage();
  await enter(reader, "staff");
  await reader.goto("/dashboard/staff/moderation");
  await reader.getByPlaceholder("Search courses").fill(title);
  await reader.keyboard.press("Enter");
  await reader.getByRole("link", { name: title }).click();
  await expect(reader.getByText("Cut an orange in two equal parts.")).toBeVisible();
  await press(reader, "button", "Publish this course");
  await reader.getByRole("dialog").getByRole("button", { name: "Publish this course" }).press("Enter");
  await expect(reader.getByText(/^Approved on/)).toBeVisible();
  await other.close();

  await expect(page.getByText(/Families see it since/)).toBeVisible();
});
