import { doorOf } from "@/components/assessment/bank/door";
import type { BankWords } from "@/components/assessment/bank/words";
import { formats } from "@/lib/format";
import type { Ctx } from "@/server/platform/actor";
import { getT } from "@/server/platform/i18n";

/** What every page of questions and assessments is given, for whoever asks. */
export async function bankWords(ctx: Ctx): Promise<BankWords> {
  const [t, ui] = await Promise.all([getT("bank"), getT("ui")]);
  return {
    t,
    ui,
    locale: ctx.locale,
    format: formats(ctx.locale, ctx.actor.timeZone),
    now: ctx.now,
    door: doorOf(ctx.actor.role),
  };
}
