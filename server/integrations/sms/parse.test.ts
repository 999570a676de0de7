import { describe, expect, test } from "vitest";
import { deliveryReport, judge, parseCost, sendAnswer } from "./parse";

describe("cost", () => {
  test.each([
    ["KES 0.8000", 80n],
    ["KES 1.6000", 160n],
    ["KES 1785.50", 178550n],
    ["KES 0.8001", 81n],
    ["0", 0n],
    ["KES 12", 1200n],
    ["free", null],
  ])("%s is %s cents", (text, cents) => {
    expect(parseCost(text)).toBe(cents);
  });
});

test.each([
  [100, "accepted"],
  [101, "accepted"],
  [102, "accepted"],
  [402, "later"],
  [403, "refused"],
  [405, "later"],
  [406, "unwanted"],
  [409, "unwanted"],
  [500, "later"],
  [777, "later"],
])("status %i means %s", (code, verdict) => {
  expect(judge(code)).toBe(verdict);
});

test("an answer whose status code is text is read", () => {
  const answer = sendAnswer.parse({ SMSMessageData: { Recipients: [{ statusCode: "101", number: "+254700000000" }] } });
  expect(answer.SMSMessageData.Recipients[0]?.statusCode).toBe(101);
});

test("a report with an unknown status is refused", () => {
  expect(deliveryReport.safeParse({ id: "a", status: "Perhaps" }).success).toBe(false);
});
