import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { data } from "./school";

/** What the school said it had written while its parts were killed: told by one journey to a later one. */
export type Kept = { id: string; title: string }[];

const file = () => path.join(data ?? "", "kept.json");
export const tellKept = (kept: Kept) => writeFileSync(file(), JSON.stringify(kept));
export const readKept = (): Kept => JSON.parse(readFileSync(file(), "utf8"));
