import { type Browser, expect, type Page, test } from "@playwright/test";
import { ask, headersOf, read } from "../support/calls";
import { enter, signInAs, teacherOf } from "../support/people";
import { publishWork } from "../support/teaching";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

const course = "Social Studies, Grade 6";
const home = "/dashboard/instructor";
const queue = `${home}/submissions`;

const person = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage();

/** Sets work that aims at a competency, shares its marking with a colleague, and lets a child hand it in. */
async function handedIn(teacher: Page, pupil: Page, title: string, colleague: string): Promise<string> {
  const { rows } = await read<{ rows: { id: string; title: string }[] }>(teacher, "courses.list", { q: course });
  const courseId = rows.find((row) => row.title === course)?.id ?? "";
  // Shared already when this runs again.
  const json = { courseId, email: colleague, canEdit: false, canGrade: true, canLearners: true };
  await teacher.request.post("/api/trpc/courses.share", { headers: headersOf(teacher), data: { json } });
  const instructions = "Say what grows in your county, and why it grows there.";
  const assignmentId = await publishWork(teacher, course, title, instructions);
  await sendPhoto(pupil, assignmentId);
  const text = "Tea grows in our county because the hills are cool and wet.";
  await ask(pupil, "work.handIn", { assignmentId, text, revision: 0, key: crypto.randomUUID() });
  return assignmentId;
}

/** The child puts a photo to the work, which is looked at for viruses and made smaller by jobs. */
async function sendPhoto(pupil: Page, assignmentId: string): Promise<void> {
  await pupil.goto(`/dashboard/student/work/${assignmentId}`);
  const photo = { name: "hills.png", mimeType: "image/png", buffer: await pupil.screenshot() };
  await pupil.locator("input[type=file][capture]").setInputFiles(photo);
  await pupil.getByRole("button", { name: /^Send .*hills.png/ }).click();
  await expect(pupil.getByRole("button", { name: "Take away hills.png" })).toBeVisible();
  await expect
    .poll(async () => (await pupil.request.get(pupil.url())).text(), { timeout: 60_000 })
    .toContain("Open hills.png");
}

/** A browser without a microphone hears a tone instead. */
const giveVoice = (page: Page) =>
  page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const sound = new AudioContext();
      const [tone, heard] = [sound.createOscillator(), sound.createMediaStreamDestination()];
      tone.connect(heard);
      tone.start();
      return heard.stream;
    };
  });

/** Puts a note on a place of the picture, says something, and waits until both are kept. */
async function noteAndSay(teacher: Page, words: string): Promise<void> {
  const picture = teacher.getByRole("img", { name: /hills.png/ });
  await picture.click({ position: { x: 40, y: 30 } });
  await teacher.getByLabel("What you want to say").fill(words);
  await expectAccessible(teacher, "a note being put on a picture");
  await teacher.getByRole("button", { name: "Put the note there" }).click();
  await expect(teacher.getByRole("list", { name: "Notes on hills.png" })).toContainText(words);
  await teacher.getByRole("button", { name: "Record" }).click();
  await expect(teacher.getByText(/^Recording… [1-9]/)).toBeVisible();
  await teacher.getByRole("button", { name: "Stop and keep" }).click();
  await expect(teacher.getByText(/^What you said is kept/)).toBeVisible();
}

/** The child sees the note where it was put, and can hear what was said. */
async function seesAndHears(page: Page, words: string): Promise<void> {
  const remarks = page.getByRole("region", { name: /^Remarks on/ });
  await expect(remarks.getByText(words)).toBeVisible();
  // The place is a part of the picture's size, which it has when it has come.
  await expect(async () => {
    const picture = await remarks.getByRole("img", { name: "hills.png" }).boundingBox();
    const mark = await remarks.locator("figure div b").first().boundingBox();
    if (!picture || !mark) throw new Error("neither picture nor mark");
    expect((mark.x - picture.x) / picture.width).toBeLessThan(0.25);
    expect((mark.y - picture.y) / picture.height).toBeLessThan(0.25);
  }).toPass({ timeout: 15_000 });
  const spoken = await page.locator("audio").getAttribute("src");
  await expect
    .poll(async () => (await page.request.get(spoken ?? "")).headers()["content-type"], { timeout: 60_000 })
    .toMatch(/^audio\//);
}

/** The criterion of this place, on the desk. */
const criterion = (page: Page, place: number) => page.getByRole("group").filter({ hasText: `${place} of 2` });

test("work is marked by keyboard while a colleague sees who has it, goes back, and is read by child and parent", async ({
  page: teacher,
  browser,
}) => {
  test.setTimeout(240_000);
  const title = `What grows here ${Date.now().toString(36)}`;
  const feedback = `Tell us how you know it is cool there. ${title}`;
  const [pupil, second] = [await person(browser), await person(browser)];
  const owner = await teacherOf(browser, "social-studies-grade-6");
  const colleague = await teacherOf(browser, "science-and-technology-grade-6");
  await giveVoice(teacher);
  await signInAs(teacher, owner, home);
  await enter(pupil, "student");
  const assignmentId = await handedIn(teacher, pupil, title, colleague);

  await teacher.goto(`${queue}?assignment=${assignmentId}`);
  await expect(teacher.getByRole("heading", { level: 1, name: "Work to mark" })).toBeVisible();
  await expectAccessible(teacher, "the queue");
  const row = teacher.getByRole("table").getByRole("link", { name: /Amani/ });
  await row.focus();
  await teacher.keyboard.press("Enter");
  await expect(teacher.getByRole("heading", { level: 1, name: /Amani/ })).toBeVisible();
  await expect(teacher.getByText("Tea grows in our county")).toBeVisible();
  const desk = new URL(teacher.url()).pathname;

  await signInAs(second, colleague, home);
  await second.goto(desk);
  await expect(second.getByText(/is marking this now/)).toBeVisible();
  await expect(second.getByRole("button", { name: "Return to learner" })).toBeDisabled();
  await expectAccessible(second, "work somebody else has");

  await teacher.keyboard.press("1");
  await expect(criterion(teacher, 1).getByRole("radio", { name: /^EE/ })).toBeChecked();
  await teacher.keyboard.press("4");
  await expect(criterion(teacher, 2).getByRole("radio", { name: /^BE/ })).toBeChecked();
  await teacher.keyboard.press("u");
  await expect(criterion(teacher, 2).getByRole("radio", { name: /^BE/ })).not.toBeChecked();
  await teacher.keyboard.press("2");
  await expect(criterion(teacher, 2).getByRole("radio", { name: /^ME/ })).toBeChecked();
  await noteAndSay(teacher, `This slope is the wet one. ${title}`);
  await teacher.keyboard.press("c");
  await teacher.keyboard.type(feedback);
  await expect(teacher.getByText(/^Draft kept at/)).toBeVisible();
  await expectAccessible(teacher, "work being marked");
  await teacher.getByRole("button", { name: "Keys" }).press("Enter");
  await expect(teacher.getByRole("dialog", { name: "Keys of this desk" })).toBeVisible();
  await teacher.keyboard.press("Escape");
  await teacher.keyboard.press("Control+Enter");
  await expect(teacher.getByRole("dialog", { name: /^Return this to Amani/ })).toBeVisible();
  await teacher.keyboard.press("Enter");
  await expect(teacher).toHaveURL(/\/submissions\?/);

  await expect(second.getByText(/This has gone back/)).toBeVisible();
  await second.setViewportSize({ width: 360, height: 780 });
  await second.reload();
  await expect(second.getByText(/This has gone back/)).toBeVisible();
  await expectNoSidewaysScroll(second, "returned work on a phone");

  await pupil.goto(`/dashboard/student/work/${assignmentId}`);
  await expect(pupil.getByText(feedback)).toBeVisible();
  await seesAndHears(pupil, `This slope is the wet one. ${title}`);
  await expectAccessible(pupil, "work that came back with a note and a voice");
  const parent = await person(browser);
  await enter(parent, "parent");
  const child = /children\/([0-9a-f-]{36})/;
  const [, studentId = ""] =
    child.exec((await parent.getByRole("link", { name: /Amani/ }).first().getAttribute("href")) ?? "") ?? [];
  await parent.goto(`/dashboard/parent/children/${studentId}/work/${desk.split("/").at(-1)}`);
  await expect(parent.getByText(feedback)).toBeVisible();
});
