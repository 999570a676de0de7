import { expect, type Page, test } from "@playwright/test";
import { familyPassword, newFamily } from "../support/families";
import { markBy } from "../support/keyboard";
import { signInAs, speak } from "../support/people";
import { answerToTheEnd, goOn, kept, question, write } from "../support/taking";
import { buildCourse, publishCourse, setAssessment, setWork } from "../support/teaching";
import { expectAccessible, expectNoSidewaysScroll, watch } from "../support/watch";

const phone = { width: 360, height: 780 };

async function checked(page: Page, where: string): Promise<void> {
  await expectAccessible(page, `${where}, sw, 360`);
  await expectNoSidewaysScroll(page, `${where}, sw, 360`);
}

/** The guardian enrols the child in a course found by its name, and hands the phone over to it. */
async function enrolAndHandOver(page: Page, child: string, course: string): Promise<string> {
  await page.goto(`/courses?lang=sw&q=${encodeURIComponent(course)}`);
  await page.getByRole("link", { name: course, exact: true }).click();
  await page.getByRole("link", { name: "Mwandikishe mtoto wako" }).click();
  await expect(page.getByText("Nani ataisoma?")).toBeVisible();
  await checked(page, "choosing the child");
  await page.getByRole("button", { name: `Mwandikishe ${child}` }).click();
  await expect(page.getByText(`${child} anasoma kozi hii.`)).toBeVisible();

  await page.goto("/dashboard/parent/children");
  await page
    .getByRole("main")
    .getByRole("link", { name: new RegExp(child) })
    .first()
    .click();
  await page.waitForURL(/children\/[0-9a-f-]{36}/);
  const record = new URL(page.url()).pathname;
  const door = page.getByRole("region", { name: "Kuingia kwenye kifaa cha familia" });
  await door.getByText("Weka PIN au picha").click();
  await door.getByLabel("PIN", { exact: true }).fill("4827");
  await door.getByLabel("PIN", { exact: true }).press("Enter");
  await door.getByRole("link", { name: "Wape watoto kifaa hiki" }).click();
  await page.getByRole("button", { name: "Wape kifaa" }).click();
  await page.getByRole("link", { name: new RegExp(child) }).click();
  await page.getByLabel("PIN").fill("4827");
  await page.getByLabel("PIN").press("Enter");
  await page.waitForURL("**/dashboard/student");
  return record;
}

/** The guardian finds the certificate of the finished course, and a stranger checks the code that is on it. */
async function verifyCertificate(
  parent: Page,
  stranger: Page,
  { record, child, course }: { record: string; child: string; course: string },
): Promise<void> {
  const paper = parent.getByRole("link", { name: `Pakua cheti cha “${course}”` });
  await expect(async () => {
    await parent.goto(`${record}?tab=achievements`);
    await expect(paper).toBeVisible();
  }).toPass();
  await checked(parent, "the child's certificates");
  const file = await parent.request.get((await paper.getAttribute("href")) ?? "");
  expect([file.status(), file.headers()["content-type"]]).toEqual([200, "application/pdf"]);
  const told = await parent.getByText(/msimbo (\w{5}-){3}\w{5}$/).textContent();
  await stranger.goto("/verify");
  await stranger.getByLabel("Code of the certificate").fill(told?.slice(-23).toLowerCase() ?? "");
  await stranger.keyboard.press("Enter");
  await expect(stranger.getByRole("heading", { name: "This certificate is valid" })).toBeVisible();
  await expect(stranger.getByText(new RegExp(`^${child} \\p{L}\\.$`, "u"))).toBeVisible();
  await expect(stranger.getByText(course, { exact: true })).toBeVisible();
  await expectAccessible(stranger, "a certificate that was checked");
  await stranger.context().close();
}

test("a course is built, published and followed by a child in Kiswahili on a phone: lesson, adaptive assessment over a lost line, work; it is marked by keyboard, and the parent sees it", async ({
  page: teacher,
  browser,
}) => {
  test.setTimeout(360_000);
  const mark = Date.now().toString(36);
  const [course, lesson, words] = [`Halves at home ${mark}`, "Half an orange", "Cut an orange in two equal parts."];
  const [quiz, work] = [`How much is it ${mark}`, `Share a chapati ${mark}`];
  const feedback = `Show me the fold, too. ${mark}`;

  await buildCourse(teacher, course, lesson, words);
  await publishCourse(browser, course, words);
  await expect(teacher.getByText(/Families see it since/)).toBeVisible();
  await setAssessment(teacher, course, quiz, "fraction");
  await setWork(teacher, course, work);

  // The family has a phone, and speaks Kiswahili.
  const device = await browser.newContext({ viewport: phone, locale: "sw-KE" });
  const page = await device.newPage();
  const { email, child } = await newFamily(page, "G4");
  await speak(page, "sw");
  const seen = watch(page);
  const record = await enrolAndHandOver(page, child, course);

  await page
    .getByRole("link", { name: `Anza: ${lesson}` })
    .first()
    .click();
  await expect(page.getByText(words)).toBeVisible();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect(page.getByText("Umemaliza somo hili. Hongera.")).toBeVisible();

  await page.goto("/dashboard/student/assessments");
  await page.getByRole("link", { name: new RegExp(quiz) }).click();
  await page.getByRole("button", { name: "Anza" }).press("Enter");
  await expect(question(page)).toHaveText(/Swali la 1 /);
  await device.setOffline(true);
  await write(page);
  await goOn(page);
  await kept(page, "lost");
  await device.setOffline(false);
  await answerToTheEnd(page, 2);
  seen.faults.length = 0; // What the lost line could not bring is a fault by design.
  await checked(page, "the result");

  await page.goto("/dashboard/student/work");
  await page.getByRole("link", { name: `Anza: ${work}` }).click();
  await page.getByLabel("Maandishi yangu").fill("I folded it twice. Each part is one quarter.");
  await page.getByRole("button", { name: "Wasilisha" }).click();
  await expect(page.getByText("Umewasilisha kazi hii")).toBeVisible();

  await teacher.goto("/dashboard/instructor/submissions?sort=-submittedAt");
  await teacher
    .getByRole("table")
    .getByRole("link", { name: new RegExp(child) })
    .first()
    .press("Enter");
  await expect(teacher.getByText("Each part is one quarter.")).toBeVisible();
  const desk = teacher.url();
  await markBy(teacher, "1", teacher.getByRole("group", { name: "Fair parts" }).getByRole("radio", { name: /^EE/ }));
  await teacher.keyboard.press("2");
  await teacher.keyboard.press("c");
  await teacher.keyboard.type(feedback);
  await expect(teacher.getByText(/^Draft kept at/)).toBeVisible();
  await teacher.keyboard.press("Control+Enter");
  await expect(teacher.getByRole("dialog", { name: /^Return this to/ })).toBeVisible();
  await teacher.keyboard.press("Enter");
  await expect(page.getByText(feedback)).toBeVisible();
  await expect(teacher).not.toHaveURL(desk);

  // On another device of the parent: what was learned, down to the work and what the teacher said.
  const parent = await (await browser.newContext({ viewport: phone, locale: "sw-KE" })).newPage();
  await signInAs(parent, email, "/dashboard/parent", familyPassword);
  await parent.goto(`${record}?tab=learning`);
  await checked(parent, "the child's learning");
  await parent.locator("details[open]").getByRole("link", { name: "Fractions" }).click();
  await parent.getByRole("link", { name: work }).click();
  await expect(parent.getByText(feedback)).toBeVisible();
  await checked(parent, "work that came back");
  await verifyCertificate(parent, await browser.newPage(), { record, child, course });
  expect(seen.faults).toEqual([]);
});
