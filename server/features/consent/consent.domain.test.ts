import { describe, expect, test } from "vitest";
import { inForce, sharings } from "./consent.domain";
import type { Consent } from "./consent.schema";

const today = "2026-11-21";
const consent = (more: Partial<Consent> = {}): Consent => ({
  id: JSON.stringify(more),
  studentId: "amani",
  dataType: "PROGRESS",
  recipientType: "PARTNER",
  recipientId: "readers",
  recipientName: "Equity Readers",
  granted: true,
  decidedOn: "2026-09-01",
  expiresOn: null,
  decidedById: "wanjiru",
  decidedBy: "Wanjiru",
  ...more,
});
const everybody = { recipientId: null, recipientName: null } as const;

describe("what a family reads about one recipient", () => {
  test.each<[string, Consent[], string[]]>([
    ["nothing decided", [], []],
    ["a grant without end", [consent()], ["Equity Readers sees PROGRESS"]],
    [
      "a grant that ends in a week",
      [consent({ expiresOn: "2026-11-28" })],
      ["Equity Readers sees PROGRESS, soon over"],
    ],
    ["its last day", [consent({ expiresOn: today })], ["Equity Readers sees PROGRESS, soon over"]],
    ["the day after", [consent({ expiresOn: "2026-11-20" })], ["Equity Readers no longer PROGRESS"]],
    ["a refusal", [consent({ granted: false })], ["Equity Readers refused PROGRESS"]],
    [
      "a refusal to all of a kind wins over a grant to one",
      [consent(), consent({ ...everybody, granted: false })],
      ["Equity Readers no longer PROGRESS", "all PARTNER refused PROGRESS"],
    ],
    [
      "a refusal to all about something else does not",
      [consent(), consent({ ...everybody, granted: false, dataType: "PHOTO" })],
      ["Equity Readers sees PROGRESS", "all PARTNER refused PHOTO"],
    ],
    [
      "another guardian's no wins over a yes",
      [consent(), consent({ decidedById: "juma", granted: false })],
      ["Equity Readers refused PROGRESS"],
    ],
    [
      "a yes for one that has run out is not revived by a yes for all",
      [consent({ expiresOn: "2026-11-20" }), consent(everybody)],
      ["all PARTNER sees PROGRESS", "Equity Readers no longer PROGRESS"],
    ],
  ])("%s", (_, consents, said) => {
    const lines = sharings(consents, today).map(({ recipientName, recipientType, sees, refused, ended }) =>
      [
        recipientName ?? `all ${recipientType}`,
        ...sees.map(({ dataType, endsSoon }) => `sees ${dataType}${endsSoon ? ", soon over" : ""}`),
        ...refused.map((type) => `refused ${type}`),
        ...ended.map((type) => `no longer ${type}`),
      ].join(" "),
    );
    expect(lines).toEqual(said);
  });
});

test("a grant holds through its last day", () => {
  expect([today, "2026-11-20"].map((expiresOn) => inForce(consent({ expiresOn }), today))).toEqual([true, false]);
});
