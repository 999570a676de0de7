/** The judged run on a small scale; the whole of it is `npm run bench:outbox`. */
import { expect, test } from "vitest";
import { outboxRun } from "./run";

test("a receiver that fails a third of the time, two senders, three kills: all arrive, none twice by its id but what was in flight", async () => {
  const outcome = await outboxRun({ messages: 300, kills: 3, timeoutMs: 240_000 });
  expect(outcome).toMatchObject({ arrived: 300, kills: 3, states: { SENT: 300 } });
  // A third of what was tried was refused.
  expect(outcome.refused).toBeGreaterThan(120);
  // Each kill interrupts one message at most, and that one comes again once, under its own id.
  const repeated = Object.values(outcome.repeated);
  expect(repeated.length).toBeLessThanOrEqual(outcome.kills);
  expect(repeated.every((times) => times === 2)).toBe(true);
}, 300_000);
