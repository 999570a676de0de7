import { encode } from "uqr";

/** A QR code as the path of one drawing, a module to a unit: no image, no script, any size. */
export function qrPath(text: string, { border }: { border: number }): { path: string; size: number } {
  const { data, size } = encode(text, { ecc: "M", border });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return { path, size };
}
