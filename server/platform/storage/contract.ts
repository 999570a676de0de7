/** First and last byte, both included. */
export type ByteRange = { from: number; to: number };
export type StoredObject = { key: string; size: number; modifiedAt: Date };

/**
 * Where uploaded bytes live. `put` and `putFile` give whole objects or none; a key is written once and never changed.
 * Never called inside a unit of work: bytes come before the fact and go after it.
 */
export type Storage = {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** From a file on this machine, without holding it in memory. */
  putFile(key: string, file: { path: string; size: number }): Promise<void>;
  /** Null when there is no such object. Whole: for what is known to be small. */
  get(key: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** The object or a part of it, as it is read. Null when there is no such object. */
  open(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | null>;
  /** Doing it twice is no mistake. */
  remove(key: string): Promise<void>;
  /** Every object, in no order. */
  list(): AsyncIterable<StoredObject>;
};
