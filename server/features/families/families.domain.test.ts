import { readFileSync } from "node:fs";
import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import { addDays } from "@/lib/days";
import {
  ageOn,
  byAttention,
  daysToBirthday,
  distance,
  type Facts,
  nextFact,
  opening,
  type Said,
  stageOf,
  urgentItems,
  weekInShort,
} from "./families.domain";
import type { Child, Goal, MoodEntry } from "./families.schema";

const today = "2026-11-21";
const child = (firstName: string, more: Partial<Child> = {}): Child => ({
  id: firstName.toLowerCase(),
  familyId: "kamau",
  familyName: "Kamau",
  firstName,
  lastName: "Kamau",
  grade: "G3",
  birthDate: "2018-05-02",
  canConsent: true,
  ...more,
});
/** Marks of the last days, today last: `4` mood, `.` nothing. Energy 2 throughout. */
const moods = (studentId: string, marks: string, energy = 2): MoodEntry[] =>
  [...marks].flatMap((mark, at) =>
    mark === "."
      ? []
      : [
          {
            studentId,
            day: addDays(today, at - marks.length + 1),
            mood: Number(mark),
            energy,
            note: null,
            recordedById: "wanjiru",
            recordedBy: "Wanjiru",
          },
        ],
  );
const goal = (title: string, more: Partial<Goal> = {}): Goal => ({
  id: title,
  familyId: "kamau",
  studentId: null,
  title,
  target: 12,
  progress: 4,
  unit: "books",
  dueOn: null,
  status: "OPEN",
  ...more,
});
const facts = (more: Partial<Facts> = {}): Facts => ({
  today,
  children: [child("Amani"), child("Baraka")],
  moods: [],
  goals: [],
  expiring: [],
  requests: [],
  alerts: [],
  ...more,
});
const t = (locale: string, below: string) => {
  const messages = JSON.parse(readFileSync(`messages/${locale}/families.json`, "utf8"));
  const translate = createTranslator({
    locale,
    messages,
    onError: (error) => {
      throw error;
    },
  }) as unknown as (key: string, values: object) => string;
  return ({ key, values }: Said) => {
    const names = values.names && new Intl.ListFormat(locale).format(String(values.names).split("|"));
    return translate(`${below}.${key}`, { ...values, ...(names && { names }) });
  };
};
const inEnglish = t("en", "opening");

describe("the first sentence of the home", () => {
  test.each<[string, Partial<Facts>, string[]]>([
    ["no child", { children: [] }, ["No child is linked to your account yet."]],
    ["nobody asked yet", {}, ["You have not noted yet how your 2 children feel today."]],
    ["one not asked", { moods: moods("amani", "4") }, ["You have not noted yet how Baraka feels today."]],
    [
      "one low for days comes before all else",
      { moods: [...moods("amani", "4"), ...moods("baraka", "222")] },
      ["Baraka has felt low 3 days in a row."],
    ],
    [
      "a goal one step away",
      { moods: [...moods("amani", "4"), ...moods("baraka", "3")], goals: [goal("Read 12 books", { progress: 11 })] },
      ["You know today how all 2 children feel.", "One more, and “Read 12 books” is reached."],
    ],
    ["all well", { moods: [...moods("amani", "4"), ...moods("baraka", "5")] }, ["All 2 children feel well today."]],
  ])("%s", (_, given, said) => expect(opening(facts(given)).map(inEnglish)).toEqual(said));

  test("in Kiswahili", () => {
    const said = opening(facts({ moods: [...moods("amani", "4"), ...moods("baraka", "222.")] })).map(
      t("sw", "opening"),
    );
    expect(said).toEqual([
      "Baraka hajisikii vizuri kwa siku 3 mfululizo.",
      "Bado hujaandika Baraka anavyojisikia leo.",
    ]);
  });
});

const request = {
  id: "r1",
  kind: "EXPORT",
  studentId: "amani",
  status: "RECEIVED",
  askedOn: "2026-11-01",
  dueOn: addDays(today, 2),
  answeredOn: null,
  answer: null,
} as const;
const expiring = {
  id: "c1",
  studentId: "amani",
  dataType: "PROGRESS",
  recipientType: "PARTNER",
  recipientName: "Equity Readers",
  expiresOn: addDays(today, 7),
};

describe("what needs the family, and in which order", () => {
  test.each<[string, Partial<Facts>, string[]]>([
    ["nothing", { moods: moods("amani", "4") }, []],
    ["two low days are not yet a row", { moods: moods("amani", "22") }, []],
    ["consent in a week", { expiring: [expiring] }, ["consent"]],
    ["consent in eight days waits", { expiring: [{ ...expiring, expiresOn: addDays(today, 8) }] }, []],
    ["an answer due in two days", { requests: [request] }, ["due"]],
    ["an answer due in a month", { requests: [{ ...request, dueOn: addDays(today, 30) }] }, []],
    ["an answer that is late", { requests: [{ ...request, dueOn: addDays(today, -1) }] }, ["overdue"]],
    ["an answer come", { requests: [{ ...request, status: "ANSWERED", answeredOn: today }] }, ["answered"]],
    ["an answer of last month", { requests: [{ ...request, status: "ANSWERED", answeredOn: "2026-10-20" }] }, []],
    ["a goal due in three days", { goals: [goal("Read", { dueOn: addDays(today, 3) })] }, ["goal"]],
    ["a reached goal", { goals: [goal("Read", { dueOn: today, status: "REACHED" })] }, []],
    [
      "all at once: the child first, then what has a date, then the family's own plans",
      {
        moods: moods("baraka", "1111"),
        expiring: [expiring],
        requests: [{ ...request, dueOn: addDays(today, -4) }],
        goals: [goal("Read", { dueOn: today })],
        alerts: [{ id: "n", type: "x", params: {}, href: null, studentId: null }],
      },
      ["mood_low", "alert", "overdue", "consent", "goal"],
    ],
  ])("%s", (_, given, kinds) => expect(urgentItems(facts(given)).map(({ kind }) => kind)).toEqual(kinds));
});

test("those who may need somebody come first", () => {
  const children = ["Amani", "Baraka", "Chebet", "Daudi"].map((name) => child(name));
  const given = facts({ children, moods: [...moods("amani", "5"), ...moods("chebet", "222"), ...moods("daudi", "2")] });
  expect(byAttention(given).map(({ firstName }) => firstName)).toEqual(["Chebet", "Daudi", "Baraka", "Amani"]);
});

describe("the next thing worth knowing about a child", () => {
  test.each<[string, Partial<Child>, Partial<Facts>, string | undefined]>([
    ["a birthday within the week", { birthDate: "2018-11-24" }, {}, "birthday"],
    ["their own goal", {}, { goals: [goal("Read", { studentId: "amani" })] }, "goal"],
    ["a goal with a day", {}, { goals: [goal("Read", { studentId: "amani", dueOn: "2026-12-20" })] }, "goal_due"],
    ["the family's goal is not the child's", {}, { goals: [goal("Walk")] }, undefined],
    ["days in a row", {}, { moods: moods("amani", "4444") }, "streak"],
    ["nothing true to say", {}, {}, undefined],
  ])("%s", (_, who, given, key) => {
    const amani = child("Amani", who);
    expect(nextFact(amani, facts({ children: [amani], ...given }))?.key).toBe(key);
  });
});

describe("the week in short", () => {
  test.each<[string, MoodEntry[], string]>([
    ["low days", [...moods("amani", "4444444"), ...moods("baraka", "2222222")], "Baraka is the one to sit with."],
    ["falling days", moods("amani", "55555553333333"), "Amani is the one to sit with."],
    ["rising days", moods("amani", "33333335555555"), "Amani has brighter days."],
    ["even days", moods("amani", "44444444444444"), "An even week for Amani."],
    ["too little", moods("amani", "4.4"), "Too little was noted this week to say."],
  ])("%s", (_, given, said) => {
    const week = weekInShort(facts({ moods: given }));
    expect(t("en", "week")(week.headline)).toBe(said);
    for (const one of [...week.text, ...week.evidence])
      for (const locale of ["en", "sw"]) expect(t(locale, "week")(one)).not.toMatch(/undefined|NaN/);
  });
});

test("ages, birthdays and distances as people count them", () => {
  expect([ageOn("2018-11-21", today), ageOn("2018-11-22", today)]).toEqual([8, 7]);
  expect([daysToBirthday("2018-11-21", today), daysToBirthday("2018-11-20", today)]).toEqual([0, 364]);
  expect(daysToBirthday("2020-02-29", "2027-02-20")).toBe(9);
  expect([0, 1, 13, 14, 60, 61, 338].map((days) => Object.values(distance(days)).join(" "))).toEqual([
    "now 0",
    "days 1",
    "days 13",
    "weeks 2",
    "weeks 9",
    "months 2",
    "months 11",
  ]);
  expect((["PP2", "G3", "G4", "G6", "G7"] as const).map(stageOf)).toEqual([
    "pre_primary",
    "lower_primary",
    "upper_primary",
    "upper_primary",
    "junior",
  ]);
});
