import { createHash } from "node:crypto";
import { mulberry32 } from "@/lib/seeded";

/**
 * A seeded random source: the same seed gives the same people, ids and moods, on every machine. `child(name)` gives an
 * independent stream, so that one more draw in one place does not change every value after it elsewhere.
 */
export class Random {
  readonly #seed: string;
  readonly #next: () => number;
  #serial = 0;

  constructor(seed: string) {
    this.#seed = seed;
    this.#next = mulberry32(createHash("sha256").update(seed).digest().readUInt32LE(0));
  }

  /** An independent source for one purpose. */
  child(name: string | number): Random {
    return new Random(`${this.#seed}/${name}`);
  }

  /** 0 ≤ x < 1 */
  next(): number {
    return this.#next();
  }

  /** Whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error("Nothing to pick from");
    return from[this.int(0, from.length - 1)] as T;
  }

  /** `count` different elements. */
  sample<T>(from: readonly T[], count: number): T[] {
    return this.shuffle(from).slice(0, count);
  }

  shuffle<T>(from: readonly T[]): T[] {
    const copy = [...from];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
    }
    return copy;
  }

  /** One key by weight. */
  weighted<K extends string>(weights: Record<K, number>): K {
    const entries = Object.entries(weights) as [K, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    return (entries.at(-1) as [K, number])[0];
  }

  /** Bell-shaped around 0 with deviation 1. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** 1, 2, 3 … for values that must differ. */
  serial(): number {
    this.#serial += 1;
    return this.#serial;
  }

  /** A UUID of version 7 for a moment: sorts by time like the application's own, yet the same in every run. */
  uuid(at: Date = new Date(Date.UTC(2026, 0, 1) + this.#serial)): string {
    const time = at.getTime().toString(16).padStart(12, "0");
    const bits = createHash("sha256").update(`${this.#seed}#${this.serial()}`).digest("hex");
    const variant = ((Number.parseInt(bits.charAt(15), 16) & 3) | 8).toString(16);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${bits.slice(0, 3)}-${variant}${bits.slice(3, 6)}-${bits.slice(16, 28)}`;
  }
}
