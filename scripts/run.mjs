import { spawn } from "node:child_process";
import { root } from "./paths.mjs";
import { Stop } from "./progress.mjs";

/** Runs a command quietly; its output is shown only when it fails. Resolves to what it printed. */
export function run(command, args, { env = process.env, name = command, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (output += data));
    child.on("error", (error) => reject(new Stop(`${name} cannot be run: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) resolve(output);
      else
        reject(
          Object.assign(new Stop(`${name} failed (${signal ?? `exit ${code}`}):\n${output.trimEnd()}`), {
            output,
            code,
          }),
        );
    });
  });
}
