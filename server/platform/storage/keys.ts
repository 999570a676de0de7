import { randomBytes } from "node:crypto";

const shape = /^[a-z][a-z-]{1,30}\/[0-9a-f]{2}\/[0-9a-f]{48}$/;

/** A name nobody can guess and that says nothing: what people call their files never reaches the disk. */
export function newStorageKey(purpose: string): string {
  const name = randomBytes(24).toString("hex");
  return `${purpose}/${name.slice(0, 2)}/${name}`;
}

export const isStorageKey = (key: string): boolean => shape.test(key);

/** A key of another shape is a mistake of ours, never a path. */
export function checkedKey(key: string): string {
  if (!shape.test(key)) throw new Error("Not a storage key");
  return key;
}
