import { type Browser, expect, type Page, test } from "@playwright/test";
import { followingFamily, handedToChild } from "../support/families";
import { enter, people, signInAs, teacherOf } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

const slug = "agriculture-and-nutrition-grade-4";

const person = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage();
async function checked(page: Page, where: string): Promise<void> {
  await expectAccessible(page, `${where}, sw, 360`);
  await expectNoSidewaysScroll(page, `${where}, sw, 360`);
}

test("a child asks about a lesson on a phone without a line, the teacher answers by keyboard, the guardian reads it; a phone number is held and the school decides", async ({
  page: parent,
  browser,
}) => {
  test.setTimeout(240_000);
  const mark = Date.now().toString(36);
  const question = `Kwa nini mizizi ya ${mark} hukua chini?`;
  const email = await followingFamily(parent, slug, "G3");
  const child = await handedToChild(browser, email);

  await child.goto("/dashboard/student/courses");
  await child.getByRole("link", { name: /^Anza/ }).first().click();
  await child.waitForURL("**/dashboard/student/learn/**");
  await child.getByRole("link", { name: "Uliza kuhusu somo hili" }).click();
  await child.waitForURL("**/dashboard/student/discussions?**");
  await expect(child.getByRole("heading", { name: "Uliza kuhusu somo hili" })).toBeVisible();
  await checked(child, "asking about a lesson");
  await child.getByLabel("Swali lako").fill(question);
  await child.context().setOffline(true);
  await child.getByRole("button", { name: "Uliza", exact: true }).click();
  await expect(child.getByText(/Limehifadhiwa kwenye kifaa hiki/)).toBeVisible();
  await child.context().setOffline(false);
  await expect(child.getByRole("link", { name: question })).toBeVisible();

  const teacher = await person(browser);
  await signInAs(teacher, await teacherOf(browser, slug), people.instructor.home);
  await teacher.goto(`/dashboard/instructor/discussions?show=open&q=${mark}`);
  const row = teacher.getByRole("link", { name: question });
  await row.focus();
  await row.press("Enter");
  await teacher.waitForURL(/discussions\/[0-9a-f-]{36}$/);
  const answer = `Because water is below, says ${mark}.`;
  await teacher.getByLabel("Your answer").focus();
  await teacher.keyboard.type(answer);
  await teacher.keyboard.press("Control+Enter");
  await expect(teacher.getByRole("article").filter({ hasText: answer })).toContainText("The answer");
  await expectAccessible(teacher, "a question answered");

  await parent.goto(`/dashboard/parent/discussions?q=${mark}`);
  await parent.getByRole("link", { name: question }).click();
  await parent.waitForURL(/discussions\/[0-9a-f-]{36}$/);
  await expect(parent.getByText(answer)).toBeVisible();
  await expectAccessible(parent, "a topic read by a guardian");

  // A number is held, and the child sees that it is being read first.
  const number = `Nipigie 0700 000 000, ${mark}`;
  await child.getByRole("link", { name: question }).click();
  await child.getByLabel("Jibu lako").fill(number);
  await child.getByRole("button", { name: "Tuma jibu" }).click();
  const held = child.getByRole("article").filter({ hasText: number });
  await expect(held).toContainText("Inakaguliwa");
  await checked(child, "a reply being checked");

  const staff = await person(browser);
  await enter(staff, "staff", "/dashboard/staff/moderation/talk?sort=-createdAt");
  const item = staff.getByRole("listitem").filter({ hasText: number });
  await expect(item).toContainText("A way to reach somebody");
  await item.getByRole("button", { name: "Take it from view" }).click();
  const dialog = staff.getByRole("dialog", { name: "Take this from view?" });
  await dialog.getByLabel("Why, for its author").fill("No phone numbers here, please.");
  await dialog.getByRole("button", { name: "Take it from view" }).click();
  await expect(item).toHaveCount(0);
  await parent.reload();
  await expect(parent.getByText("No phone numbers here, please.")).toBeVisible();
});
