import { readFileSync } from "node:fs";
import path from "node:path";

let known: Set<string> | undefined;

/**
 * Whether a password is among those tried first: some 9,000 of eight signs and more that stood in published leaks, and
 * what people in Kenya would add to them. Lower case; the list is server/platform/common-passwords.txt.
 */
export function isCommonPassword(low: string): boolean {
  known ??= new Set(
    readFileSync(path.join(process.cwd(), "server/platform/common-passwords.txt"), "utf8").split("\n").filter(Boolean),
  );
  return known.has(low);
}
