import { systemActor } from "@/server/platform/actor";
import { work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";

/** People of the demo school, one for each way of seeing it. Their password is public: they exist nowhere else. */
const keys = ["parent", "coparent", "student", "instructor", "staff", "lead", "partner", "admin"] as const;
const password = "Karibu-2026!";
const address = (key: string) => `${key}@demo.uhs.test`;

let known: { accounts: { key: string; email: string; name: string }[]; at: number } | undefined;

/** The demo accounts that exist here, or null: never in production, whatever the database holds. */
export async function demoAccounts() {
  if (env().UHS_ENV === "production") return null;
  // A page of a visitor should not cost a read for something that does not change.
  if (!known || Date.now() - known.at > (known.accounts.length ? 60_000 : 2_000)) {
    const found = await work(systemActor("identity"), (db) =>
      db.user.findMany({
        where: { email: { in: keys.map(address) }, status: "ACTIVE" },
        select: { email: true, name: true },
        take: keys.length,
      }),
    );
    const names = new Map(found.map((row) => [row.email, row.name]));
    known = {
      accounts: keys.flatMap((key) => {
        const name = names.get(address(key));
        return name ? [{ key, email: address(key), name }] : [];
      }),
      at: Date.now(),
    };
  }
  return known.accounts.length ? { accounts: known.accounts, password } : null;
}
