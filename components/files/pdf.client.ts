/**
 * Mozilla's PDF.js, as far as pages are drawn. scripts/assets.mjs builds this file into a folder of its own, beside the
 * worker and the decoders it asks for, and whoever opens a document loads it from there (docs/adr/0029). Nothing in a
 * document runs, and nothing is fetched but the document: the interpreter of its scripts is not among the files.
 */
import {
  GlobalWorkerOptions,
  getDocument,
  PasswordException,
  type PDFDocumentProxy,
  VerbosityLevel,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import { type OpenPdf, type PdfFailure, scaleFor } from "./pdf";

const here = new URL("./", import.meta.url).href;
GlobalWorkerOptions.workerSrc = `${here}worker.js`;

/** Fetches and opens a document, or says why it cannot be shown. */
export async function openPdf(href: string): Promise<OpenPdf | PdfFailure> {
  const answer = await fetch(href);
  if (!answer.ok) return "unreached";
  const opening = getDocument({
    data: await answer.arrayBuffer(),
    // Decoders of rare pictures as plain scripts: the page's policy allows no WebAssembly.
    useWasm: false,
    wasmUrl: here,
    enableXfa: false,
    // A damaged document is told in words, not in the console.
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await opening.promise;
    return {
      pages: document.numPages,
      draw: (canvas, page, room, stop) => draw(document, canvas, page, room, stop),
      close: () => void opening.destroy(),
    };
  } catch (error) {
    void opening.destroy();
    return error instanceof PasswordException ? "locked" : "broken";
  }
}

async function draw(
  document: PDFDocumentProxy,
  canvas: HTMLCanvasElement,
  number: number,
  room: number,
  stop: AbortSignal,
): Promise<void> {
  const page = await document.getPage(number);
  if (stop.aborted) return;
  const viewport = page.getViewport({ scale: scaleFor(page.getViewport({ scale: 1 }), room) });
  canvas.width = Math.max(1, Math.round(viewport.width));
  canvas.height = Math.max(1, Math.round(viewport.height));
  // Keeps its place when its dots are given up.
  canvas.style.aspectRatio = `${canvas.width} / ${canvas.height}`;
  const drawing = page.render({ canvas, viewport });
  stop.addEventListener("abort", () => drawing.cancel(), { once: true });
  try {
    await drawing.promise;
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    page.cleanup();
  }
}
