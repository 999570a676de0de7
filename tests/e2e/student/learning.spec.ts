import { expect, type Page, test } from "@playwright/test";
import { enter, signIn, speak } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll, watch } from "../support/watch";

// One after the other: they are one child, and the first one changes its language.
test.describe.configure({ mode: "default" });
test.use({ viewport: { width: 360, height: 780 } });

const pathOf = (page: Page) => new URL(page.url()).pathname;
const lessonOf = (page: Page) => pathOf(page).split("/").at(-1) ?? "";
const toTheEnd = (page: Page) => page.evaluate(() => scrollTo(0, document.body.scrollHeight));

/** What the school has kept of a lesson, asked as the child. */
async function kept(page: Page, lessonId: string) {
  const input = encodeURIComponent(JSON.stringify({ json: { lessonId } }));
  const answer = await page.request.get(`/api/trpc/learning.lesson?input=${input}`);
  return (await answer.json()).result.data.json as {
    progress: { percent: number; completedAt: string | null };
    note: { body: string };
  };
}

/** Opens the first lesson that a course of the child goes on with. */
async function openNext(page: Page, label: RegExp): Promise<void> {
  await page.getByRole("main").getByRole("link", { name: label }).first().click();
  await page.waitForURL("**/dashboard/student/learn/*");
  await expect(page.locator(".lesson")).toBeVisible();
}

test("a child reads a lesson to its end on a phone in Kiswahili, goes on, and the home knows", async ({ page }) => {
  const seen = watch(page);
  await enter(page, "student");
  await speak(page, "sw");
  try {
    await page.goto("/dashboard/student/courses");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Kozi zangu");
    await expectNoSidewaysScroll(page, "courses");
    await expectAccessible(page, "courses");
    await openNext(page, /^(Endelea|Anza): /);
    const first = lessonOf(page);
    await expect(page.getByText("Soma hadi mwisho, na somo hili litakuwa limekamilika.")).toBeVisible();
    await expectNoSidewaysScroll(page, "lesson");
    await expectAccessible(page, "lesson");
    await page.getByRole("button", { name: "Masomo yote" }).click();
    await expect(page.getByRole("dialog").locator("[aria-current=page]")).toBeVisible();
    await page.keyboard.press("Escape");

    await toTheEnd(page);
    await expect(page.getByText("Umemaliza somo hili. Hongera.")).toBeVisible();
    await expect.poll(async () => (await kept(page, first)).progress.completedAt).not.toBeNull();
    await page.getByRole("link", { name: /^Linalofuata: / }).click();
    await expect.poll(() => lessonOf(page)).not.toBe(first);
    const title = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";

    await page.goto("/dashboard/student");
    const home = page.getByRole("region", { name: "Somo lako linalofuata" });
    await expect(home.getByRole("link", { name: new RegExp(`^(Endelea|Anza): ${title.slice(0, 20)}`) })).toBeVisible();
    await expect(page.getByRole("region", { name: "Alama na beji" })).toContainText(/Umejifunza siku/);
    await expectNoSidewaysScroll(page, "student home");
  } finally {
    await speak(page, "en");
  }
  expect(seen.faults).toEqual([]);
});

const isKept = (page: Page) =>
  page.evaluate(async () => Boolean(await (await caches.open("uhs-lessons-1")).match(location.pathname)));

test("a lost line takes nothing: the lesson opens again, what was done waits, and is sent once; signing out leaves no page", async ({
  page,
  context,
}) => {
  await signIn(page, "student");
  await page.goto("/dashboard/student/courses");
  await openNext(page, /^(Go on|Begin): /);
  const lesson = lessonOf(page);
  await expect.poll(() => isKept(page), { timeout: 15_000 }).toBe(true);

  await context.setOffline(true);
  const note = page.getByRole("textbox", { name: "My notes to this lesson" });
  const words = `Without a line ${Date.now()}`;
  await note.fill(words);
  await expect(page.getByText("sent when you are back").first()).toBeVisible();
  await toTheEnd(page);
  await expect(page.getByText("You have finished this lesson. Well done.")).toBeVisible();

  await page.reload();
  await expect(page.locator(".lesson")).toBeVisible();
  await expect(note).toHaveValue(words);
  // A page that was never opened says what can be read instead.
  const here = pathOf(page);
  await page.goto("/dashboard/student/courses");
  await expect(page.getByRole("heading", { name: "Hakuna mtandao" })).toBeVisible();
  await page.locator(`a[href="${here}"]`).click();
  await expect(note).toHaveValue(words);

  await context.setOffline(false);
  await expect.poll(async () => (await kept(page, lesson)).note.body, { timeout: 15_000 }).toContain(words);
  await expect.poll(async () => (await kept(page, lesson)).progress.completedAt).not.toBeNull();
  expect((await kept(page, lesson)).note.body.split(words)).toHaveLength(2);

  await page.goto("/logout");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/login**");
  expect(await page.evaluate(async () => (await caches.keys()).includes("uhs-lessons-1"))).toBe(false);
});

test("another child's lesson is a page that does not exist", async ({ page }) => {
  await enter(page, "student");
  const answer = await page.goto("/dashboard/student/learn/00000000-0000-7000-8000-000000000000");
  expect(answer?.status()).toBe(404);
});
