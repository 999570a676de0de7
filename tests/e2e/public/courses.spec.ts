import { type Browser, expect, type Page, test } from "@playwright/test";
import { password, people, signIn, signInAs, speak } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll, watch } from "../support/watch";

const phone = { width: 360, height: 780 };
const familyPage = "/dashboard/parent/courses";

type Course = {
  title: string;
  slug: string;
  done: number;
  published: boolean;
  review: object | null;
  allowsReviews: boolean;
};
type Child = { firstName: string; grade: string; mayDecide: boolean; courses: Course[] };

async function asked<T>(page: Page, procedure: string, input?: object): Promise<T> {
  const query = input ? `?input=${encodeURIComponent(JSON.stringify({ json: input }))}` : "";
  const answer = await page.request.get(`/api/trpc/${procedure}${query}`);
  return (await answer.json()).result.data.json as T;
}

type Account = { name: string; email: string };

/** The accounts an administrator finds by a name or an address, the last by name first: other journeys take the first. */
async function accountsOf(admin: Page, role: "STUDENT" | "PARENT" | "INSTRUCTOR", q: string): Promise<Account[]> {
  await admin.goto(`/dashboard/admin/users?role=${role}&status=ACTIVE&sort=-name&q=${encodeURIComponent(q)}`);
  await expect(admin.getByRole("heading", { level: 1 })).toBeVisible();
  const rows = await admin.getByRole("table").getByRole("row").filter({ hasText: ".uhs.test" }).all();
  return Promise.all(
    rows.slice(0, 8).map(async (row) => ({
      name: (await row.getByRole("link").first().textContent()) ?? "",
      email:
        (await row
          .getByText(/^\S+@[\w.]+\.uhs\.test$/)
          .first()
          .textContent()) ?? "",
    })),
  );
}

type Family = { email: string; child: Child; pupil: Account; reviewable: Course };

/** A guardian, a child of theirs with an account of its own, and a course of it that awaits its review. */
async function familyOf(browser: Browser, admin: Page): Promise<Family> {
  for (const pupil of await accountsOf(admin, "STUDENT", "pupils.uhs.test")) {
    const [first, ...last] = pupil.name.split(" ");
    for (const { email } of await accountsOf(admin, "PARENT", last.join(" "))) {
      const parent = await browserOf(browser);
      await signInAs(parent, email, people.parent.home);
      const { children } = await asked<{ children: Child[] }>(parent, "enrolment.courses");
      const child = children.find(({ firstName, mayDecide }) => firstName === first && mayDecide);
      const reviewable = child?.courses.find(
        ({ done, published, allowsReviews, review }) => done >= 2 && published && allowsReviews && !review,
      );
      if (child && reviewable) await speak(parent, "sw");
      await parent.context().close();
      if (child && reviewable) return { email, child, pupil, reviewable };
    }
  }
  throw new Error("No family of the seeded school has a child with an account and a course to review");
}

/** The facts a page tells search engines. */
const factsOf = async (page: Page) =>
  JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? "{}");

/** A page that has arrived, its title last of all. */
async function checked(page: Page, where: string): Promise<void> {
  await expect(page).toHaveTitle(/\S/);
  await expectAccessible(page, `${where}, sw, 360`);
  await expectNoSidewaysScroll(page, `${where}, sw, 360`);
}

async function browserOf(browser: Browser, viewport?: { width: number; height: number }): Promise<Page> {
  return (await browser.newContext({ ...(viewport && { viewport, locale: "sw-KE" }) })).newPage();
}

test("a family searches in Kiswahili on a phone and enrols a child, who finds the course; it reviews another, and the teacher answers for all to read", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const admin = await browserOf(browser);
  await signIn(admin, "admin");
  // A family and a teacher that no other journey needs.
  const { email, child, pupil: account, reviewable } = await familyOf(browser, admin);

  // A visitor finds a course the child does not follow yet, by its area in Kiswahili and its grade.
  const visitor = await browserOf(browser, phone);
  const seen = watch(visitor);
  await visitor.goto(`/courses?grade=${child.grade}&price=free`);
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Kozi");
  const followed = child.courses.map(({ title }) => title);
  const titles = await visitor.locator(".course h2").allTextContents();
  const title = titles.find((one) => !followed.includes(one)) ?? "";
  const card = visitor.locator(".course", { has: visitor.getByRole("link", { name: title, exact: true }) });
  const place = (await card.locator("p").first().textContent()) ?? "";
  await visitor.getByRole("searchbox", { name: "Tafuta kozi" }).fill(place.replace("·", ""));
  await visitor.getByRole("button", { name: "Tafuta" }).click();
  await visitor.waitForURL(/[?&]q=/);
  await expect(card).toBeVisible();
  await checked(visitor, "the catalogue");
  await card.getByRole("link", { name: title, exact: true }).click();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText(title);
  await checked(visitor, "a course");
  expect(await factsOf(visitor)).toMatchObject({ "@type": "Course", name: title, offers: { price: "0.00" } });

  // Signing in leads back to it, and the child is chosen.
  await visitor.getByRole("link", { name: "Mwandikishe mtoto wako" }).click();
  await visitor.waitForURL("**/login?next=**");
  await visitor.getByLabel("Barua pepe").fill(email);
  await visitor.getByLabel(/^(Nenosiri|Nywila)$/).fill(password);
  await visitor.getByRole("button", { name: "Ingia" }).click();
  await visitor.waitForURL(`**${familyPage}/**`);
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText(title);
  await checked(visitor, "choosing the child");
  // Or brought back, where this journey was walked before.
  await visitor.getByRole("button", { name: new RegExp(`^(Mwandikishe|Mrudishe) ${child.firstName}$`) }).click();
  await expect(visitor.getByText(`${child.firstName} anasoma kozi hii.`)).toBeVisible();

  // The child finds it at once.
  const pupil = await browserOf(browser);
  await signInAs(pupil, account.email, people.student.home);
  await pupil.goto("/dashboard/student/courses");
  await expect(pupil.getByRole("heading", { name: title, exact: true })).toBeVisible();

  // Some lessons into another course, the guardian says what they think of it.
  await visitor.goto(familyPage);
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Kozi");
  await checked(visitor, "the family's courses");
  const mine = visitor.getByRole("region", { name: child.firstName });
  const words = `Inaeleweka vizuri, ${Date.now()}`;
  const cardOf = (name: string) =>
    mine.getByRole("listitem").filter({ has: visitor.getByRole("heading", { name, exact: true }) });
  await cardOf(reviewable.title)
    .getByRole("link", { name: /^Toa maoni/ })
    .click();
  await visitor.waitForURL(`**${familyPage}/${reviewable.slug}`);
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText(reviewable.title);
  await checked(visitor, "a course of the family");
  const line = visitor.getByRole("listitem").filter({ hasText: child.firstName });
  await line.getByRole("button", { name: /^Toa maoni/ }).click();
  const form = visitor.getByRole("dialog", { name: `Unafikiri nini kuhusu “${reviewable.title}”?` });
  await form.getByLabel("Kwa jumla").selectOption("4");
  await form.getByLabel("Kwa maneno yako mwenyewe").fill("Nipigie 0712 345 678");
  await form.getByRole("button", { name: "Chapisha maoni" }).click();
  await expect(form.getByText("kila mtu anaweza kusoma haya")).toBeVisible();
  seen.faults.length = 0; // The refusal is a 400 by design.
  await form.getByLabel("Kwa maneno yako mwenyewe").fill(words);
  await form.getByRole("button", { name: "Chapisha maoni" }).click();
  await expect(line.getByText(words).first()).toBeVisible();

  // Its teacher reads it and answers, and everybody reads both.
  const course = `/courses/${reviewable.slug}?lang=sw`;
  await visitor.goto(course);
  await expect(visitor.getByText(words)).toBeVisible();
  const [named = ""] = ((await factsOf(visitor)).hasCourseInstance.instructor as { name: string }[]).map(
    (one) => one.name,
  );
  const teacher = await browserOf(browser);
  const [answering] = await accountsOf(admin, "INSTRUCTOR", named);
  await signInAs(teacher, answering?.email ?? "", people.instructor.home);
  await teacher.goto(`/dashboard/instructor/feedback?state=waiting&q=${encodeURIComponent(words)}`);
  await teacher.getByRole("link", { name: words }).click();
  await teacher.waitForURL(/feedback\/[0-9a-f-]{36}$/);
  await expect(teacher.getByRole("heading", { level: 1 })).toContainText("4 of 5");
  await expect(teacher).toHaveTitle(/\S/);
  await expectAccessible(teacher, "a review");
  await teacher.getByRole("textbox").fill(`Asante sana. ${words}`);
  await teacher.getByRole("button", { name: "Publish the answer" }).click();
  await expect(teacher.getByRole("button", { name: "Change the answer" })).toBeVisible();
  await visitor.goto(course);
  await expect(visitor.getByText(`Asante sana. ${words}`)).toBeVisible();
  expect((await factsOf(visitor)).aggregateRating.ratingCount).toBeGreaterThan(0);

  // The child leaves the new course again, which its list no longer shows.
  await visitor.goto(familyPage);
  await cardOf(title)
    .getByRole("button", { name: /^Ondoka/ })
    .click();
  await visitor
    .getByRole("dialog")
    .getByRole("button", { name: `Mtoe ${child.firstName}` })
    .click();
  await expect(cardOf(title)).toHaveCount(0);
  expect(seen.faults).toEqual([]);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("a visitor narrows the catalogue, opens a course and comes to the way in", async ({ page }) => {
    await page.goto("/?lang=en");
    await page.getByRole("link", { name: "See the courses" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Courses");
    await page.getByText("Grade", { exact: true }).click();
    await page.getByRole("link", { name: "Grade 4", exact: true }).click();
    await page.waitForURL(/grade=G4/);
    await page.getByText("Price", { exact: true }).click();
    await page.getByRole("link", { name: "Free", exact: true }).click();
    await page.waitForURL(/price=free/);
    await page.locator(".course h2 a").first().click();
    await expect(page.getByRole("heading", { name: "What is inside" })).toBeVisible();
    await page.getByRole("link", { name: "Enrol your child" }).click();
    await page.waitForURL("**/login?next=**");
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  });
});
