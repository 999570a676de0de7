/** Drawings for science: parts of a plant, a lever, an eclipse. */
import { colours, type Drawing, edge, sheet } from "./paint";

const { gold, mist, clay, ink, leaf, water, cream, deep } = colours;
const round = { fill: "none", strokeLinecap: "round" } as const;

/** A plant above and below the ground, and an arrow to what is below. */
export const plant = (): Drawing =>
  sheet(
    <>
      <rect y={158} width={480} height={112} fill="#8d5a3b" />
      <path d="M200 160V58" {...round} stroke={leaf} strokeWidth={7} />
      <path d="M200 140q26-40 74-28-18 36-74 28ZM200 118q-26-40-74-28 18 36 74 28Z" fill={leaf} />
      <path d="M200 92q20-32 58-24-14 30-58 24Z" fill={leaf} />
      {[0, 60, 120].map((turn) => (
        <ellipse key={turn} cx={200} cy={46} rx={26} ry={9} fill={clay} transform={`rotate(${turn} 200 46)`} />
      ))}
      <circle cx={200} cy={46} r={9} fill={gold} />
      <path
        d="M200 158v84M200 172q-22 22-58 24M200 172q22 22 58 24M200 196q-14 24-42 38M200 196q14 24 42 38"
        {...round}
        stroke={cream}
        strokeWidth={4}
      />
      <path d="M424 206H292" {...edge} stroke={cream} strokeWidth={5} />
      <path d="M274 206 298 193V219Z" fill={cream} />
    </>,
  );

/** A wheelbarrow with what makes it a lever. */
export const wheelbarrow = (): Drawing =>
  sheet(
    <>
      <path d="M20 236H460" {...edge} />
      <circle cx={112} cy={194} r={40} fill={mist} {...edge} strokeWidth={7} />
      <path d="M112 194 404 142" {...edge} strokeWidth={8} strokeLinecap="round" />
      <path d="M276 168V234" {...edge} strokeWidth={6} />
      <path d="M160 94H300L280 166 184 182Z" fill={gold} {...edge} />
      <path d="M176 94q54-44 108 0Z" fill={clay} {...edge} />
      <circle cx={112} cy={194} r={7} fill={ink} />
      <path d="M404 128V78" {...edge} strokeWidth={5} />
      <path d="M404 60 393 82H415Z" fill={ink} />
    </>,
    [
      ["Load", 230, 132],
      ["Effort", 404, 42],
      ["Fulcrum", 112, 252],
    ],
  );

/** Light, what stands in it, and where the shadow falls. */
export const eclipse = (): Drawing =>
  sheet(
    <>
      <rect width={480} height={270} fill={mist} />
      <path d="M256 121 400 131V139L256 149Z" fill={ink} opacity={0.45} />
      <circle cx={84} cy={135} r={72} fill={gold} {...edge} />
      <circle cx={256} cy={135} r={15} fill={cream} {...edge} />
      <circle cx={402} cy={135} r={40} fill={water} {...edge} />
      <path d="M388 106q26 4 22 26t-26 22q-14-20-8-34Z" fill={leaf} />
      <circle cx={364} cy={135} r={5} fill={deep} />
    </>,
    [
      ["A", 84, 135],
      ["B", 256, 100],
      ["C", 402, 72],
    ],
  );
