import path from "node:path";
import type { DocumentProps } from "@react-pdf/renderer";
import type { ReactElement } from "react";

/**
 * Letters for paper: those of English and Kiswahili, and in a second family the ũ of Wanjikũ. The screen's own face puts
 * that one together from two signs, which the library cannot place.
 */
export const letters = ["Source Sans", "Source Sans extended"];
const sets = { "Source Sans": "latin", "Source Sans extended": "latin-ext" };

const fontFile = (set: string, weight: number) =>
  path.join(process.cwd(), `node_modules/@fontsource/source-sans-3/files/source-sans-3-${set}-${weight}-normal.woff`);

let ready = false;

/** The library, asked for when a first document is printed: what nobody prints costs no start. */
export async function printer() {
  const pdf = await import("@react-pdf/renderer");
  if (ready) return pdf;
  for (const [family, set] of Object.entries(sets))
    pdf.Font.register({
      family,
      fonts: [400, 700].map((fontWeight) => ({ src: fontFile(set, fontWeight), fontWeight })),
    });
  // Names and titles are not cut in two.
  pdf.Font.registerHyphenationCallback((word) => [word]);
  ready = true;
  return pdf;
}

/** The bytes of a document. */
export async function printed(document: ReactElement<DocumentProps>): Promise<Uint8Array<ArrayBuffer>> {
  const { renderToBuffer } = await printer();
  return new Uint8Array(await renderToBuffer(document));
}
