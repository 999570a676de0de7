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

type Noted = Place & { id: string; page: number };

/**
 * The notes of one page where they were put; each has the number under which the list of all of them tells it. Those on
 * the page as a whole stand beside each other in its corner.
 */
export function NoteMarks({ notes, page }: { notes: readonly Noted[]; page: number }) {
  const here = notes.map((note, at) => ({ note, number: at + 1 })).filter(({ note }) => note.page === page);
  const isWhole = ({ note }: (typeof here)[number]) => note.width === 1 && note.height === 1;
  return (
    <>
      {here.filter(isWhole).length > 0 ? (
        <span aria-hidden className="pointer-events-none absolute inset-0 rounded border-2 border-accent">
          <span className="flex flex-wrap gap-1 p-1">
            {here.filter(isWhole).map(({ note, number }) => (
              <NoteNumber key={note.id} number={number} />
            ))}
          </span>
        </span>
      ) : null}
      {here
        .filter((one) => !isWhole(one))
        .map(({ note, number }) => (
          <NoteMark key={note.id} at={note} number={number} />
        ))}
    </>
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
