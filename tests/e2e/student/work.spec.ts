import { expect, type Page, test } from "@playwright/test";
import { followingFamily, handedToChild } from "../support/families";
import { setWork } from "../support/teaching";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

const kept = (page: Page, state: string) => expect(page.locator(`[data-kept=${state}]`)).toBeVisible();

test("a teacher sets work with a rubric; a child on a phone in Kiswahili writes, adds a photo, loses the line and hands it in", async ({
  page: parent,
  browser,
}) => {
  test.setTimeout(240_000);
  const title = `Share a chapati ${Date.now().toString(36)}`;
  const teacher = await (await browser.newContext()).newPage();
  await setWork(teacher, "Mathematics, Grade 6", title);

  const page = await handedToChild(browser, await followingFamily(parent, "mathematics-grade-6", "G6"));
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

  await page.context().setOffline(true);
  await text.fill("I cut it twice through the middle. Each part is one quarter.");
  await kept(page, "waiting");
  await page.getByRole("button", { name: "Wasilisha" }).click();
  await expect(page.getByText(/itawasilishwa mtandao ukirudi/)).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText("Umewasilisha kazi hii")).toBeVisible();
  await expect(page.getByText("Each part is one quarter.")).toBeVisible();
  await expectAccessible(page, "work handed in");
  await expectNoSidewaysScroll(page, "work handed in");

  await teacher.reload();
  await expect(teacher.getByText(/Work has been handed in/)).toBeVisible();
  await expect(teacher.getByRole("complementary", { name: "At a glance" })).toContainText(/To (grade|mark)1/);
  await expect(teacher.getByRole("link", { name: /^Work to mark ?\d/ })).toBeVisible();
});
