/**
 * The web process: Next behind our own HTTP server. `--dev` serves sources with reload.
 * It ends in order: readiness says no, no new connection, requests and streams finish, the database closes.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import next from "next";
import { type Env, env } from "@/server/platform/env";
import { logger } from "@/server/platform/logger";
import { packedFiles } from "./files";
import { Budget } from "./gate";
import { createWeb } from "./server";
import { readUnscripted } from "./unscripted";

const dev = process.argv.includes("--dev");

function readEnv(): Env {
  try {
    return env();
  } catch (error) {
    console.error((error as Error).message);
    return process.exit(1);
  }
}

/** What the build made of next.config.mjs: reading that again would load the compilers, which the image does not have. */
function takeBuiltConfig(): void {
  const { config } = JSON.parse(readFileSync(path.resolve(".next/required-server-files.json"), "utf8"));
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(config);
}

async function main(): Promise<void> {
  const settings = readEnv();
  const local = settings.UHS_ENV !== "production";
  // next-auth reads its own name for the same thing.
  process.env.NEXTAUTH_URL = settings.APP_URL;
  if (dev) execFileSync(process.execPath, [path.resolve("scripts/assets.mjs")], { stdio: "inherit" });
  else if (!existsSync(path.resolve(".next/BUILD_ID"))) {
    console.error("There is no build. Run `npm run build` first, or start with --dev.");
    process.exit(1);
  }

  if (!dev) takeBuiltConfig();
  const app = next({ dev, customServer: true, dir: process.cwd(), hostname: "localhost", port: settings.PORT });
  const handle = app.getRequestHandler();
  const web = createWeb({
    handle,
    pages: { https: settings.APP_URL.startsWith("https://"), dev, local, collabUrl: settings.COLLAB_URL },
    unscripted: readUnscripted(),
    files: dev
      ? undefined
      : packedFiles([
          [path.resolve(".next/static"), "/_next/static"],
          [path.resolve("public/assets"), "/assets"],
        ]),
    logger,
    hops: settings.TRUSTED_PROXY_HOPS,
    appUrl: new URL(settings.APP_URL),
    production: !local,
    budget: local ? null : new Budget(1_200, 100),
    drainMs: local ? 0 : 2_000,
    graceMs: 7_000,
  });

  let code = 0;
  const stop = () => {
    void web.stop().finally(() => process.exit(code));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  // Started by another process: without it nobody would ever stop this one.
  process.once("disconnect", stop);
  process.on("unhandledRejection", (error) => logger.error({ err: error }, "a promise failed unheard"));
  process.on("uncaughtException", (error) => {
    logger.fatal({ err: error }, "the process cannot go on");
    code = 1;
    stop();
  });

  await app.prepare();
  web.server.listen(settings.PORT, "0.0.0.0", () => {
    if (dev) console.warn(`ready ${settings.APP_URL}`);
    logger.info({ port: settings.PORT }, "web is listening");
  });
  web.server.once("error", (error) => {
    console.error(error.message);
    process.exit(1);
  });
}

main().catch((error: unknown) => {
  logger.fatal({ err: error }, "web could not start");
  process.exit(1);
});
