import fc from "fast-check";
import { expect, test } from "vitest";
import { comparable, mostAlike, passages, shareOf } from "./similarity.domain";

const task = "Explain one idea of this course to somebody younger than you.";
const boiled =
  "We boil water because the heat stops the germs from living. My brother asked where the germs go. I drew them small.";
const copied =
  "My brother asked where the germs go. I drew them small. We boil WATER, because the heat stops the germs!";
const other =
  "I told my cousin about halves with an orange. She asked whether a half is always the same size, and it depends.";

test("texts share what stands in both, whatever the capitals, signs and order of sentences", () => {
  const share = (one: string, two: string) => shareOf(comparable(one, task), comparable(two, task));
  expect(share(boiled, boiled)).toBe(1);
  expect(share(copied, boiled)).toBeGreaterThan(0.6);
  expect(share(boiled, other)).toBe(0);
});

test("quoting the task is not sharing, and a few words say nothing", () => {
  const quoting = `${task} I chose fractions and told it with oranges at home.`;
  const alsoQuoting = `${task} We looked for plants behind the house before lunch.`;
  expect(mostAlike(quoting, task, [{ id: 1, text: alsoQuoting }])).toBeNull();
  expect(mostAlike("We had lunch at home.", task, [{ id: 1, text: "We had lunch at home." }])).toBeNull();
});

test("the most alike of many is found", () => {
  const others = [
    { id: "other", text: other },
    { id: "copied", text: copied },
  ];
  expect(mostAlike(boiled, task, others)?.id).toBe("copied");
  expect(mostAlike(other, task, others.slice(1))).toBeNull();
});

test("passages that stand in both are cut out where they are", () => {
  expect(passages(boiled, copied, task).filter(({ shared }) => shared)).toEqual([
    { text: "We boil water because the heat stops the germs", shared: true },
    { text: "My brother asked where the germs go. I drew them small", shared: true },
  ]);
});

test("cutting loses no character, and the share stays within 0 and 1", () => {
  const text = fc.array(fc.constantFrom("germs", "water", "we", "boil", "Ää", ".", "\n"), { maxLength: 60 });
  fc.assert(
    fc.property(text, text, (one, two) => {
      const [a, b] = [one.join(" "), two.join(" ")];
      expect(
        passages(a, b, "")
          .map((cut) => cut.text)
          .join(""),
      ).toBe(a);
      const share = shareOf(comparable(a, ""), comparable(b, ""));
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
    }),
  );
});
