/** Colour arithmetic for the tokens: OKLCH to sRGB and WCAG contrast. Pure, so that a test can prove every pair readable. */

export type Rgb = readonly [red: number, green: number, blue: number];

const OKLCH = /^oklch\(\s*([\d.]+)(%?)\s+([\d.]+)\s+([\d.]+)\s*\)$/i;
const HEX = /^#([\da-f]{3}|[\da-f]{6})$/i;

const toGamma = (c: number) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055);
const toLinear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const clamp = (c: number) => Math.min(1, Math.max(0, c));

/** Linear sRGB of an OKLCH colour, possibly outside 0..1 when the screen cannot show it. */
function oklchToLinear(lightness: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** Reads `oklch(L C H)` or a hex colour into linear sRGB; throws on anything else, so that a token cannot escape the test. */
export function parseColour(text: string): Rgb {
  const value = text.trim();
  const oklch = OKLCH.exec(value);
  if (oklch) {
    const lightness = Number(oklch[1]) / (oklch[2] ? 100 : 1);
    return oklchToLinear(lightness, Number(oklch[3]), Number(oklch[4]));
  }
  const hex = HEX.exec(value)?.[1];
  if (hex) {
    const six = hex.length === 3 ? [...hex].map((d) => d + d).join("") : hex;
    const [r, g, b] = [0, 2, 4].map((at) => toLinear(Number.parseInt(six.slice(at, at + 2), 16) / 255));
    return [r ?? 0, g ?? 0, b ?? 0];
  }
  throw new Error(`Not a colour this project uses: ${text}`);
}

/** Whether an ordinary screen can show the colour without clipping it (a hair of tolerance for rounding). */
export function inGamut(colour: string): boolean {
  return parseColour(colour).every((c) => c >= -0.004 && c <= 1.004);
}

function luminance(colour: string): number {
  const [r, g, b] = parseColour(colour).map(clamp);
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** WCAG 2 contrast ratio of two opaque colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** `#rrggbb` for places that know no OKLCH: PDF documents, e-mail, the browser's theme colour. */
export function toHex(colour: string): string {
  const digits = parseColour(colour).map((c) =>
    Math.round(toGamma(clamp(c)) * 255)
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${digits.join("")}`;
}
