import { type Db, Sql } from "./work";

/** A row as it travels in JSON: its moments are text. */
export type InJson<T> = { [K in keyof T]: Date extends T[K] ? string | Exclude<T[K], Date> : T[K] };

/** A moment out of JSON. */
export const moment = (text: string | null): Date | null => (text === null ? null : new Date(text));

/**
 * Several questions in one statement, for a page that asks many small things: one journey to the database and one plan.
 * Each answer is the rows of its question in their order. They travel as JSON: select a day or a moment as what it shall
 * be read as (`::text`), and make it a Date where one is wanted.
 */
export async function together<T extends Record<string, object>>(
  db: Db,
  questions: { [K in keyof T]: Sql.Sql },
): Promise<{ [K in keyof T]: T[K][] }> {
  const answers = Object.entries<Sql.Sql>(questions).map(
    ([name, question]) => Sql.sql`${name}::text, (SELECT coalesce(json_agg(row), '[]') FROM (${question}) row)`,
  );
  const [found] = await db.$queryRaw<{ all: { [K in keyof T]: T[K][] } }[]>`
    SELECT json_build_object(${Sql.join(answers)}) AS "all"`;
  if (!found) throw new Error("A statement without FROM answered no row");
  return found.all;
}
