/** Covers of some courses of the year; the others keep the drawn cloth. */
import { storeFiles } from "../files/store";
import { book, columns, mountain, parts, seedling, talk } from "../pictures/covers";
import { type Drawing, painted } from "../pictures/paint";
import type { World } from "../world";
import { type SeedCourse, yearOf } from "./courses";

type Cover = { grade: string; area: string; alt: string; drawing: () => Drawing };
const covers: Cover[] = [
  {
    grade: "G6",
    area: "MATH",
    alt: "Three circles cut into two, three and four parts, with one part of each coloured",
    drawing: parts,
  },
  { grade: "G6", area: "SCI", alt: "A seedling with four leaves under the sun", drawing: seedling },
  { grade: "G6", area: "ENG", alt: "An open book", drawing: book },
  { grade: "G6", area: "KIS", alt: "Viputo viwili vya maneno ya watu wanaozungumza", drawing: talk },
  { grade: "G6", area: "SST", alt: "A mountain with snow on its top behind green hills", drawing: mountain },
  { grade: "G8", area: "MATH", alt: "Six columns of different heights side by side", drawing: columns },
];

export async function seedCovers(w: World, courses: readonly SeedCourse[]): Promise<void> {
  const drafts = covers.map(({ drawing, alt, ...where }) => {
    const { id: courseId, ownerId, publishedAgo } = yearOf(courses, where);
    const at = w.clock.at(publishedAgo + 2, 16);
    return { courseId, ownerId, alt, name: "Cover.png", at, mime: "image/png" as const, content: painted(drawing()) };
  });
  const stored = await storeFiles(w, w.random.child("covers"), drafts);
  await w.sql.query(
    `UPDATE "Course" c SET "coverFileId" = n.id, "coverAlt" = n.alt
     FROM jsonb_to_recordset($1::jsonb) AS n("courseId" uuid, id uuid, alt text) WHERE c.id = n."courseId"`,
    [JSON.stringify(stored.map(({ courseId, id, alt }) => ({ courseId, id, alt })))],
  );
}
