import { z } from "zod";

/** How a vendor misbehaves from now on. All counts start anew when it is set. */
const behaviour = z.strictObject({
  /** Every n-th delivery fails: 3 fails a third. 1 fails all. */
  failEvery: z.number().int().min(1).optional(),
  /** Only for so many failures. */
  times: z.number().int().min(1).optional(),
  /** Wait so long before answering. */
  slowMs: z.number().int().min(0).max(120_000).optional(),
  /** `reject` says no for good, `busy` asks to come again, `drop` breaks the line, `swallow` keeps it but breaks the line before saying so. */
  how: z.enum(["reject", "busy", "drop", "swallow"]).default("busy"),
});
export type Behaviour = z.infer<typeof behaviour>;
export const scenarioInput = z.strictObject({
  smtp: behaviour.nullish(),
  sms: behaviour.nullish(),
  push: behaviour.nullish(),
  smsReport: z.enum(["Success", "Failed", "Rejected", "none"]).optional(),
});
export type ScenarioInput = z.infer<typeof scenarioInput>;
export type Vendor = "smtp" | "sms" | "push";

/** What the control API has asked for. Kept in memory: a restart is well-behaved. */
export class Scenario {
  #behaviours: Partial<Record<Vendor, { rule: Behaviour; seen: number; failed: number }>> = {};
  smsReport: NonNullable<ScenarioInput["smsReport"]> = "Success";

  set(input: ScenarioInput): void {
    for (const vendor of ["smtp", "sms", "push"] as const) {
      const rule = input[vendor];
      if (rule === null) delete this.#behaviours[vendor];
      else if (rule) this.#behaviours[vendor] = { rule, seen: 0, failed: 0 };
    }
    if (input.smsReport) this.smsReport = input.smsReport;
  }

  reset(): void {
    this.#behaviours = {};
    this.smsReport = "Success";
  }

  view(): Record<string, unknown> {
    return { ...this.#behaviours, smsReport: this.smsReport };
  }

  /** What happens to the next delivery: nothing unusual, or one of the failures. Waits when told to be slow. */
  async next(vendor: Vendor): Promise<Behaviour["how"] | null> {
    const current = this.#behaviours[vendor];
    if (!current) return null;
    const { rule } = current;
    current.seen++;
    if (rule.slowMs) await new Promise((resolve) => setTimeout(resolve, rule.slowMs));
    const spent = rule.times !== undefined && current.failed >= rule.times;
    if (!rule.failEvery || spent || current.seen % rule.failEvery !== 0) return null;
    current.failed++;
    return rule.how;
  }
}
