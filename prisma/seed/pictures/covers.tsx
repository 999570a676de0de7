/** Covers of courses. No words in them: those stand beside each, in its language. */
import type { ReactNode } from "react";
import { cutCircle } from "./numbers";
import { colours, type Drawing } from "./paint";

const { teal, deep, cream, gold, clay, mist, water, leaf } = colours;

/** The shape of a card in the catalogue; its upper and lower edges may be cut off. */
const card = (ground: string, shapes: ReactNode): Drawing => ({ width: 320, height: 108, fine: 2, ground, shapes });

export const parts = (): Drawing =>
  card(
    teal,
    [2, 3, 4].map((count, at) => <g key={count}>{cutCircle(count, 1, [76 + at * 84, 54], 33)}</g>),
  );

/** A seedling under the sun. */
export const seedling = (): Drawing =>
  card(
    mist,
    <>
      <circle cx={250} cy={42} r={20} fill={gold} />
      <path d="M0 86h320v22H0Z" fill={clay} />
      <path d="M120 88V34" stroke={leaf} strokeWidth={4} />
      <path d="M120 74q14-22 46-16-12 22-46 16ZM120 66q-14-22-46-16 12 22 46 16Z" fill={leaf} />
      <path d="M120 48q10-20 34-16-8 20-34 16ZM120 42q-10-20-34-16 8 20 34 16Z" fill={leaf} />
    </>,
  );

/** An open book. */
export const book = (): Drawing =>
  card(
    clay,
    <>
      <path d="M160 28q-36-16-84-8v62q48-8 84 8 36-16 84-8V20q-48-8-84 8Z" fill={cream} />
      <path d="M160 28v62" stroke={clay} strokeWidth={2} />
      <path
        d="M92 36q28-2 54 6M92 50q28-2 54 6M92 64q28-2 54 6M228 36q-28-2-54 6M228 50q-28-2-54 6M228 64q-28-2-54 6"
        fill="none"
        stroke={teal}
        strokeWidth={3}
        strokeLinecap="round"
      />
    </>,
  );

/** What two people say to each other. */
export const talk = (): Drawing =>
  card(
    deep,
    <>
      <path d="M66 18h104a8 8 0 0 1 8 8v26a8 8 0 0 1-8 8H96L78 78V60H66a8 8 0 0 1-8-8V26a8 8 0 0 1 8-8Z" fill={gold} />
      <path
        d="M154 44h100a8 8 0 0 1 8 8v26a8 8 0 0 1-8 8h-12v8l-12-8h-76a8 8 0 0 1-8-8V52a8 8 0 0 1 8-8Z"
        fill={cream}
      />
      <path d="M164 58h80M164 72h54" stroke={teal} strokeWidth={3} strokeLinecap="round" />
    </>,
  );

/** A mountain with snow behind hills. */
export const mountain = (): Drawing =>
  card(
    water,
    <>
      <circle cx={266} cy={32} r={15} fill={gold} />
      <path d="M48 108 152 20 256 108Z" fill={teal} />
      <path d="M124 44 152 20 180 44 168 50 154 42 140 52Z" fill={cream} />
      <ellipse cx={64} cy={118} rx={110} ry={34} fill={leaf} />
      <ellipse cx={262} cy={122} rx={116} ry={38} fill={leaf} />
    </>,
  );

export const columns = (): Drawing =>
  card(
    deep,
    <>
      {[32, 52, 24, 66, 42, 58].map((height, at) => (
        <rect
          key={height}
          x={48 + at * 39}
          y={90 - height}
          width={26}
          height={height}
          fill={[gold, clay, mist][at % 3]}
        />
      ))}
      <path d="M34 91h252" stroke={cream} strokeWidth={3} />
    </>,
  );
