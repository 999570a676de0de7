import { expect, test } from "vitest";
import { lessonsUntilReview, revealsContact } from "./feedback.domain";

test.each([
  ["two lessons are enough", { open: true, done: 2, lessons: 30 }, 0],
  ["one is not", { open: true, done: 1, lessons: 30 }, 1],
  ["unless there is only one", { open: true, done: 1, lessons: 1 }, 0],
  ["an empty course is not reviewed", { open: true, done: 0, lessons: 0 }, 1],
  ["where it takes none", { open: false, done: 9, lessons: 9 }, null],
])("%s", (_what, given, left) => {
  expect(lessonsUntilReview(given)).toBe(left);
});

test.each([
  ["call me on 0712 345 678", true],
  ["+254-712345678", true],
  ["write to a.b@example.co.ke", true],
  ["see https://example.com/x", true],
  ["Grade 4 in 2026, pages 12 to 145", false],
  ["My son finished 10 of 12 lessons.", false],
])("%s", (text, reveals) => {
  expect(revealsContact(text)).toBe(reveals);
});
