import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasInngestServer } from "../server-mode";
import { RunnerDatabase } from "./database";
import * as fixture from "./fixture";
import { forwardEvents, sendToServer } from "./forward";

let scratch: fixture.Scratch;
beforeAll(async () => {
  scratch = await fixture.scratchDatabase();
});
afterAll(() => scratch.stop());

test("events are marked only after the server took them, and repeat under the same id", async () => {
  const taken: { url: string; body: { id: string; name: string }[] }[] = [];
  let broken = true;
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    taken.push({ url: request.url ?? "", body: JSON.parse(text) });
    response.writeHead(broken ? 500 : 200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const send = sendToServer(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "key");
  const database = new RunnerDatabase(scratch.url, () => {});
  await fixture.leaveEvent(scratch.pool, "f/event", { a: 1 }, "once");
  await expect(forwardEvents(database, send)).rejects.toThrow("500");
  broken = false;
  expect(await forwardEvents(database, send)).toBe(1);
  expect(await forwardEvents(database, send)).toBe(0);
  expect(taken.map(({ url, body }) => [url, body[0]?.id, body[0]?.name])).toEqual([
    ["/e/key", "once", "f/event"],
    ["/e/key", "once", "f/event"],
  ]);
  await database.close();
  server.close();
});

test.each([
  [{ UHS_ENV: "local", INNGEST_EVENT_KEY: "k" }, false],
  [{ UHS_ENV: "local", INNGEST_EVENT_KEY: "k", INNGEST_BASE_URL: "http://127.0.0.1:8288" }, true],
  [{ UHS_ENV: "production", INNGEST_EVENT_KEY: "k" }, true],
  [{ INNGEST_EVENT_KEY: "k" }, true],
  [{ UHS_ENV: "production" }, false],
])("with %o a server runs the functions: %s", (given, expected) => expect(hasInngestServer(given)).toBe(expected));
