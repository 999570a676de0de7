/** Shapes with the measures a learner works with. */
import { colours, type Drawing, dashed, edge, sheet } from "./paint";

const { gold, mist, clay, ink } = colours;

export const rectangle = (length: string, width: string): Drawing =>
  sheet(<rect x={84} y={32} width={288} height={168} fill={gold} {...edge} />, [
    [length, 228, 228],
    [width, 414, 116],
  ]);

export const cuboid = (length: string, width: string, height: string): Drawing =>
  sheet(
    <>
      <path d="M96 108 172 38H392L316 108Z" fill={mist} {...edge} />
      <path d="M316 108 392 38V148L316 218Z" fill={clay} {...edge} />
      <rect x={96} y={108} width={220} height={110} fill={gold} {...edge} />
    </>,
    [
      [length, 206, 244],
      [width, 388, 198],
      [height, 56, 163],
    ],
  );

export const circleAcross = (measure: string): Drawing =>
  sheet(
    <>
      <circle cx={240} cy={135} r={115} fill={mist} {...edge} />
      <line x1={125} x2={355} y1={135} y2={135} {...edge} stroke={clay} strokeWidth={4} />
      <circle cx={240} cy={135} r={6} fill={ink} />
    </>,
    [[measure, 240, 108]],
  );

export const triangle = (base: string, height: string): Drawing =>
  sheet(
    <>
      <path d="M72 216H400L190 30Z" fill={gold} {...edge} />
      <line x1={190} x2={190} y1={34} y2={214} {...dashed} />
      <path d="M190 198H208V216" fill="none" {...edge} />
    </>,
    [
      [base, 236, 243],
      [height, 228, 140],
    ],
  );

export const rightTriangle = (base: string, height: string): Drawing =>
  sheet(
    <>
      <path d="M128 34V212H366Z" fill={gold} {...edge} />
      <path d="M128 192H148V212" fill="none" {...edge} />
    </>,
    [
      [base, 247, 240],
      [height, 86, 123],
    ],
  );

/** From A to the north, and from A to B; how far it is turned stands between. */
export const bearing = (turn: string): Drawing =>
  sheet(
    <>
      <path d="M150 206V34" {...edge} />
      <path d="M150 24 142 42H158Z" fill={ink} />
      <line x1={150} x2={384} y1={206} y2={121} {...edge} stroke={clay} strokeWidth={4} />
      <path d="M150 146A60 60 0 0 1 206.4 185.5" fill="none" {...edge} />
      <circle cx={150} cy={206} r={6} fill={ink} />
      <circle cx={384} cy={121} r={6} fill={ink} />
    </>,
    [
      ["N", 124, 36],
      ["A", 128, 220],
      ["B", 406, 112],
      [turn, 212, 138],
    ],
  );
