/** What every door of the web process keeps to: no form of another site, no loose SQL, no field that was not asked for. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { rootRouter } from "@/server/root.router";

const root = path.resolve(import.meta.dirname, "../..");
const changing = ["POST", "PUT", "PATCH", "DELETE"] as const;
type Handler = (request: Request, given: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Doors that others than our own pages may knock at, each with what it asks for instead. */
const forOthers: Record<string, string> = {
  "app/api/auth/[...nextauth]/route.ts": "next-auth's own token against forged forms",
  "app/api/inngest/route.ts": "a signature",
  "app/api/webhooks/sms/[token]/route.ts": "a secret in its address",
  "app/(public)/unsubscribe/route.tsx": "a sealed token, sent by mail programs",
  "app/[...missing]/route.tsx": "nothing: there is no such page",
};

const routes = globSync("app/**/route.{ts,tsx}", { cwd: root }).map((file) => file.split(path.sep).join("/"));

describe("a request that changes something and comes from another site", () => {
  test.each(routes.filter((file) => !(file in forOthers)))("is refused at %s", async (file) => {
    const handlers = (await import(path.join(root, file))) as Partial<Record<string, Handler>>;
    for (const method of changing) {
      for (const headers of [
        { origin: "https://evil.example" },
        { origin: "null" },
        { "sec-fetch-site": "cross-site", origin: "http://127.0.0.1:3000" },
      ]) {
        const request = new Request("http://127.0.0.1:3000/x", {
          method,
          headers: { ...headers, cookie: "a=b", "content-type": "application/json" } as Record<string, string>,
          body: "{}",
        });
        const answer = await handlers[method]?.(request, {
          params: Promise.resolve({ id: "x", token: "x", trpc: "x" }),
        });
        if (answer) expect([method, headers, answer.status]).toEqual([method, headers, 403]);
      }
    }
  });

  test("exceptions are doors that exist", () => {
    expect(Object.keys(forOthers).filter((file) => !routes.includes(file))).toEqual([]);
    expect(routes.length).toBeGreaterThan(20);
  });
});

/** Names of tables and columns cannot be parameters: files that put one into a statement, and where it comes from. */
const named: Record<string, string> = {
  "server/features/families/privacy.erasure.service.ts": "its own list of tables",
  "server/features/health/health.prune.service.ts": "its own list of tables",
  "server/platform/db/simulate.ts": "checked letter by letter there",
};

test("no statement is put together from loose text", () => {
  const guilty = globSync("{server,app,inngest}/**/*.{ts,tsx}", { cwd: root })
    .filter((file) => !/generated|\.test\./.test(file))
    .filter((file) => /RawUnsafe\(|\.raw\(`[^`]*\$\{/.test(readFileSync(path.join(root, file), "utf8")));
  expect(guilty.sort()).toEqual(Object.keys(named));
});

/** Objects of an input that would hand on fields they do not name, by their place. Others drop or refuse them. */
function open(json: z.core.JSONSchema.JSONSchema, at = ""): string[] {
  const inner = [...(json.anyOf ?? []), ...(json.oneOf ?? []), ...(json.allOf ?? [])].flatMap((one) =>
    open(one as never, at),
  );
  const fields = Object.entries(json.properties ?? {}).flatMap(([name, one]) => open(one as never, `${at}.${name}`));
  const items = json.items ? open(json.items as never, `${at}[]`) : [];
  return [
    ...(json.properties && typeof json.additionalProperties === "object" ? [at] : []),
    ...inner,
    ...fields,
    ...items,
  ];
}

test("no procedure is handed a field that it does not name", () => {
  const all = rootRouter._def.procedures as unknown as Record<string, { _def: { inputs?: z.ZodType[] } }>;
  const loose = Object.entries(all).flatMap(([path, { _def }]) =>
    (_def.inputs ?? []).flatMap((input) => open(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }), path)),
  );
  expect(loose).toEqual([]);
});
