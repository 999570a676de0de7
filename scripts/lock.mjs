/**
 * Completes package-lock.json with the packages of other operating systems. A registry mirror that lacks them makes npm
 * leave them out, and then `npm ci` refuses the file everywhere. Run it after every `npm install <package>`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { at } from "./paths.mjs";

const SYSTEMS = ["darwin", "linux", "win32", "android", "freebsd", "openbsd", "netbsd", "sunos", "aix", "openharmony"];
const PROCESSORS = [
  "arm64",
  "x64",
  "ia32",
  "arm",
  "ppc64",
  "s390x",
  "riscv64",
  "loong64",
  "mips64el",
  "wasm32",
  "universal",
];

/** What a binary package is for, read from its name: `@next/swc-linux-x64-musl`. */
function platform(name) {
  const words = name.split(/[-/.]/);
  const os = SYSTEMS.find((one) => words.includes(one));
  const cpu = PROCESSORS.find(
    (one) => words.includes(one) || (one === "arm" && words.some((word) => /^armv?\d*l?$/.test(word))),
  );
  const libc = words.includes("musl") ? "musl" : words.includes("gnu") ? "glibc" : undefined;
  return {
    ...(os && { os: [os] }),
    ...(cpu && cpu !== "universal" && { cpu: [cpu] }),
    ...(libc && os === "linux" && { libc: [libc] }),
  };
}

/** The entries a lock file lacks, by path. */
export function missingEntries(lock) {
  const missing = {};
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const near = `${path}/node_modules/${name}`;
      const far = `node_modules/${name}`;
      if (lock.packages[near] || lock.packages[far]) continue;
      const where = platform(name);
      // Only a package for one kind of machine, at one exact version, can be written down unseen.
      if (!(where.os || where.cpu) || !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) continue;
      missing[far] = { version, ...where, ...(entry.dev && { dev: true }), optional: true };
    }
  }
  return missing;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = at("package-lock.json");
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingEntries(lock);
  const [first, ...rest] = Object.entries({ ...lock.packages, ...missing });
  lock.packages = Object.fromEntries([first, ...rest.sort(([a], [b]) => (a < b ? -1 : 1))]);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} packages of other systems added to package-lock.json.`);
}
