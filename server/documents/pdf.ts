import path from "node:path";
import { type DocumentProps, Font, renderToBuffer } from "@react-pdf/renderer";
import type { ReactElement } from "react";

/**
 * Letters for paper: those of English and Kiswahili, and in a second family the ũ of Wanjikũ. The screen's own face puts
 * that one together from two signs, which the library cannot place.
 */
export const letters = ["Source Sans", "Source Sans extended"];
const sets = { "Source Sans": "latin", "Source Sans extended": "latin-ext" };

const fontFile = (set: string, weight: number) =>
  path.join(process.cwd(), `node_modules/@fontsource/source-sans-3/files/source-sans-3-${set}-${weight}-normal.woff`);

for (const [family, set] of Object.entries(sets))
  Font.register({
    family,
    fonts: [400, 700].map((fontWeight) => ({ src: fontFile(set, fontWeight), fontWeight })),
  });
// Names and titles are not cut in two.
Font.registerHyphenationCallback((word) => [word]);

/** The bytes of a document. */
export const print = async (document: ReactElement<DocumentProps>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await renderToBuffer(document));
