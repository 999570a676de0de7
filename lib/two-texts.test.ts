import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { between, textAfter } from "./two-texts";

const most = 10_000;
const kept = { body: "Halves are equal.", revision: 3 };

describe("a text that two devices write", () => {
  test.each([
    ["is what the last one wrote who knew it", kept, "New.", 3, "New."],
    ["can be emptied by whoever knew it", kept, "", 3, ""],
    ["keeps both texts when two wrote apart", kept, "Quarters too.", 2, `Halves are equal.${between}Quarters too.`],
    ["is not doubled by a text that holds it", kept, "Halves are equal. Yes.", 1, "Halves are equal. Yes."],
    ["is not doubled by a text it holds", kept, "equal", 1, "Halves are equal."],
    ["is not emptied by whoever did not know it", kept, "", 0, "Halves are equal."],
  ])("%s", (_what, note, body, began, wanted) => {
    expect(textAfter(note, body, began, most)).toBe(wanted);
  });

  test("says so when both together are too long", () => {
    expect(textAfter({ body: "a".repeat(most), revision: 2 }, "b", 1, most)).toBeNull();
  });

  test("loses neither text, and takes the same text twice as once", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(3), (body, mine, began) => {
        const note = { body, revision: 4 };
        const once = textAfter(note, mine, began, most) ?? "";
        expect(once).toContain(body);
        expect(once).toContain(mine);
        expect(textAfter({ body: once, revision: 5 }, mine, began, most)).toBe(once);
      }),
    );
  });
});
