import { z } from "zod";

/** Printable, so that a name cannot turn the text around it. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u);

export const saveProfileInput = z
  .object({
    name: line(120).min(2),
    preferredName: line(60).nullable(),
    about: z.string().trim().max(600).nullable().meta({ control: "textarea" }),
  })
  .strict();

export const PHOTO_PURPOSE = "profile-photo";
export const MAX_PHOTO_BYTES = 2 * 1024 * 1024;
/** Sides of a picture in pixels, and how many there may be in all: a small file can unfold into a huge picture. */
export const PHOTO_SIDE = { least: 32, most: 6000 };
export const MAX_PHOTO_PIXELS = 25_000_000;
/** What the browser makes of a picture before it sends it. */
export const PHOTO_SENT_SIDE = 512;
