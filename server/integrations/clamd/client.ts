import { createReadStream } from "node:fs";
import { connect } from "node:net";
import { assertOutsideWork } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";

export type Verdict = { clean: true } | { clean: false; found: string };
/** Looks into a file on this machine. Throws when it cannot say: a file nobody could look into is not served. */
export type Scanner = { name: string; scan(path: string): Promise<Verdict> };

/** Written apart so that this file is not itself found by scanners. */
const eicar = Buffer.from(["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join(""));

/** Knows the one string every scanner knows: enough to show that the door is watched, not to watch it. */
export const builtInScanner: Scanner = {
  name: "built-in",
  async scan(path) {
    assertOutsideWork("The scanner");
    let kept = Buffer.alloc(0);
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
      const seen = Buffer.concat([kept, chunk as Buffer]);
      if (seen.includes(eicar)) return { clean: false, found: "EICAR test string" };
      kept = seen.subarray(Math.max(0, seen.length - eicar.length + 1));
    }
    return { clean: true };
  },
};

/** clamd over TCP by its INSTREAM command: lengths and chunks, then one line of answer. */
export function clamdScanner(url: string, seconds = 30): Scanner {
  const { hostname, port } = new URL(url);
  return {
    name: "clamd",
    scan(path) {
      assertOutsideWork("The scanner");
      return new Promise((resolve, reject) => {
        const socket = connect({ host: hostname, port: Number(port) });
        const file = createReadStream(path, { highWaterMark: 64 * 1024 });
        let answer = "";
        const fail = (reason: string) => {
          file.destroy();
          socket.destroy();
          reject(new Error(`clamd: ${reason}`));
        };
        socket.setTimeout(seconds * 1000, () => fail("no answer"));
        socket.on("error", (error) => fail(error.message));
        file.on("error", (error) => fail(error.message));
        socket.on("connect", () => {
          socket.write("zINSTREAM\0");
          file.on("data", (chunk) => {
            const length = Buffer.alloc(4);
            length.writeUInt32BE(chunk.length);
            socket.write(length);
            if (!socket.write(chunk)) {
              file.pause();
              socket.once("drain", () => file.resume());
            }
          });
          file.on("end", () => socket.write(Buffer.alloc(4)));
        });
        socket.on("data", (chunk) => {
          answer += chunk.toString("latin1");
          if (answer.length > 4096) fail("an answer without end");
        });
        socket.on("close", () => {
          const line = answer.replace(/\0/g, "").trim();
          const found = /^stream: (.+) FOUND$/.exec(line)?.[1];
          if (found) resolve({ clean: false, found: found.slice(0, 200) });
          else if (line === "stream: OK") resolve({ clean: true });
          else fail(line || "closed without an answer");
        });
      });
    },
  };
}

/** Both where clamd is configured: the built-in one costs nothing. */
export function scanners(): Scanner[] {
  const { CLAMD_URL } = env();
  return CLAMD_URL ? [builtInScanner, clamdScanner(CLAMD_URL)] : [builtInScanner];
}
export const hasRealScanner = (): boolean => env().CLAMD_URL !== undefined;
