/**
 * One sender as a process of its own, to be killed: the real delivery service in a loop, with its pauses shortened so
 * that a test does not wait for hours.
 */
import { deliverDue } from "../../server/features/notify/notify.delivery.service";

const lockMs = Number(process.env.OUTBOX_LOCK_MS ?? 4_000);
const delay = (attempts: number) => Math.min(2_000, 100 * 2 ** (attempts - 1)) * (0.9 + Math.random() * 0.2);

async function main(): Promise<void> {
  process.send?.("ready");
  for (;;) {
    const { sent, failed } = await deliverDue({ pace: { lockMs, delay }, limit: 200 });
    if (sent + failed === 0) await new Promise((resolve) => setTimeout(resolve, 60));
  }
}
process.on("disconnect", () => process.exit(0));
main().catch((error) => {
  console.error(error);
  process.exit(1);
});
