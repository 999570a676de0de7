/** `npm run bench:outbox`: 5,000 messages, a receiver that fails a third of the time, two senders, three kills. */
import "../harness/setup";
import { outboxRun } from "../outbox/run";

const messages = Number(process.argv[2] ?? 5_000);
const outcome = await outboxRun({ messages, kills: 3, timeoutMs: 30 * 60_000, say: (line) => console.log(line) });
console.log(JSON.stringify(outcome, null, 2));
const repeats = Object.keys(outcome.repeated).length;
const fine = outcome.arrived === messages && outcome.states.SENT === messages && repeats <= outcome.kills;
console.log(
  `${outcome.arrived} of ${messages} arrived, ${repeats} in flight at a kill came again under their id, ${(messages / outcome.seconds).toFixed(0)} a second`,
);
process.exit(fine ? 0 : 1);
