import type { Format } from "@/lib/format";
import type { Translate } from "@/lib/translate";

/** What every part of the rooms of work is given. */
export type WorkWords = { t: Translate; format: Format; now: Date };
