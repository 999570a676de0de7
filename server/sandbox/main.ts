import { type SandboxConfig, sandboxConfig } from "./config";
import { Sandbox } from "./server";

/** The sandbox process: every outside service the school speaks to, played on this machine. */
function configure(): SandboxConfig {
  try {
    return sandboxConfig(process.env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

const config = configure();
const sandbox = new Sandbox(config);
sandbox.listen().then(
  () => console.log(`sandbox http://127.0.0.1:${config.httpPort}, mail on ${config.smtpPort}`),
  (error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  // The mail server waits for its clients; we wait two seconds for it.
  setTimeout(() => process.exit(0), 2_000).unref();
  sandbox.close().then(
    () => process.exit(0),
    () => process.exit(0),
  );
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
process.on("disconnect", stop);
