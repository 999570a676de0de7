import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Asked, merged, nothingYet, type Progress, type Report, settled } from "./progress.domain";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 9, minute));
const report = (given: Partial<Report> = {}): Report => ({
  seconds: 0,
  percent: 0,
  place: null,
  placeAt: null,
  doneAt: null,
  answers: {},
  ...given,
});
const options = [
  { key: "a", text: "Half" },
  { key: "b", text: "Quarter" },
];
const quizzes = ["q1", "q2"].map((blockId) => ({ blockId, options, right: "a" }));
const read: Asked = { rule: "READ", quizzes: [] };
const quiz: Asked = { rule: "QUIZ", quizzes };

type Sent = { sitting: string; report: Report };
/** All reports of all devices, in the order in which they arrive. */
function heard(sent: readonly Sent[], asked: Asked): Progress {
  const counted = new Map<string, number>();
  return sent.reduce((stored, { sitting, report: one }) => {
    const next = merged(stored, one, asked, counted.get(sitting) ?? 0);
    counted.set(sitting, next.counted);
    return next.progress;
  }, nothingYet);
}

describe("two devices on one lesson", () => {
  test.each([
    ["the furthest reading counts", read, [{ percent: 40 }, { percent: 70 }], { percent: 70 }],
    [
      "the later place is where to go on",
      read,
      [
        { place: "9", placeAt: at(5) },
        { place: "2", placeAt: at(8) },
      ],
      { place: "2", placeAt: at(8) },
    ],
    [
      "the first completion counts",
      read,
      [
        { percent: 100, doneAt: at(9) },
        { percent: 100, doneAt: at(3) },
      ],
      { percent: 100, completedAt: at(3) },
    ],
    ["sittings are added", read, [{ seconds: 60 }, { seconds: 45 }], { seconds: 105 }],
    [
      "reading to the end without saying so is not done",
      { rule: "MARKED", quizzes: [] },
      [{ percent: 100 }],
      { percent: 99, completedAt: null },
    ],
    [
      "questions answered on either device are answered",
      quiz,
      [{ answers: { q1: { answer: "a", at: at(1) } } }, { answers: { q2: { answer: "b", at: at(4) } } }],
      { percent: 100, completedAt: at(4) },
    ],
    [
      "one open question leaves it open",
      quiz,
      [{ percent: 100, doneAt: at(2), answers: { q1: { answer: "a", at: at(1) } } }],
      { percent: 99, completedAt: null },
    ],
    [
      "the first answer to a question counts, and the key says whether it is right",
      quiz,
      [{ answers: { q1: { answer: "a", at: at(6) } } }, { answers: { q1: { answer: "b", at: at(2) } } }],
      { answers: { q1: { answer: "b", right: false, at: at(2) } } },
    ],
    [
      "an answer nobody offered is none",
      quiz,
      [{ answers: { q1: { answer: "z", at: at(1) }, other: { answer: "a", at: at(1) } } }],
      { answers: {} },
    ],
    [
      "a lesson without its questions is done when it is read",
      { rule: "QUIZ", quizzes: [] },
      [{ doneAt: at(2) }],
      { percent: 100, completedAt: at(2) },
    ],
  ] as [string, Asked, Partial<Report>[], Partial<Progress>][])("%s", (_what, asked, given, wanted) => {
    const sent = given.map((one, n) => ({ sitting: `s${n}`, report: report(one) }));
    expect(heard(sent, asked)).toMatchObject(wanted);
    expect(heard(sent.toReversed(), asked)).toMatchObject(wanted);
  });

  test("a sitting that reports again adds only what is new", () => {
    const sent = [30, 90, 60].map((seconds) => ({ sitting: "one", report: report({ seconds }) }));
    expect(heard(sent, read).seconds).toBe(90);
  });
});

test("a clock that is ahead says now", () => {
  const early = settled(
    report({ placeAt: at(59), doneAt: at(59), answers: { q1: { answer: "a", at: at(59) } } }),
    at(5),
  );
  expect([early.placeAt, early.doneAt, early.answers.q1?.at]).toEqual([at(5), at(5), at(5)]);
  expect(settled(report({ placeAt: at(1) }), at(5)).placeAt).toEqual(at(1));
});

const time = fc.integer({ min: 0, max: 59 }).map(at);
const sentBy = fc.record({
  sitting: fc.constantFrom("phone", "laptop", "tablet"),
  report: fc.record({
    seconds: fc.integer({ min: 0, max: 14_400 }),
    percent: fc.integer({ min: 0, max: 100 }),
    place: fc.option(fc.integer({ min: 0, max: 60 }).map(String), { nil: null }),
    placeAt: fc.option(time, { nil: null }),
    doneAt: fc.option(time, { nil: null }),
    answers: fc.dictionary(
      fc.constantFrom("q1", "q2", "gone"),
      fc.record({ answer: fc.constantFrom("a", "b", "c"), at: time }),
    ),
  }),
});
const lesson = fc.constantFrom<Asked>(read, quiz, { rule: "MARKED", quizzes });

describe("whatever arrives", () => {
  test("the order makes no difference", () => {
    const shuffled = fc
      .array(sentBy, { maxLength: 8 })
      .chain((sent) => fc.tuple(fc.constant(sent), fc.shuffledSubarray(sent, { minLength: sent.length })));
    fc.assert(
      fc.property(lesson, shuffled, (asked, [sent, other]) => {
        expect(heard(other, asked)).toEqual(heard(sent, asked));
      }),
    );
  });

  test("twice is once", () => {
    fc.assert(
      fc.property(lesson, fc.array(sentBy, { maxLength: 6 }), (asked, sent) => {
        expect(heard([...sent, ...sent], asked)).toEqual(heard(sent, asked));
      }),
    );
  });

  test("nothing is lost and nothing goes back", () => {
    fc.assert(
      fc.property(lesson, fc.array(sentBy, { maxLength: 6 }), sentBy, (asked, sent, last) => {
        const [before, now] = [heard(sent, asked), heard([...sent, last], asked)];
        expect(now.percent).toBeGreaterThanOrEqual(before.percent);
        expect(now.seconds).toBeGreaterThanOrEqual(before.seconds);
        expect((now.placeAt ?? at(0)) >= (before.placeAt ?? at(0))).toBe(true);
        expect(Object.keys(now.answers)).toEqual(expect.arrayContaining(Object.keys(before.answers)));
        if (before.completedAt) expect(now.completedAt && now.completedAt <= before.completedAt).toBe(true);
      }),
    );
  });
});
