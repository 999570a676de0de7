import { expect, test } from "@playwright/test";
import { expectAccessible, expectNoSidewaysScroll } from "../support/watch";

/** Each component in every state, photographed: light, dark, on a phone, and in Kiswahili, which runs longer. */
const views = [
  { name: "light", query: "role=parent&theme=light&lang=en", width: 1440 },
  { name: "dark", query: "role=partner&theme=dark&lang=en", width: 1440 },
  { name: "phone", query: "role=student&theme=light&lang=en", width: 360 },
  { name: "kiswahili", query: "role=staff&theme=light&lang=sw", width: 768 },
];

for (const view of views) {
  test(`the gallery, ${view.name}`, async ({ page }, info) => {
    await page.setViewportSize({ width: view.width, height: 900 });
    await page.goto(`/gallery?${view.query}`);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await page.screenshot({ path: info.outputPath(`gallery-${view.name}.png`), fullPage: true });
    await expectNoSidewaysScroll(page, `gallery ${view.name}`);
    await expectAccessible(page, `gallery ${view.name}`);
  });
}
