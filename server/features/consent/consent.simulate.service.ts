import type { z } from "zod";
import type { Ctx } from "@/server/platform/actor";
import { simulate } from "@/server/platform/db/simulate";
import { namesOf } from "./consent.queries";
import { dataTypes, type Sight, type SightSource, type simulateInput } from "./consent.schema";
import { sources } from "./consent.sight.domain";

const tables = Object.entries(sources).map(([table, { dataType: _, ...source }]) => ({ table, ...source }));

const said = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);

/** What a teacher or an organisation would see of a child now: the real policies are asked, as that person. */
export async function simulateSight(ctx: Ctx, input: z.output<typeof simulateInput>): Promise<Sight> {
  const found = await simulate(ctx, input, tables);
  const { studentId: _, ...recipient } = input;
  const name = await ctx.work(async (db) => (await namesOf(db, [input.recipientId]))(input.recipientId));
  return {
    ...recipient,
    name: name ?? "",
    nobody: found === null,
    records: dataTypes.map((dataType) => ({
      dataType,
      open: found?.open.has(dataType) ?? false,
      sources: Object.entries(sources).flatMap(([table, source]): SightSource[] => {
        if (source.dataType !== dataType && source.dataType !== "BY_ROW") return [];
        const row = found?.seen.get(table)?.find((one) => source.dataType !== "BY_ROW" || one.kind === dataType);
        if (!row || row.count === 0) return [];
        const sample = row.rows.map((one) =>
          Object.fromEntries(Object.entries(one).map(([field, value]) => [field, said(value)])),
        );
        return [{ table, count: row.count, fields: [...source.columns], sample }];
      }),
    })),
  };
}
