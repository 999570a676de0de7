import sharp from "sharp";

/** Widths in which a picture is also kept: one for lists and phones, one for the screen. */
export const variantWidths = [320, 960] as const;
export type Variant = { name: `w${(typeof variantWidths)[number]}`; bytes: Uint8Array; width: number; height: number };

/**
 * Smaller copies as WebP, upright, without any metadata. Only widths below the picture's own. Throws when the picture
 * cannot be decoded or has more pixels than `mostPixels`.
 */
export async function makeVariants(bytes: Uint8Array, mostPixels: number): Promise<Variant[]> {
  const made: Variant[] = [];
  const { width = 0, height = 0, orientation = 1 } = await sharp(bytes, { limitInputPixels: mostPixels }).metadata();
  const shownWidth = orientation >= 5 ? height : width;
  for (const target of variantWidths) {
    if (shownWidth <= target) continue;
    const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: "error", sequentialRead: true })
      .rotate()
      .resize({ width: target, withoutEnlargement: true })
      .webp({ quality: 76, effort: 3 })
      .timeout({ seconds: 20 })
      .toBuffer({ resolveWithObject: true });
    made.push({ name: `w${target}`, bytes: new Uint8Array(data), width: info.width, height: info.height });
  }
  return made;
}
