import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MailRefused } from "@/server/integrations/mail/client";
import { SmsUnwanted } from "@/server/integrations/sms/client";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { afterFailure, deliveryDelay, LOCK_MS, MOST_ATTEMPTS } from "./notify.delivery.domain";
import { applyDeliveryReport, type Clients, deliverDue } from "./notify.delivery.service";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());
beforeEach(() => t.sql.query(`DELETE FROM "OutboxMessage"`));

let counter = 0;
async function leave(channel: "EMAIL" | "SMS", extra: { text?: string | null } = {}): Promise<string> {
  counter++;
  const id = crypto.randomUUID();
  await t.sql.query(
    `INSERT INTO "OutboxMessage" (id, channel, "toAddress", template, subject, text, "dedupeKey", "messageId", "nextAttemptAt")
     VALUES ($1, $2::"Channel", $3, 'test', 'Subject', $4, $5, $6, now() - interval '1 second')`,
    [
      id,
      channel,
      channel === "SMS" ? `+2547110${10000 + counter}` : `to${counter}@uhs.test`,
      extra.text === undefined ? "Words" : extra.text,
      `test:${id}`,
      `<${id}@uhs.test>`,
    ],
  );
  return id;
}
const row = async (id: string) => (await t.sql.query(`SELECT * FROM "OutboxMessage" WHERE id = $1`, [id])).rows[0];

/** Clients that note what they are given; the network itself is tried in server/sandbox. */
function clients(behave: (to: string) => Promise<void> | void = () => {}): Clients & { sent: string[] } {
  const sent: string[] = [];
  return {
    sent,
    mail: {
      send: async ({ messageId, to }) => {
        await behave(to);
        sent.push(messageId);
        return { providerId: null };
      },
    },
    sms: {
      send: async ({ to }) => {
        await behave(to);
        sent.push(to);
        return { providerId: `AT${to}`, costCents: 80n };
      },
      balance: async () => 0n,
    },
    push: {
      send: async ({ target }) => {
        await behave(target.endpoint);
        sent.push(target.id);
        return { providerId: null };
      },
    },
  };
}
const fail = (error: unknown) => () => {
  throw error;
};

describe("a due message", () => {
  test("is sent once and written down", async () => {
    const mail = await leave("EMAIL");
    const sms = await leave("SMS");
    const used = clients();
    expect(await deliverDue({ clients: used })).toEqual({ sent: 2, failed: 0, more: false });
    expect(await deliverDue({ clients: used })).toEqual({ sent: 0, failed: 0, more: false });
    expect(used.sent).toHaveLength(2);
    expect(await row(mail)).toMatchObject({ status: "SENT", attempts: 1, lockedUntil: null });
    expect(await row(sms)).toMatchObject({ status: "SENT", costCents: "80" });
  });

  test("goes to one of many senders", async () => {
    for (let n = 0; n < 12; n++) await leave("EMAIL");
    const used = clients(() => new Promise((resolve) => setTimeout(resolve, 15)));
    await Promise.all([1, 2, 3, 4].map(() => deliverDue({ clients: used })));
    expect(used.sent).toHaveLength(12);
    expect(new Set(used.sent).size).toBe(12);
  });

  test("is sent outside any transaction: the database is free meanwhile", async () => {
    await leave("EMAIL");
    await deliverDue({
      clients: clients(async () => {
        const { rows } = await t.sql.query(`SELECT status FROM "OutboxMessage"`);
        expect(rows[0]?.status).toBe("SENDING");
      }),
    });
  });

  test("whose sender was killed goes out again under the same Message-ID, after its lock", async () => {
    const id = await leave("EMAIL");
    await t.sql.query(
      `UPDATE "OutboxMessage" SET status = 'SENDING', attempts = 1, "lockedUntil" = now() + interval '${LOCK_MS} milliseconds'`,
    );
    const used = clients();
    expect((await deliverDue({ clients: used })).sent).toBe(0);
    await t.sql.query(`UPDATE "OutboxMessage" SET "lockedUntil" = now() - interval '1 second'`);
    expect((await deliverDue({ clients: used })).sent).toBe(1);
    expect(used.sent).toEqual([`<${id}@uhs.test>`]);
  });

  test("held up past its lock does not overwrite what its successor wrote", async () => {
    const id = await leave("EMAIL");
    await deliverDue({
      clients: clients(async () => {
        await t.sql.query(
          `UPDATE "OutboxMessage" SET status = 'SENT', attempts = attempts + 1, "providerId" = 'successor'`,
        );
        throw new Error("too late");
      }),
    });
    expect(await row(id)).toMatchObject({ status: "SENT", providerId: "successor" });
  });
});

describe("a failure", () => {
  test("is tried again later, and at last is a dead letter", async () => {
    const id = await leave("EMAIL");
    const used = clients(fail(new Error("451 busy")));
    await deliverDue({ clients: used });
    const failed = await row(id);
    expect(failed).toMatchObject({ status: "FAILED", attempts: 1, lastError: "451 busy" });
    expect(failed.nextAttemptAt.getTime()).toBeGreaterThan(Date.now() + 3_000);
    await t.sql.query(`UPDATE "OutboxMessage" SET attempts = $1, "nextAttemptAt" = now() - interval '1 second'`, [
      MOST_ATTEMPTS - 1,
    ]);
    await deliverDue({ clients: used });
    expect(await row(id)).toMatchObject({ status: "DEAD", attempts: MOST_ATTEMPTS });
  });

  test("that is final is not repeated; an unwanted one is not our fault", async () => {
    const mail = await leave("EMAIL");
    await deliverDue({ clients: clients(fail(new MailRefused("550 no such mailbox"))) });
    expect(await row(mail)).toMatchObject({ status: "DEAD", attempts: 1 });
    const sms = await leave("SMS");
    await deliverDue({ clients: clients(fail(new SmsUnwanted("406"))) });
    expect(await row(sms)).toMatchObject({ status: "SUPPRESSED" });
  });

  test("of the service costs only the first few messages an attempt, and the other channel none", async () => {
    for (let n = 0; n < 12; n++) await leave("EMAIL");
    const sms = await leave("SMS");
    const used = clients((to) => {
      if (to.includes("@")) throw new Error("connection refused");
    });
    expect(await deliverDue({ clients: used })).toEqual({ sent: 1, failed: 8, more: false });
    expect((await row(sms)).status).toBe("SENT");
    const { rowCount } = await t.sql.query(`SELECT 1 FROM "OutboxMessage" WHERE status = 'PENDING' AND attempts = 0`);
    expect(rowCount).toBe(4);
  });

  test("of a message without words says so", async () => {
    const id = await leave("SMS", { text: null });
    await deliverDue({ clients: clients() });
    expect(await row(id)).toMatchObject({ status: "DEAD", lastError: "the message was left without words" });
  });

  test.each([
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [8, 640_000],
    [13, 7_200_000],
  ])("after %i attempts waits %i ms", (attempts, ms) => expect(deliveryDelay(attempts, () => 0.5)).toBe(ms));

  test("decides by what it was", () => {
    const now = new Date(0);
    const delay = () => 15_000;
    expect(afterFailure("later", 1, now, { delay })).toEqual({ status: "FAILED", nextAttemptAt: new Date(15_000) });
    const asked = { delay, notBefore: new Date(60_000) };
    expect(afterFailure("later", 1, now, asked).nextAttemptAt).toEqual(new Date(60_000));
    const sooner = { delay, notBefore: new Date(1_000) };
    expect(afterFailure("later", 1, now, sooner).nextAttemptAt).toEqual(new Date(15_000));
    expect(afterFailure("later", MOST_ATTEMPTS, now).status).toBe("DEAD");
    expect(afterFailure("refused", 1, now).status).toBe("DEAD");
    expect(afterFailure("unwanted", 1, now).status).toBe("SUPPRESSED");
    expect(afterFailure("gone", 1, now).status).toBe("SUPPRESSED");
  });
});

describe("a delivery report", () => {
  test("marks the message once; repeats and contradictions change nothing", async () => {
    const id = await leave("SMS");
    await deliverDue({ clients: clients() });
    const { providerId } = await row(id);
    expect(await applyDeliveryReport({ id: providerId, status: "Submitted" })).toBe(true);
    expect((await row(id)).status).toBe("SENT");
    for (let n = 0; n < 2; n++) await applyDeliveryReport({ id: providerId, status: "Success" });
    await applyDeliveryReport({ id: providerId, status: "Failed", failureReason: "DeliveryFailure" });
    expect(await row(id)).toMatchObject({ status: "DELIVERED" });
  });

  test("that overtook its message is to come again", async () => {
    expect(await applyDeliveryReport({ id: "unknown", status: "Success" })).toBe(false);
  });
});

test("what is urgent goes before letters, and letters before summaries, however long those have waited", async () => {
  const ranks = [9, 6, 5, 0];
  for (const rank of ranks) {
    const id = await leave("EMAIL");
    await t.sql.query(
      `UPDATE "OutboxMessage" SET rank = $2, "nextAttemptAt" = now() - interval '1 second' * $3 WHERE id = $1`,
      [id, rank, 10 + rank],
    );
  }
  const used = clients();
  await deliverDue({ clients: used });
  const { rows } = await t.sql.query(
    `SELECT rank FROM "OutboxMessage" ORDER BY array_position($1::text[], "messageId")`,
    [used.sent],
  );
  expect(rows.map((one) => one.rank)).toEqual([0, 5, 6, 9]);
});
