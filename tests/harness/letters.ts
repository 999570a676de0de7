import { openText } from "@/server/platform/crypto";
import type { Sql } from "../factories/insert";

/** What was really written to an address, oldest first, opened as the sender would. */
export async function sentLetters(sql: Sql, to: string): Promise<string[]> {
  const { rows } = await sql.query(
    `SELECT text, "messageId" FROM "OutboxMessage" WHERE "toAddress" = $1 ORDER BY "createdAt", id`,
    [to],
  );
  return rows.map((row) => openText(String(row.text), `outbox:${row.messageId}`));
}

/** The tokens in those letters' links to one door: "invite", "reset". */
export const sentLinks = async (sql: Sql, to: string, door: string): Promise<string[]> =>
  (await sentLetters(sql, to)).flatMap((text) => new RegExp(`/${door}/([\\w-]{43})`).exec(text)?.[1] ?? []);
