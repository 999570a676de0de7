import { expect, test } from "vitest";
import { difference } from "./migrate";

test("the migrations lead to exactly what the Prisma schema says", { timeout: 60_000 }, async () => {
  expect(await difference(), "make one with: npm run migrate:new <name>").toBe("");
});
