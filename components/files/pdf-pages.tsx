"use client";
import { type ReactNode, type RefObject, useEffect, useReducer, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { fill } from "./chooser";
import type { OpenPdf, PdfFailure, PdfModule, PdfViewer } from "./pdf";

/** What stands where a page is: its picture, and what lies over it. */
type OverPage = (page: number, image: ReactNode) => ReactNode;

/** Whether something is in sight, or nearly. */
function useNear(of: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!of.current) return;
    const watch = new IntersectionObserver((seen) => setNear(seen.at(-1)?.isIntersecting ?? false), {
      rootMargin: "50%",
    });
    watch.observe(of.current);
    return () => watch.disconnect();
  }, [of]);
  return near;
}

/** Loads the viewer and opens a document with it. */
async function open(code: string, href: string): Promise<OpenPdf | PdfFailure> {
  try {
    const viewer: PdfModule = await import(/* turbopackIgnore: true */ code);
    return await viewer.openPdf(href);
  } catch {
    return "unreached";
  }
}

/** A document, opened once it is wanted; null until it is open, or until it is known why it is not. */
function usePdf({ code }: PdfViewer, href: string, wanted: boolean) {
  const [found, setFound] = useState<OpenPdf | PdfFailure | null>(null);
  const [tries, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (!wanted) return;
    let isLeft = false;
    setFound(null);
    // A browser remembers that a file did not arrive: it is asked for under another name.
    const opening = open(tries ? `${code}?${tries}` : code, href);
    void opening.then((one) => isLeft || setFound(one));
    return () => {
      isLeft = true;
      void opening.then((one) => typeof one === "object" && one.close());
    };
  }, [code, href, wanted, tries]);
  return { found, again };
}

/**
 * A document, one page at a time. It is opened when it comes into sight, and a page out of sight gives its dots back.
 * `children` lays over a page what belongs there; `instead` follows the words that say why there is none.
 */
export function PdfPages({
  viewer,
  href,
  name,
  first = 1,
  instead,
  children,
}: {
  viewer: PdfViewer;
  /** An address that stays the same while the page around it is drawn again. */
  href: string;
  name: string;
  first?: number;
  instead?: ReactNode;
  children: OverPage;
}) {
  const { words } = viewer;
  const frame = useRef<HTMLDivElement>(null);
  const near = useNear(frame);
  const [wanted, want] = useState(false);
  if (near && !wanted) want(true);
  const { found, again } = usePdf(viewer, href, wanted);
  return (
    <div ref={frame} className="grid gap-2">
      {found === null ? (
        <p role="status" className="py-6 text-muted">
          {words.loading}
        </p>
      ) : typeof found === "string" ? (
        <NotShown why={found} words={words} again={again}>
          {instead}
        </NotShown>
      ) : (
        <Opened pdf={found} {...{ name, first, near, words, children }} />
      )}
    </div>
  );
}

/** Says why there are no pages. What did not arrive can be asked for again. */
function NotShown({
  why,
  words,
  again,
  children,
}: {
  why: PdfFailure;
  words: PdfViewer["words"];
  again: () => void;
  children: ReactNode;
}) {
  return (
    <div className="grid justify-items-start gap-2">
      <p role="alert" className="rounded bg-warn-soft px-4 py-3 text-small">
        {words[why]}
      </p>
      {why === "unreached" ? (
        <Button size="small" onClick={again}>
          {words.again}
        </Button>
      ) : null}
      {children}
    </div>
  );
}

function Opened({
  pdf,
  name,
  first,
  near,
  words,
  children,
}: {
  pdf: OpenPdf;
  name: string;
  first: number;
  near: boolean;
  words: PdfViewer["words"];
  children: OverPage;
}) {
  // A note may name a page that the document does not have.
  const [page, turn] = useState(Math.min(first, pdf.pages));
  const label = fill(words.page, { name, page, count: pdf.pages });
  return (
    <>
      {pdf.pages > 1 ? <Turner page={page} pages={pdf.pages} words={words} onTurn={turn} /> : null}
      {children(page, <PageImage key={page} broken={words.broken} {...{ pdf, page, near, label }} />)}
    </>
  );
}

function Turner({
  page,
  pages,
  words,
  onTurn,
}: {
  page: number;
  pages: number;
  words: PdfViewer["words"];
  onTurn: (page: number) => void;
}) {
  const step = (to: number, name: string) => {
    const isThere = to >= 1 && to <= pages;
    // Not `disabled`: whoever turns by keyboard would lose their place at the last page.
    return (
      <Button size="small" aria-disabled={!isThere || undefined} onClick={() => isThere && onTurn(to)}>
        {name}
      </Button>
    );
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {step(page - 1, words.earlier)}
      {step(page + 1, words.later)}
      <p role="status" className="text-small">
        {fill(words.page_of, { page, count: pages })}
      </p>
    </div>
  );
}

/** One page as a picture; busy until it is drawn. */
function PageImage({
  pdf,
  page,
  near,
  label,
  broken,
}: {
  pdf: OpenPdf;
  page: number;
  near: boolean;
  label: string;
  broken: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<"drawing" | "drawn" | "failed">("drawing");
  useEffect(() => {
    const sheet = canvas.current;
    if (!sheet || !near) return;
    const stop = new AbortController();
    setState("drawing");
    pdf
      .draw(sheet, page, sheet.clientWidth * devicePixelRatio, stop.signal)
      .then(
        () => "drawn" as const,
        () => "failed" as const,
      )
      .then((state) => stop.signal.aborted || setState(state));
    return () => {
      stop.abort();
      sheet.width = 0;
      sheet.height = 0;
    };
  }, [pdf, page, near]);
  return (
    <>
      {state === "failed" ? <p role="alert">{broken}</p> : null}
      {/* Paper has the measures of A4 until it is known better. */}
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        aria-busy={state === "drawing"}
        className="block aspect-[210/297] w-full rounded border border-line bg-sunken"
      />
    </>
  );
}
