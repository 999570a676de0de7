import fc from "fast-check";
import superjson from "superjson";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CallError, call, packed } from "./call";
import { quotable } from "./quotable";

const plain = fc.dictionary(
  fc.stringMatching(/^[a-zA-Z.\\ ]{1,8}$/).map((key) => `k${key}`),
  fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: true }),
    fc.bigInt(),
    fc.array(fc.oneof(fc.string(), fc.date({ noInvalidDate: true }), fc.record({ "a.b\\": fc.bigInt() }))),
  ),
);

describe("what a call sends", () => {
  it("is read by the server's transformer as it was meant", () => {
    fc.assert(
      fc.property(plain, (input) => {
        expect(superjson.deserialize(JSON.parse(JSON.stringify(packed(input))))).toEqual(input);
      }),
    );
  });
  it("may be nothing", () => {
    expect(superjson.deserialize(JSON.parse(JSON.stringify(packed(undefined))))).toBeUndefined();
    expect(packed({ left: undefined, kept: 1 })).toEqual({ json: { left: undefined, kept: 1 } });
  });
});

describe("what a call answers", () => {
  afterEach(() => vi.unstubAllGlobals());
  const answer = (body: unknown, status = 200) =>
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body), { status }));

  it("is what the procedure gave", async () => {
    answer({ result: { data: superjson.serialize({ id: "1" }) } });
    expect(await call("a.b", {})).toEqual({ id: "1" });
  });
  it("or a refusal with its sentence, fields and reference", async () => {
    const data = { kind: "BAD_INPUT", reason: "bad_input", fields: { a: "A" }, reference: "r", status: 400 };
    answer({ error: superjson.serialize({ message: "No", data }) }, 400);
    const refusal = await call("a.b", {}).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CallError);
    expect(refusal).toMatchObject({ ...data, message: "No" });
  });
  it("asks somebody to quote a reference only for what is not theirs to mend", () => {
    vi.stubGlobal("document", { documentElement: { dataset: { reference: "Reference {reference}" } } });
    expect(quotable({ kind: "INTERNAL", reference: "7f3a" })).toBe("Reference 7f3a");
    expect(quotable({ kind: "BAD_INPUT", reference: "7f3a" })).toBeNull();
    expect(quotable({ kind: "OFFLINE", reference: "" })).toBeNull();
  });
});
