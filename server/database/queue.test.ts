import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "./engine";
import { TurnQueue } from "./queue";

let db: PGlite;
let server: PGLiteSocketServer;
let port: number;
const stuck: number[] = [];

beforeAll(async () => {
  db = await openDatabase();
  server = new PGLiteSocketServer({ db, port: 0, host: "127.0.0.1", maxConnections: 50 });
  expect(Reflect.has(server, "queryQueue"), "the library's private field that main.ts replaces").toBe(true);
  const onFatal = (error: Error) => {
    throw error;
  };
  Reflect.set(
    server,
    "queryQueue",
    new TurnQueue(db, { idleLimitMs: 200, onFatal, onStuck: (owner) => stuck.push(owner) }),
  );
  await server.start();
  port = Number(server.getServerConn().split(":")[1]);
  await db.exec("CREATE TABLE visit (id int PRIMARY KEY)");
});

afterAll(async () => {
  await server.stop();
  await db.close();
});

async function client(): Promise<pg.Client> {
  const one = new pg.Client({ host: "127.0.0.1", port, user: "postgres", database: "postgres" });
  // A connection the test breaks on purpose says so here.
  one.on("error", () => {});
  await one.connect();
  return one;
}

test("a query that arrives in several packets is not answered with another client's", async () => {
  const wrong: unknown[] = [];
  await Promise.all(
    [1, 2, 3, 4].map(async (who) => {
      const one = await client();
      for (let round = 0; round < 15; round++) {
        const text = "y".repeat(who % 2 ? 300_000 : 10);
        const { rows } = await one.query(`SELECT length($1::text) AS length, ${who} AS who, $2::int AS round`, [
          text,
          round,
        ]);
        if (rows[0].length !== text.length || rows[0].who !== who || rows[0].round !== round) wrong.push(rows[0]);
      }
      await one.end();
    }),
  );
  expect(wrong).toEqual([]);
});

test("a client that dies inside a transaction is rolled back and the next one is heard", async () => {
  const dying = await client();
  await dying.query("BEGIN");
  await dying.query("INSERT INTO visit VALUES (1)");
  Reflect.get(Reflect.get(dying, "connection"), "stream").destroy();
  const next = await client();
  expect((await next.query("SELECT * FROM visit")).rows).toEqual([]);
  await next.end();
});

test("a client that dies in the middle of a batch leaves the session usable", async () => {
  const socket = connect(port, "127.0.0.1");
  const startup = Buffer.from("\0\0\0\0\0\x03\0\0user\0postgres\0database\0postgres\0\0", "latin1");
  startup.writeInt32BE(startup.length, 0);
  socket.write(startup);
  await pause(100);
  const parse = Buffer.from("P\0\0\0\0\0SELECT nosuch\0\0\0", "latin1");
  parse.writeInt32BE(parse.length - 1, 1);
  socket.write(parse);
  await pause(100);
  socket.destroy();
  const next = await client();
  expect((await next.query("SELECT $1::int AS one", [1])).rows).toEqual([{ one: 1 }]);
  await next.end();
});

test("a statement with a name is prepared once for all clients, also after the one that named it has left", async () => {
  const ask = async (one: pg.Client, value: number) =>
    (await one.query({ name: "shared", text: "SELECT $1::int + 1 AS next", values: [value] })).rows[0]?.next;
  const [first, second] = [await client(), await client()];
  expect([await ask(first, 1), await ask(second, 2), await ask(first, 3)]).toEqual([2, 3, 4]);
  await first.end();
  const third = await client();
  expect([await ask(second, 4), await ask(third, 5)]).toEqual([5, 6]);
  const { rows } = await third.query("SELECT count(*)::int AS n FROM pg_prepared_statements WHERE name = 'shared'");
  expect(rows).toEqual([{ n: 1 }]);
  await expect(third.query({ name: "other", text: "SELECT nosuch" })).rejects.toThrow("nosuch");
  await expect(second.query({ name: "other", text: "SELECT nosuch" })).rejects.toThrow("nosuch");
  await expect(second.query({ name: "shared", text: "SELECT 'another'" })).rejects.toThrow("must be unique");
  for (const one of [second, third]) await one.end();
});

test("a client that is silent inside a transaction is reported", async () => {
  const silent = await client();
  await silent.query("BEGIN");
  await pause(400);
  expect(stuck).toHaveLength(1);
  await silent.query("COMMIT");
  await silent.end();
});
