import { defineConfig } from "prisma/config";

/** Used by `prisma generate`; migrations run through scripts/migrate.ts and keep Prisma's own layout. */
export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://localhost/uhs" },
});
