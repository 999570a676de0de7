/** A place on a picture, in parts of its width and height; a point where both are nothing. */
export type Place = { x: number; y: number; width: number; height: number };

const share = (part: number) => `${part * 100}%`;
const styleOf = ({ x, y, width, height }: Place) => ({
  left: share(x),
  top: share(y),
  width: share(width),
  height: share(height),
});

/** Where a note is on the picture it lies over, with its number; what it says stands beside the picture. */
export function NoteMark({ at, number }: { at: Place; number: number }) {
  const isPoint = at.width === 0 && at.height === 0;
  return (
    <span
      aria-hidden
      style={styleOf(at)}
      className={isPoint ? "absolute" : "absolute rounded-[3px] border-2 border-accent bg-accent/10"}
    >
      <NoteNumber number={number} className="absolute -top-3 -left-3" />
    </span>
  );
}

/** The number that ties a note to its place. */
export const NoteNumber = ({ number, className = "" }: { number: number; className?: string }) => (
  <b
    aria-hidden
    className={`grid size-6 shrink-0 place-items-center rounded-full bg-accent text-on-accent text-xs ${className}`}
  >
    {number}
  </b>
);
