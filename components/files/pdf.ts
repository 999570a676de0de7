/** Why the pages of a document are not shown: a password is asked for, it is damaged, or it did not arrive. */
export type PdfFailure = "locked" | "broken" | "unreached";

/** An open document. */
export type OpenPdf = {
  pages: number;
  /** Draws a page for a room of so many dots' width. Stops quietly when told to. */
  draw: (canvas: HTMLCanvasElement, page: number, room: number, stop: AbortSignal) => Promise<void>;
  close: () => void;
};

/** What the file at a viewer's address offers: see pdf.client.ts. */
export type PdfModule = { openPdf: (href: string) => Promise<OpenPdf | PdfFailure> };

export type PdfWord =
  | "loading"
  | "page"
  | "page_of"
  | "earlier"
  | "later"
  | "locked"
  | "broken"
  | "unreached"
  | "again";

/** What it takes to show documents: the address of the code, and the words. */
export type PdfViewer = { code: string; words: Record<PdfWord, string> };

/** More dots than this a cheap phone does not hold well: 16 MB for the one page that is in sight. */
const mostDots = 4_000_000;

/** How much larger than its own measures a page is drawn: sharp in its room, and never too much for a phone. */
export const scaleFor = ({ width, height }: { width: number; height: number }, room: number): number =>
  Math.min(room / width, Math.sqrt(mostDots / (width * height)));
