import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";

export const password = "Karibu-2026!";
export const people = {
  admin: { email: "admin@demo.uhs.test", home: "/dashboard/admin" },
  lead: { email: "lead@demo.uhs.test", home: "/dashboard/staff" },
  staff: { email: "staff@demo.uhs.test", home: "/dashboard/staff" },
  instructor: { email: "instructor@demo.uhs.test", home: "/dashboard/instructor" },
  "teacher-parent": { email: "teacher-parent@demo.uhs.test", home: "/dashboard/instructor" },
  parent: { email: "parent@demo.uhs.test", home: "/dashboard/parent" },
  coparent: { email: "coparent@demo.uhs.test", home: "/dashboard/parent" },
  student: { email: "student@demo.uhs.test", home: "/dashboard/student" },
  partner: { email: "partner@demo.uhs.test", home: "/dashboard/partner" },
} as const;
export type Person = keyof typeof people;

/** Signs in through the form, as a person does. */
export const signIn = (page: Page, who: Person) => signInAs(page, people[who].email, people[who].home);

/** The same for somebody who is not among the demo accounts. */
export async function signInAs(page: Page, email: string, home: string, secret = password): Promise<void> {
  await page.goto("/login");
  await page.getByLabel(/^(Email|Barua pepe)$/).fill(email);
  await page.getByLabel(/^(Password|Nenosiri|Nywila)$/).fill(secret);
  await page.getByRole("button", { name: /^(Sign in|Ingia)$/ }).click();
  await page.waitForURL(`**${home}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/**
 * Somebody of the seeded school whom no other journey needs, with their record at an administrator's. The administrator's
 * session is its own: proving oneself again changes its token, and others go on with theirs. A journey that is tried again
 * meets somebody else: the first may have been left half changed.
 */
export async function somebody(
  browser: Browser,
  { role, domain, position }: { role: "STAFF" | "PARENT"; domain: string; position: number },
) {
  const admin = await (await browser.newContext()).newPage();
  await signIn(admin, "admin");
  await admin.goto(`/dashboard/admin/users?role=${role}&status=ACTIVE&q=${domain}`);
  const row = admin
    .getByRole("table")
    .getByRole("row")
    .nth(position + 10 * test.info().retry);
  const email = (await row.getByText(`@${domain}`).textContent()) ?? "";
  const record = (await row.getByRole("link").first().getAttribute("href")) ?? "";
  return { admin, email, record };
}

/** The address of the first teacher of a course that families can read about. */
export async function teacherOf(browser: Browser, slug: string): Promise<string> {
  const admin = await (await browser.newContext()).newPage();
  await admin.goto(`/courses/${slug}`);
  const told = await admin.locator("script[type='application/ld+json']").first().textContent();
  const { name } = JSON.parse(told ?? "").hasCourseInstance.instructor[0];
  await signIn(admin, "admin");
  await admin.goto(`/dashboard/admin/users?role=INSTRUCTOR&status=ACTIVE&q=${encodeURIComponent(name)}`);
  const email = await admin.getByRole("table").getByText("@teachers.uhs.test").first().textContent();
  await admin.context().close();
  return email ?? "";
}

const cookies = new Map<Person, Awaited<ReturnType<BrowserContext["cookies"]>>>();
/** Signed in without the form: for journeys about something else. The sign-in itself happens once per worker. */
export async function enter(page: Page, who: Person, path?: string): Promise<void> {
  const known = cookies.get(who);
  if (known) await page.context().addCookies(known);
  else {
    await signIn(page, who);
    cookies.set(who, await page.context().cookies());
  }
  await page.goto(path ?? people[who].home);
}

/** Sets the person's language through the application, and back afterwards. */
export async function speak(page: Page, locale: "en" | "sw"): Promise<void> {
  const answer = await page.request.post("/api/trpc/preferences.choose", {
    headers: { origin: new URL(page.url()).origin, "content-type": "application/json" },
    data: { json: { locale } },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}
