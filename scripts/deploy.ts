/** `migrate deploy` for a built school: needs neither Prisma's engine nor the embedded database's. */
import { applyMigrations } from "./migrations.ts";

const url = process.env.DATABASE_URL;
if (!url) {
  console.error("DATABASE_URL is missing.");
  process.exit(1);
}
try {
  const applied = await applyMigrations(url);
  console.log(applied.length ? `applied ${applied.join(", ")}` : "nothing to apply");
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
