import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { ask } from "../support/calls";
import { press } from "../support/keyboard";
import { enter } from "../support/people";
import { expectAccessible, watch } from "../support/watch";

/** A course of two modules that belongs to this journey alone. */
async function makeCourse(page: Page, title: string): Promise<string> {
  const place = { grade: "G4", learningAreaCode: "MATH", language: "en" };
  const { id: courseId = "" } = await ask(page, "courses.create", { title, ...place });
  for (const name of ["In the kitchen", "At the market"]) {
    const { id: moduleId } = await ask(page, "lessons.addModule", { courseId, title: name });
    const { id } = await ask(page, "lessons.add", { moduleId, title: `Halves: ${name}` });
    const words = [{ type: "paragraph", content: [{ type: "text", text: `Share fairly. ${name}.` }] }];
    await ask(page, "lessons.save", { id, version: 0, body: { type: "doc", content: words } });
  }
  return courseId;
}

/** What the page of a course gives to save. */
async function saved(page: Page, kind: RegExp): Promise<Uint8Array> {
  await press(page, "button", "Export");
  // The menu gives the keyboard to its first item once it is open.
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  const download = page.waitForEvent("download");
  const choice = page.getByRole("menuitem", { name: kind });
  await choice.focus();
  await page.keyboard.press("Enter");
  return new Uint8Array(await readFile(await (await download).path()));
}

async function send(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.goto("/dashboard/instructor/courses");
  await press(page, "link", "Import");
  await expect(page.getByRole("heading", { level: 1, name: "Import a course" })).toBeVisible();
  await expect(page.getByRole("group", { name: "The archive" })).toHaveAttribute("aria-busy", "false");
  await page
    .getByLabel("Choose a file")
    .setInputFiles({ name, mimeType: "application/zip", buffer: Buffer.from(bytes) });
  await press(page, "button", /^Send/);
  await expect(page.getByRole("heading", { level: 2, name: "What is in it" })).toBeVisible();
}

test("a course leaves as an archive, comes back with the same modules, and a broken one says why", async ({ page }) => {
  test.setTimeout(180_000);
  const title = `Halves that travel ${Date.now().toString(36)}`;
  await enter(page, "instructor");
  const { faults } = watch(page);
  const courseId = await makeCourse(page, title);
  await page.goto(`/dashboard/instructor/courses/${courseId}`);
  const bytes = await saved(page, /For this school/);
  const cartridge = unzipSync(await saved(page, /For other systems/));
  expect(strFromU8(cartridge["imsmanifest.xml"] ?? new Uint8Array())).toContain(title);

  await send(page, "course.zip", bytes);
  await expect(page.getByText(`“${title}” can be taken in as it is.`)).toBeVisible();
  await expect(page.getByText("Halves: At the market")).toBeVisible();
  await expectAccessible(page, "an archive that is whole");
  await press(page, "button", "Take the course in");
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  expect(page.url()).not.toContain(courseId);
  await press(page, "link", /Modules and lessons/);
  for (const name of ["In the kitchen", "At the market"]) {
    await expect(page.getByRole("heading", { level: 3, name })).toBeVisible();
    await expect(page.getByRole("link", { name: `Halves: ${name}` })).toBeVisible();
  }
  expect(faults).toEqual([]);

  const broken = { ...unzipSync(bytes), "lessons/l2.json": strToU8('{"type":"doc","content":[{"type":"script"}]}') };
  await send(page, "broken.zip", zipSync(broken));
  await expect(page.getByText("One fault: nothing of it is taken")).toBeVisible();
  await expect(page.getByRole("list", { name: "Faults" })).toContainText("lessons/l2.json · content.0.type");
  await expect(page.getByRole("button", { name: "Take the course in" })).toHaveCount(0);
  await expectAccessible(page, "an archive with a fault");
  await press(page, "button", "Throw the archive away");
  await expect(page.getByRole("heading", { level: 2, name: "What is in it" })).toHaveCount(0);
});
