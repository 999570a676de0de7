/** Questions of mathematics and science that are asked of a picture, said in words for those who do not see it. */
import type { ProseMedia } from "@/lib/prose";
import { storeFiles } from "../files/store";
import { bearing, circleAcross, cuboid, rectangle, rightTriangle, triangle } from "../pictures/geometry";
import { eclipse, plant, wheelbarrow } from "../pictures/nature";
import { bar, chart, clock, graph, partsOfCircle, squares, stars } from "../pictures/numbers";
import { type Drawing, painted } from "../pictures/paint";
import type { World } from "../world";

/** What a question of the file asks instead of describing in words what it is about. */
type Pictured = { stem: string; name: string; alt: string; drawing: () => Drawing };
const pictures: Record<string, Pictured> = {
  "q-268": {
    stem: "How many stars are there?",
    name: "Stars",
    alt: "Stars in a row: star, star, star, star, star.",
    drawing: () => stars(5),
  },
  "q-075": {
    stem: "Which part of this plant does the arrow point to?",
    name: "Plant",
    alt: "A plant in flower. The arrow points to what spreads like threads below the ground.",
    drawing: plant,
  },
  "q-243": {
    stem: "A mandazi is cut into equal parts. What is the coloured part called?",
    name: "Mandazi in parts",
    alt: "A round mandazi cut into four equal parts; one of them is coloured.",
    drawing: () => partsOfCircle(4, 1),
  },
  "q-245": {
    stem: "What time does this clock show?",
    name: "Clock",
    alt: "A clock: the long hand points to 6, the short hand halfway between 4 and 5.",
    drawing: () => clock(4, 30),
  },
  "q-317": {
    stem: "Find the perimeter of this rectangle.",
    name: "Rectangle",
    alt: "A rectangle 12 cm long and 7 cm wide.",
    drawing: () => rectangle("12 cm", "7 cm"),
  },
  "q-319": {
    stem: "Each small square is one square unit. What is the area of the rectangle in square units?",
    name: "Rectangle of squares",
    alt: "A rectangle of equal squares: six rows with eight squares in each.",
    drawing: () => squares(6, 8),
  },
  "q-333": {
    stem: "Find the volume of this cuboid.",
    name: "Cuboid",
    alt: "A cuboid 10 cm long, 6 cm wide and 5 cm high.",
    drawing: () => cuboid("10 cm", "6 cm", "5 cm"),
  },
  "q-340": {
    stem: "What percentage of the circle is coloured?",
    name: "Circle in parts",
    alt: "A circle cut into four equal parts; three of them are coloured.",
    drawing: () => partsOfCircle(4, 3),
  },
  "q-341": {
    stem: "What percentage of the bar is coloured?",
    name: "Bar in parts",
    alt: "A bar cut into five equal parts; two of them are coloured.",
    drawing: () => bar(5, 2),
  },
  "q-342": {
    stem: "What percentage of the squares is coloured?",
    name: "Squares",
    alt: "Twenty equal squares in four rows of five; seven of them are coloured.",
    drawing: () => squares(4, 5, 7),
  },
  "q-343": {
    stem: "Find the circumference of this circle. (Use π = 22/7)",
    name: "Circle",
    alt: "A circle; the line from side to side through its middle is 14 cm long.",
    drawing: () => circleAcross("14 cm"),
  },
  "q-346": {
    stem: "The area of this triangle is ____ cm².",
    name: "Triangle",
    alt: "A triangle. Its base is 12 cm long; a dashed line straight up from the base to the top corner is 7 cm long.",
    drawing: () => triangle("12 cm", "7 cm"),
  },
  "q-360": {
    stem: "Find the hypotenuse of this right-angled triangle.",
    name: "Right-angled triangle",
    alt: "A triangle with a right angle between a side of 6 cm and a side of 8 cm.",
    drawing: () => rightTriangle("8 cm", "6 cm"),
  },
  "q-379": {
    stem: "The chart shows how many books Achieng read in each of six weeks. Find the median.",
    name: "Books read",
    alt: "A bar chart of six weeks. Week 1: 4 books; week 2: 7; week 3: 7; week 4: 9; week 5: 3; week 6: 6.",
    drawing: () => chart([4, 7, 7, 9, 3, 6]),
  },
  "q-384": {
    stem: "Find the gradient of this line.",
    name: "Line",
    alt: "A straight line on squared paper through the points (1, 2) and (4, 11).",
    drawing: () => graph([1, 2], [4, 11]),
  },
  "q-267": {
    stem: "The picture shows the bearing of B from A. What is the bearing of A from B?",
    name: "Bearing",
    alt: "From A a line leads straight to the north and another to B, turned from it by 070° clockwise.",
    drawing: () => bearing("070°"),
  },
  "q-138": {
    stem: "Which class of lever does the picture show?",
    name: "Wheelbarrow",
    alt: "A wheelbarrow. Its wheel is marked as the fulcrum, what it carries as the load, and an arrow at its handles as the effort.",
    drawing: wheelbarrow,
  },
  "q-139": {
    stem: "The picture shows a solar eclipse. Which body is B?",
    name: "Solar eclipse",
    alt: "Three round bodies in a line. A is the largest and gives light; B is the smallest and stands between A and C; its shadow falls on C.",
    drawing: eclipse,
  },
};

export type QuestionPicture = { stem: string; media: ProseMedia };

/** Stores the pictures for whoever keeps the bank; by the question's name in the file, what it asks and shows. */
export async function seedQuestionPictures(
  w: World,
  ownerId: string,
  at: Date,
): Promise<ReadonlyMap<string, QuestionPicture>> {
  const drafts = Object.entries(pictures).map(([question, { stem, name, alt, drawing }]) => ({
    ...{ question, stem, alt, ownerId, at, name: `${name}.png` },
    ...{ mime: "image/png" as const, content: painted(drawing()) },
  }));
  const stored = await storeFiles(w, w.random.child("question pictures"), drafts);
  return new Map(
    stored.map(({ question, stem, alt, id: fileId, width, height }) => {
      const size = { width: width ?? undefined, height: height ?? undefined };
      return [question, { stem, media: { kind: "image", fileId, alt, ...size } }];
    }),
  );
}
