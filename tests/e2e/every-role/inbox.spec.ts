import { randomUUID } from "node:crypto";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { enter, people, signIn } from "../support/people";
import { expectAccessible, expectNoSidewaysScroll, watch } from "../support/watch";

const inboxOf = (who: keyof typeof people) => `${people[who].home}/notifications`;

async function ask(page: Page, procedure: string): Promise<{ result: { data: { json: unknown } } }> {
  const answer = await page.request.get(`/api/trpc/${procedure}`);
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer.json();
}
async function act(page: Page, procedure: string, json: unknown): Promise<void> {
  const headers = { origin: new URL(page.url()).origin, "content-type": "application/json" };
  const answer = await page.request.post(`/api/trpc/${procedure}`, { headers, data: { json } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

/** The other parent, elsewhere, sets a goal and reaches it: the family is told. */
async function otherParent(browser: Browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, "coparent");
  const home = (await ask(page, "families.home")).result.data.json as { children: { familyId: string }[] };
  const familyId = home.children[0]?.familyId;
  return {
    async reachGoal(title: string) {
      const id = randomUUID();
      await act(page, "families.saveGoal", {
        id,
        familyId,
        studentId: null,
        title,
        target: 1,
        unit: "step",
        dueOn: null,
      });
      await act(page, "families.moveGoal", { id, step: 1, from: 0, key: randomUUID() });
    },
    close: () => context.close(),
  };
}
const unique = (words: string) => `${words} ${randomUUID().slice(0, 8)}`;

test("what another person does arrives in the open inbox by itself, and after a lost line", async ({
  page,
  browser,
}) => {
  const seen = watch(page);
  const other = await otherParent(browser);
  await enter(page, "parent", inboxOf("parent"));
  await expect(page.locator("[data-live=live]").first()).toBeAttached();
  const first = unique("Read together");
  await other.reachGoal(first);
  await expect(page.getByRole("link", { name: new RegExp(first) })).toBeVisible();
  expect(seen.faults).toEqual([]);

  // The line is cut, and every try to get it back fails for a while.
  await page.route("**/notify.stream*", (route) => route.abort());
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(page.locator("[data-live=reconnecting]").first()).toBeAttached();
  const missed = unique("Plant a tree");
  await other.reachGoal(missed);
  await page.waitForTimeout(500);
  await expect(page.getByRole("link", { name: new RegExp(missed) })).toHaveCount(0);
  await page.unroute("**/notify.stream*");
  await expect(page.getByRole("link", { name: new RegExp(missed) })).toBeVisible();
  await expect(page.locator("[data-live=live]").first()).toBeAttached();
  await other.close();
});

test("one is marked read, then all; the other open page follows", async ({ page, browser }) => {
  const other = await otherParent(browser);
  // Only of these two is anything asked: other journeys tell this family things meanwhile.
  const [sung, walked] = [unique("Sing"), unique("Walk")];
  await other.reachGoal(sung);
  await other.reachGoal(walked);
  await enter(page, "parent", inboxOf("parent"));
  const second = await page.context().newPage();
  await second.goto(`${inboxOf("parent")}?show=unread`);
  const line = (of: Page, title: string) => of.getByRole("listitem").filter({ hasText: title });
  const mark = (title: string) => line(page, title).getByRole("button", { name: /^Mark read/ });
  await expect(line(second, walked)).toBeVisible();
  await mark(sung).click();
  await expect(mark(sung)).toHaveCount(0);
  await expect(line(page, sung)).toBeVisible();
  await expect(mark(walked)).toBeVisible();
  await page.getByRole("button", { name: "Mark all read" }).click();
  await expect(mark(walked)).toHaveCount(0);
  await second.bringToFront();
  await expect(line(second, walked)).toHaveCount(0);
  await other.close();
});

test("opening a notification marks it read", async ({ page, browser }) => {
  const other = await otherParent(browser);
  const title = unique("Cook");
  await other.reachGoal(title);
  await enter(page, "parent", inboxOf("parent"));
  await page.getByRole("link", { name: new RegExp(title) }).click();
  await page.waitForURL((url) => !url.pathname.endsWith("/notifications"));
  await expect
    .poll(async () => {
      await page.goto(`${inboxOf("parent")}?show=unread`);
      return page.getByRole("link", { name: new RegExp(title) }).count();
    })
    .toBe(0);
  await other.close();
});

for (const who of ["parent", "staff", "admin"] as const)
  test(`${who}'s inbox at 360 px: nothing hangs over, nothing serious for axe`, async ({ page }) => {
    const seen = watch(page);
    await page.setViewportSize({ width: 360, height: 780 });
    await enter(page, who, inboxOf(who));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNoSidewaysScroll(page, inboxOf(who));
    await expectAccessible(page, inboxOf(who));
    expect(seen.faults).toEqual([]);
  });

test("the inbox can be read without JavaScript", async ({ browser, page }) => {
  await enter(page, "parent");
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const plain = await context.newPage();
  await plain.goto(inboxOf("parent"));
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText("Notifications");
  await expect(plain.getByRole("listitem").first()).toBeVisible();
  await expect(plain.getByRole("button", { name: "Mark all read" })).toBeHidden();
  await plain.getByRole("navigation", { name: "Filter notifications" }).getByRole("link", { name: "Urgent" }).click();
  await expect(plain).toHaveURL(/show=urgent/);
  await context.close();
});
