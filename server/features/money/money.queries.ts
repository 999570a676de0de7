import type { Locale } from "@/lib/locales";
import type { Actor, Ctx } from "@/server/platform/actor";

export type PublicPlan = {
  code: string;
  name: string;
  features: string[];
  highlighted: boolean;
  month: PublicPrice | null;
  term: PublicPrice | null;
};
export type PublicPrice = { cents: bigint; currency: string };

/** Plans on offer with the prices valid today, in a reader's language. A plan without a price today is not on offer. */
export async function readPlans(ctx: Pick<Ctx<Actor>, "work" | "now">, locale: Locale): Promise<PublicPlan[]> {
  // A price begins and ends with the school's day, which is Nairobi's.
  const today = new Date(
    `${new Intl.DateTimeFormat("en-CA", { timeZone: "Africa/Nairobi" }).format(ctx.now)}T00:00:00Z`,
  );
  const plans = await ctx.work((db) =>
    db.plan.findMany({
      where: { active: true },
      orderBy: { position: "asc" },
      take: 12,
      select: {
        code: true,
        name: true,
        nameSw: true,
        features: true,
        featuresSw: true,
        highlighted: true,
        prices: {
          where: { validFrom: { lte: today }, OR: [{ validTo: null }, { validTo: { gte: today } }] },
          orderBy: { validFrom: "desc" },
          select: { period: true, amount: true, currency: true },
        },
      },
    }),
  );
  return plans.flatMap((plan) => {
    const price = (period: "MONTH" | "TERM") => {
      const found = plan.prices.find((one) => one.period === period);
      return found ? { cents: found.amount, currency: found.currency } : null;
    };
    const [month, term] = [price("MONTH"), price("TERM")];
    if (!month && !term) return [];
    return {
      code: plan.code,
      name: locale === "sw" ? plan.nameSw : plan.name,
      features: locale === "sw" && plan.featuresSw.length ? plan.featuresSw : plan.features,
      highlighted: plan.highlighted,
      month,
      term,
    };
  });
}
