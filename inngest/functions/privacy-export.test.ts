import type { ChildProcess } from "node:child_process";
import type { Server } from "node:http";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort, SIGNING_KEY, serveFunctions, spawnRunner, stopServer, until } from "@/inngest/embedded/fixture";
import { storage } from "@/server/platform/storage";
import { createHousehold, createMood } from "@/tests/factories/families";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";

/** The real function on the real runner, which is killed while a copy is being made. */
let t: TestDatabase;
let runner: ChildProcess | undefined;
let web: Server;
let port = 0;
beforeAll(async () => {
  t = await testDatabase("export-kill");
  process.env.INNGEST_SIGNING_KEY = SIGNING_KEY;
  port = await freePort();
  const [{ inngest }, { privacyExport }] = await Promise.all([import("../client"), import("./privacy-export")]);
  web = await serveFunctions(inngest, [privacyExport], port);
});
afterAll(async () => {
  vi.restoreAllMocks();
  runner?.kill("SIGKILL");
  await stopServer(web);
  await t.close();
});

test("a copy is made once, however often the runner is killed before it has heard that a step is done", async () => {
  const { parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
  const studentId = students[0]?.id ?? "";
  await createMood(t.sql, t.random, { studentId, recordedById: parent.id });
  const look = async () =>
    (await t.sql.query(`SELECT status::text, "fileId" FROM "DataExport" WHERE "studentId" = $1`, [studentId])).rows[0];

  /** The step goes on to its end; whoever waits for its answer is dead, and another begins where that one had been told. */
  const killed: string[] = [];
  const killOnce = async (when: string) => {
    if (killed.includes(when)) return;
    killed.push(when);
    const gone = new Promise((resolve) => runner?.once("exit", resolve));
    runner?.kill("SIGKILL");
    await gone;
    runner = spawnRunner(t.url, port);
  };
  const store = storage();
  const { put, putFile, remove } = store;
  let gathered = 0;
  vi.spyOn(store, "put").mockImplementation(async (...given) => {
    await put.apply(store, given);
    const first = gathered++ === 0;
    await killOnce("gathering");
    // The step of the dead one comes to its end when its successor is two parts further.
    if (first) await until(async () => gathered > 3, 60_000);
  });
  vi.spyOn(store, "putFile").mockImplementation(async (...given) => {
    await putFile.apply(store, given);
    await killOnce("packing");
  });
  vi.spyOn(store, "remove").mockImplementation(async (key) => {
    if ((await look()).status === "READY") await killOnce("finished");
    await remove.call(store, key);
  });

  await (await t.as(parent)).privacy.requestExport({ studentId });
  runner = spawnRunner(t.url, port);
  const finished = async () =>
    (await t.sql.query(`SELECT 1 FROM "JobRun" WHERE "functionId" = 'uhs-privacy-export' AND status = 'COMPLETED'`))
      .rowCount;
  await until(finished, 120_000);

  expect(killed).toEqual(["gathering", "packing", "finished"]);
  const { rows } = await t.sql.query(`SELECT id, "storageKey" FROM "StoredFile" WHERE "studentId" = $1`, [studentId]);
  expect(await look()).toEqual({ status: "READY", fileId: rows[0]?.id });
  expect(rows).toHaveLength(1);
  const zip = unzipSync((await store.get(rows[0].storageKey)) ?? expect.fail("the copy's bytes are gone"));
  expect(JSON.parse(new TextDecoder().decode(zip["data/moods.json"]))).toHaveLength(1);
  const told = await t.sql.query(`SELECT 1 FROM "Notification" WHERE type = 'export.ready'`);
  expect(told.rowCount).toBe(1);
}, 180_000);
