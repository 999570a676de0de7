import { expect, type Page, test } from "@playwright/test";
import { people, signInAs } from "../support/people";
import { setWork } from "../support/teaching";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

/** A photo of the page itself, by the phone's camera. */
const take = async (page: Page, name: string) =>
  page
    .locator("input[type=file][capture]")
    .setInputFiles({ name, mimeType: "image/jpeg", buffer: await page.screenshot({ type: "jpeg" }) });
const kept = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ hasText: name, has: page.locator("[data-file]") });
async function takeBack(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Take it back" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take it back" }).click();
}

test("a photo chosen without a line stays on the phone, is sent once when the page is opened again, keeps the work if it is refused, and goes at sign-out", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const title = `A photo of the hill ${Date.now().toString(36)}`;
  await setWork(await (await browser.newContext()).newPage(), "Mathematics, Grade 6", title);
  // A phone of its own: signing out here signs nobody else out.
  const phone = await browser.newContext({ viewport: { width: 360, height: 780 } });
  const first = await phone.newPage();
  await signInAs(first, people.student.email, people.student.home);
  await first.goto("/dashboard/student/work");
  await first.getByRole("link", { name: `Begin: ${title}` }).click();
  await expect(first.getByRole("heading", { level: 1, name: title })).toBeVisible();
  const room = first.url();

  await phone.setOffline(true);
  await take(first, "hill.jpg");
  await expect(kept(first, "hill.jpg")).toContainText("Kept on this phone, not sent yet.");
  await expectAccessible(first, "a photo that is not sent yet");
  await expectNoSidewaysScroll(first, "a photo that is not sent yet");
  await first.getByRole("button", { name: /^Send .*hill.jpg/ }).click();
  await expect(kept(first, "hill.jpg")).toContainText("It goes as soon as there is a connection");
  await first.getByRole("button", { name: "Hand in" }).click();
  await expect(first.getByText(/is handed in once the line is back/)).toBeVisible();
  await first.close();
  await phone.setOffline(false);

  // Any page of the child's sends it, and the work after it.
  const second = await phone.newPage();
  await second.goto(people.student.home);
  await expect(second.getByRole("heading", { level: 1 })).toBeVisible();
  await expect
    .poll(async () => (await second.request.get(room)).text(), { timeout: 90_000 })
    .toContain("You have handed this in");
  await second.goto(room);
  await expect(second.getByText("hill.jpg", { exact: true })).toHaveCount(1);
  await expect(kept(second, "hill.jpg")).toHaveCount(0);

  // A file the school refuses: the work says that it must go, and goes itself once it has.
  await takeBack(second);
  await second
    .locator("input[type=file][capture]")
    .setInputFiles({ name: "words.jpg", mimeType: "image/jpeg", buffer: Buffer.from("These are words.") });
  await expect(kept(second, "words.jpg")).toBeVisible();
  await second.getByRole("button", { name: "Hand in" }).click();
  await expect(second.getByText(/First take it away/)).toBeVisible();
  await expectAccessible(second, "work with a file that was refused");
  await second.getByRole("button", { name: "Do not send words.jpg" }).click();
  await expect(second.getByText("You have handed this in")).toBeVisible();

  await takeBack(second);
  await take(second, "door.jpg");
  await expect(kept(second, "door.jpg")).toBeVisible();
  await second.reload();
  await expect(kept(second, "door.jpg")).toBeVisible();
  await second.evaluate(() => document.querySelector<HTMLFormElement>("#sign-out")?.requestSubmit());
  await second.waitForURL(/\/login/);
  await signInAs(second, people.student.email, people.student.home);
  await second.goto(room);
  await expect(second.getByRole("button", { name: "Take away hill.jpg" })).toBeVisible();
  await expect(kept(second, "door.jpg")).toHaveCount(0);
});
