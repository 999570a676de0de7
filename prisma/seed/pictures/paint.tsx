/** Pictures of the demonstration: shapes as SVG, signs set in the letters of the school's paper, kept as PNG. */
import { Font } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import sharp from "sharp";
import { letters } from "@/server/documents/pdf";

/** Numbers, measures and marks, with their middle at a place of the drawing. */
export type Sign = readonly [text: string, x: number, y: number];
export type Drawing = {
  width: number;
  height: number;
  /** Dots of the picture for a unit of the drawing. */
  fine: number;
  ground: string;
  shapes: ReactNode;
  signs?: readonly Sign[];
};
export type Point = readonly [x: number, y: number];

export const colours = {
  teal: "#00605c",
  deep: "#0a4543",
  cream: "#fbf5e6",
  gold: "#e3b24b",
  clay: "#c0602f",
  ink: "#143431",
  mist: "#cfdfd8",
  water: "#9cc7d6",
  leaf: "#4f9a5b",
  white: "#ffffff",
} as const;

/** How shapes are outlined. */
export const edge = { stroke: colours.ink, strokeWidth: 3, strokeLinejoin: "round" } as const;
export const dashed = { ...edge, strokeDasharray: "9 8" } as const;

/** A drawing for a question or a lesson: its picture is as large as either shows one. */
export const sheet = (shapes: ReactNode, signs?: readonly Sign[]): Drawing => ({
  ...{ width: 480, height: 270, fine: 1.4, ground: colours.cream },
  shapes,
  signs,
});

/** A place on a circle's edge, in turns from the top, clockwise. */
export const rim = ([x, y]: Point, radius: number, turn: number): Point => [
  x + radius * Math.sin(2 * Math.PI * turn),
  y - radius * Math.cos(2 * Math.PI * turn),
];

const SIGN_SIZE = 24;
type Face = {
  unitsPerEm: number;
  capHeight: number;
  layout(text: string): { glyphs: { advanceWidth: number; path: { toSVG(): string } }[]; advanceWidth: number };
};

/** The bold letters of the school's paper, as what prints it reads them. */
async function face(): Promise<Face> {
  const bold = { fontFamily: letters[0] ?? "", fontWeight: 700 };
  await Font.load(bold);
  return Font.getFont(bold).data as unknown as Face;
}

/** A sign as the outline of its letters: the machine that paints may have none installed. */
function outlined(font: Face, [text, x, y]: Sign) {
  const scale = SIGN_SIZE / font.unitsPerEm;
  const { glyphs, advanceWidth } = font.layout(text);
  const starts = glyphs.map((_, n) => glyphs.slice(0, n).reduce((sum, glyph) => sum + glyph.advanceWidth, 0));
  return (
    <g
      key={`${text} ${x} ${y}`}
      fill={colours.ink}
      transform={`translate(${x - (advanceWidth * scale) / 2} ${y + (font.capHeight * scale) / 2}) scale(${scale} ${-scale})`}
    >
      {glyphs.map(({ path }, n) => (
        <path key={starts[n]} d={path.toSVG()} transform={`translate(${starts[n]} 0)`} />
      ))}
    </g>
  );
}

/** The picture of a drawing. The same drawing gives the same bytes. */
export async function painted({ width, height, fine, ground, shapes, signs = [] }: Drawing): Promise<Uint8Array> {
  const font = await face();
  const markup = renderToStaticMarkup(
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width * fine}
      height={height * fine}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      <rect width={width} height={height} fill={ground} />
      {shapes}
      {signs.map((sign) => outlined(font, sign))}
    </svg>,
  );
  return sharp(Buffer.from(markup)).png({ palette: true, colours: 64, compressionLevel: 9 }).toBuffer();
}
