/** Drawings to count in, to read from, and to see parts of a whole. */
import { colours, type Drawing, edge, type Point, rim, sheet } from "./paint";

const { gold, mist, cream, clay, ink, white } = colours;
const middle: Point = [240, 135];

const corners = (at: Point, radius: number) =>
  Array.from({ length: 10 }, (_, n) => rim(at, n % 2 === 0 ? radius : radius * 0.42, n / 10)).join(" ");

export const stars = (count: number): Drawing =>
  sheet(
    Array.from({ length: count }, (_, n) => 240 + (n - (count - 1) / 2) * 88).map((x) => (
      <polygon key={x} points={corners([x, 140], 40)} fill={gold} {...edge} />
    )),
  );

/** A circle cut into equal parts, the first of them coloured. */
export function cutCircle(parts: number, coloured: number, at = middle, radius = 112) {
  const cut = (n: number) => rim(at, radius, n / parts);
  return Array.from({ length: parts }, (_, n) => (
    <path
      key={cut(n).join()}
      d={`M${at}L${cut(n)}A${radius} ${radius} 0 0 1 ${cut(n + 1)}Z`}
      fill={n < coloured ? gold : mist}
      {...edge}
    />
  ));
}
export const partsOfCircle = (parts: number, coloured: number): Drawing => sheet(cutCircle(parts, coloured));

/** Equal squares in rows, the first of them coloured. */
export function squares(rows: number, across: number, coloured = rows * across): Drawing {
  const side = Math.min(420 / across, 230 / rows);
  const [left, top] = [240 - (side * across) / 2, 135 - (side * rows) / 2];
  return sheet(
    Array.from({ length: rows * across }, (_, n) => ({
      x: left + (n % across) * side,
      y: top + Math.floor(n / across) * side,
      fill: n < coloured ? gold : white,
    })).map((square) => <rect key={`${square.x} ${square.y}`} {...square} width={side} height={side} {...edge} />),
  );
}

const hours = Array.from({ length: 12 }, (_, n) => n + 1);

export function clock(hour: number, minute: number): Drawing {
  const hand = (turn: number, length: number, strokeWidth: number) => {
    const [x2, y2] = rim(middle, length, turn);
    return <line x1={240} y1={135} x2={x2} y2={y2} {...edge} strokeWidth={strokeWidth} strokeLinecap="round" />;
  };
  return sheet(
    <>
      <circle cx={240} cy={135} r={126} fill={white} {...edge} strokeWidth={5} />
      {hand((hour + minute / 60) / 12, 52, 9)}
      {hand(minute / 60, 82, 6)}
      <circle cx={240} cy={135} r={8} fill={clay} />
    </>,
    hours.map((one) => [String(one), ...rim(middle, 104, one / 12)]),
  );
}

/** Columns of up to ten over a scale that goes up in twos, numbered from the left. */
export function chart(values: readonly number[]): Drawing {
  const level = (value: number) => 232 - value * 21;
  const step = 372 / values.length;
  const x = (n: number) => 78 + (n + 0.5) * step;
  const scale = [0, 2, 4, 6, 8, 10];
  return sheet(
    <>
      {scale.map((value) => (
        <path key={value} d={`M72 ${level(value)}H450`} stroke={mist} strokeWidth={2} />
      ))}
      {values.map((value, n) => (
        <rect key={x(n)} x={x(n) - 18} y={level(value)} width={36} height={value * 21} fill={gold} {...edge} />
      ))}
      <path d="M72 14V232H454" fill="none" {...edge} />
    </>,
    [
      ...scale.map((value) => [String(value), 48, level(value)] as const),
      ...values.map((_, n) => [String(n + 1), x(n), 252] as const),
    ],
  );
}

/** A line on squared paper through two points with whole numbers. */
export function graph([ax, ay]: Point, [bx, by]: Point): Drawing {
  const place = (x: number, y: number): Point => [130 + x * 44, 232 - y * 17];
  const gradient = (by - ay) / (bx - ax);
  const through = [ax - 0.5, bx + 0.25].map((x) => place(x, ay + gradient * (x - ax)));
  const rules = [0, 1, 2, 3, 4, 5].map((x) => `M${place(x, 0)}L${place(x, 12)}`);
  const levels = [0, 2, 4, 6, 8, 10, 12].map((y) => `M${place(0, y)}L${place(5, y)}`);
  return sheet(
    <>
      <path d={[...rules, ...levels].join("")} stroke={mist} strokeWidth={2} />
      <path d={`M${place(0, 12.5)}L${place(0, 0)}L${place(5.4, 0)}`} fill="none" {...edge} />
      <polyline points={through.join(" ")} {...edge} stroke={clay} strokeWidth={4} />
      {[place(ax, ay), place(bx, by)].map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r={6} fill={ink} />
      ))}
    </>,
    [
      [`(${ax}, ${ay})`, place(ax, ay)[0] + 42, place(ax, ay)[1] + 4],
      [`(${bx}, ${by})`, place(bx, by)[0] + 50, place(bx, by)[1] + 2],
      ...[1, 2, 3, 4, 5].map((x) => [String(x), place(x, 0)[0], 252] as const),
      ...[4, 8, 12].map((y) => [String(y), 106, place(0, y)[1]] as const),
    ],
  );
}

export const bar = (parts: number, coloured: number): Drawing =>
  sheet(
    Array.from({ length: parts }, (_, n) => 40 + (n * 400) / parts).map((x, n) => (
      <rect key={x} x={x} y={90} width={400 / parts} height={90} fill={n < coloured ? gold : cream} {...edge} />
    )),
  );
