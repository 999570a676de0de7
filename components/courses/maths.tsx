import temml from "temml";

/** Macros may call macros: a formula is read this far and no further. */
const limits = { maxExpand: 500, maxSize: [50, 50] as [number, number] };

/** A formula as MathML, which browsers draw and screen readers speak by themselves; null when it cannot be read. */
export function mathMl(latex: string, display: boolean): string | null {
  try {
    return temml.renderToString(latex, { displayMode: display, throwOnError: true, trust: false, ...limits });
  } catch {
    return null;
  }
}

/** A formula; as it was typed when it is not one. */
export function Maths({ latex, display = false }: { latex: string; display?: boolean }) {
  const html = mathMl(latex, display);
  if (html === null) return <code>{latex}</code>;
  const Box = display ? "div" : "span";
  return (
    <Box
      className={display ? "lesson-maths" : undefined}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: Temml writes the markup itself and escapes every sign of the formula
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
