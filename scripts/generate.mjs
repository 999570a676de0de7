/** `prisma generate`, offline, and only when the schema or Prisma itself changed. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(fileURLToPath(import.meta.url), "../..");
const output = join(root, "server/platform/db/generated");
const stamp = join(output, ".stamp");

function hashOfSchema() {
  const hash = createHash("sha256");
  const folder = join(root, "prisma/schema");
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  hash.update(readFileSync(join(root, "node_modules/prisma/package.json")));
  return hash.digest("hex");
}

/** Generates the client unless the one there fits. Returns whether it had to. */
export function generate({ force = false } = {}) {
  const hash = hashOfSchema();
  if (!force && existsSync(join(output, "client.ts")) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) {
    return false;
  }
  const node = join(root, "node_modules/node/bin/node");
  const result = spawnSync(
    existsSync(node) ? node : process.execPath,
    ["node_modules/prisma/build/index.js", "generate"],
    {
      cwd: root,
      encoding: "utf8",
      // Generating never runs the schema engine; without this Prisma would try to download it.
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    },
  );
  if (result.status !== 0) throw new Error(`prisma generate failed:\n${result.stdout}${result.stderr}`);
  writeFileSync(stamp, hash);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(
    generate({ force: process.argv.includes("--force") }) ? "Prisma client generated." : "Prisma client is up to date.",
  );
}
