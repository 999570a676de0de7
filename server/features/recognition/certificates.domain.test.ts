import { describe, expect, test } from "vitest";
import { earns, type Found, verdictOf } from "./certificates.domain";
import { certificateRule } from "./certificates.schema";

describe("a certificate is earned", () => {
  const rule = (given: object) => certificateRule.parse({ given: true, ...given });
  test.each([
    ["by every lesson, where nothing more is asked", rule({}), [null, "BE"], true],
    ["not where the course gives none", rule({ given: false }), [], false],
    ["by the level asked for", rule({ least: "ME" }), ["ME", "EE"], true],
    ["by its place on the scale of eight levels", rule({ least: "ME" }), ["ME2", "EE1"], true],
    ["not by a level below it", rule({ least: "ME" }), ["EE", "AE"], false],
    ["not by a level below it on the scale of eight", rule({ least: "EE" }), ["ME1"], false],
    ["not before everything is graded", rule({ least: "AE" }), ["EE", null], false],
    ["by the lessons alone where the course assesses nothing", rule({ least: "EE" }), [], true],
  ])("%s", (_, asked, levels, earned) => {
    expect(earns(asked, levels)).toBe(earned);
  });

  test("never in a course that says nothing of it", () => {
    expect(earns(certificateRule.parse({}), ["EE"])).toBe(false);
  });
});

test("what a stranger is told of a code", () => {
  const [day, later] = [new Date("2026-11-02"), new Date("2026-11-09")];
  const found: Found = {
    ...{ name: "Amani K.", title: "Fractions", language: "en" },
    ...{ completedOn: day, issuedOn: day, revokedOn: null, replacedOn: null },
  };
  expect(verdictOf(undefined)).toEqual({ state: "unknown" });
  expect(verdictOf(found)).toMatchObject({ state: "valid", name: "Amani K." });
  const hidden = { ...found, name: null, title: null };
  expect(verdictOf({ ...hidden, revokedOn: later })).toEqual({ state: "revoked", on: later });
  expect(verdictOf({ ...hidden, replacedOn: later })).toEqual({ state: "replaced", on: later });
  expect(verdictOf({ ...hidden, revokedOn: day, replacedOn: later })).toEqual({ state: "replaced", on: later });
});
