import type { CollabMode } from "./token";

/**
 * One kind of document that people write together. A feature that has some exports its kind from
 * `<feature>.collab.ts` and adds it to `documentKinds` below; a document is named `<kind>:<uuid>`.
 */
export type DocumentKind = {
  kind: string;
  /** The stored state, or null only when there is no row. Throws when the database fails: null would be written back as an empty document. */
  fetch(id: string): Promise<Uint8Array | null>;
  /** Keeps the binary state; text and HTML are derived from it, never the other way round. */
  store(id: string, state: Uint8Array): Promise<void>;
  /** Whether this person may open it now; asked again while it is open, so that a right that was taken ends the visit. */
  allows(id: string, userId: string, mode: CollabMode): Promise<boolean>;
};

/** Documents of the school. None yet: every connection is refused. */
export const documentKinds: readonly DocumentKind[] = [];

const name = /^([a-z][a-z_]{1,30}):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** The kind and id a document's name stands for, or null when it is nothing we know. */
export function findDocument(
  kinds: readonly DocumentKind[],
  documentName: string,
): { kind: DocumentKind; id: string } | null {
  const [, kindName, id] = name.exec(documentName) ?? [];
  const kind = kinds.find((one) => one.kind === kindName);
  return kind && id ? { kind, id } : null;
}
