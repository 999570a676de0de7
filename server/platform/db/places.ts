import { z } from "zod";
import { type CursorValue, decodeCursor, type Keyset } from "@/lib/keyset";
import type { ListState } from "@/lib/list";
import { Sql } from "./work";

/** An order of a list that is read by SQL: what its index is made of, and what a cursor of it may hold. */
export type Place = {
  by: Sql.Sql;
  type: Sql.Sql;
  holds: z.ZodType /** Ascending on screen falls in the index. */;
  falls?: true;
};
/** A page of such a list. The row's id settles ties. */
export type PlaceKeys = Pick<Keyset, "take" | "reversed" | "hasCursor" | "from"> & { after: Sql.Sql; orderBy: Sql.Sql };

/** A cursor as it was made for this order; one of another order, or a mended one, begins at the first page. */
export function placeIn(cursor: string | undefined, holds: z.ZodType): [place: CursorValue, id: string] | null {
  const read = decodeCursor(cursor);
  return read && holds.safeParse(read[0]).success && z.uuid().safeParse(read[1]).success ? read : null;
}

/** Condition, order and size of the page that is asked for; `pageOf` of lib/keyset.ts makes the page of the rows. */
export function placeKeys(
  state: Pick<ListState, "sort" | "cursor" | "dir" | "limit" | "from">,
  { by, type, holds, falls }: Place,
  id: Sql.Sql,
): PlaceKeys {
  const cursor = placeIn(state.cursor, holds);
  const reversed = cursor !== null && state.dir === "before";
  const asked = state.sort.startsWith("-") !== Boolean(falls);
  const [beyond, order] = asked !== reversed ? [Sql.sql`<`, Sql.sql`DESC`] : [Sql.sql`>`, Sql.sql`ASC`];
  return {
    after: cursor
      ? Sql.sql`(${by}, ${id}) ${beyond} (${String(cursor[0])}::${type}, ${cursor[1]}::uuid)`
      : Sql.sql`true`,
    orderBy: Sql.sql`${by} ${order}, ${id} ${order}`,
    take: state.limit + 1,
    reversed,
    hasCursor: cursor !== null,
    from: cursor ? state.from : 0,
  };
}
