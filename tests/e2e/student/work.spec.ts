import { expect, type Page, test } from "@playwright/test";
import { enter, speak } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

/** The teacher sets work in a course the child follows, with a rubric of its own, and publishes it. */
async function setWork(teacher: Page, title: string): Promise<void> {
  await enter(teacher, "instructor", "/dashboard/instructor/courses");
  await teacher.getByRole("link", { name: "Mathematics, Grade 6" }).click();
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
  await expectAccessible(teacher, "an assignment being set");
  await teacher.getByRole("button", { name: "Publish" }).click();
  await expect(teacher.getByText("Open to learners").first()).toBeVisible();
}

const kept = (page: Page, state: string) => expect(page.locator(`[data-kept=${state}]`)).toBeVisible();

test("a teacher sets work with a rubric; a child on a phone in Kiswahili writes, adds a photo, loses the line and hands it in", async ({
  page,
  context,
  browser,
}) => {
  test.setTimeout(240_000);
  const title = `Share a chapati ${Date.now().toString(36)}`;
  const teacher = await (await browser.newContext()).newPage();
  await setWork(teacher, title);

  await page.setViewportSize({ width: 360, height: 780 });
  await enter(page, "student");
  await speak(page, "sw");
  try {
    await page.goto("/dashboard/student/work");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Kazi zangu");
    await expectAccessible(page, "the list of work");
    await expectNoSidewaysScroll(page, "the list of work");
    await page.getByRole("link", { name: `Anza: ${title}` }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await page.getByText("Inaangaliwa kwa vigezo hivi").click();
    await expect(page.getByText("Fair parts")).toBeVisible();

    const text = page.getByLabel("Maandishi yangu");
    await text.fill("I cut it twice through the middle.");
    await kept(page, "kept");
    const photo = { name: "chapati.jpg", mimeType: "image/jpeg", buffer: await page.screenshot({ type: "jpeg" }) };
    await page.locator("input[type=file][capture]").setInputFiles(photo);
    await page.getByRole("button", { name: /^Tuma/ }).click();
    await expect(page.getByRole("button", { name: "Ondoa chapati.jpg" })).toBeVisible();
    await expectAccessible(page, "work being written");
    await expectNoSidewaysScroll(page, "work being written");

    await context.setOffline(true);
    await text.fill("I cut it twice through the middle. Each part is one quarter.");
    await kept(page, "waiting");
    await page.getByRole("button", { name: "Wasilisha" }).click();
    await expect(page.getByText(/itawasilishwa mtandao ukirudi/)).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByText("Umewasilisha kazi hii")).toBeVisible();
    await expect(page.getByText("Each part is one quarter.")).toBeVisible();
    await expectAccessible(page, "work handed in");
    await expectNoSidewaysScroll(page, "work handed in");
  } finally {
    await context.setOffline(false);
    await speak(page, "en");
  }

  await teacher.reload();
  await expect(teacher.getByText(/Work has been handed in/)).toBeVisible();
  await expect(teacher.getByRole("complementary", { name: "At a glance" })).toContainText(/To (grade|mark)1/);
  await expect(teacher.getByRole("link", { name: /^Work to mark ?\d/ })).toBeVisible();
});
