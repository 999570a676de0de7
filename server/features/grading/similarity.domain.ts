/** So many words in a row stand in two texts by chance only where both quote something. */
const run = 5;
/** Shorter texts say too little to be compared. */
const fewestWords = 12;

type Word = { word: string; from: number; to: number };

/** The words of a text with their places; accents and capitals make no difference. */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => ({
    word: word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase(),
    from: index,
    to: index + word.length,
  }));
}

const runsOf = (words: readonly Word[]): string[] =>
  words.slice(run - 1).map((_, at) =>
    words
      .slice(at, at + run)
      .map(({ word }) => word)
      .join(" "),
  );

/** A text ready to be compared: its runs of words without those of the task, which everybody may quote. */
export type Comparable = ReadonlySet<string>;
export function comparable(text: string, task: string): Comparable {
  const words = wordsOf(text);
  if (words.length < fewestWords) return new Set();
  const given = new Set(runsOf(wordsOf(task)));
  return new Set(runsOf(words).filter((one) => !given.has(one)));
}

/** The share of one text's runs of words that stand in the other too: 0 nothing, 1 everything. */
export function shareOf(one: Comparable, other: Comparable): number {
  if (one.size === 0) return 0;
  let shared = 0;
  for (const piece of one) if (other.has(piece)) shared += 1;
  return shared / one.size;
}

/** The text in which most of this one also stands; null where nothing is shared, or too little was written to say so. */
export function mostAlike<Id>(
  text: string,
  task: string,
  others: readonly { id: Id; text: string }[],
): { id: Id; share: number } | null {
  const own = comparable(text, task);
  if (own.size === 0) return null;
  return others.reduce<{ id: Id; share: number } | null>((best, other) => {
    const share = shareOf(own, comparable(other.text, task));
    return share > (best?.share ?? 0) ? { id: other.id, share } : best;
  }, null);
}

export type Passage = { text: string; shared: boolean };

/** A text cut into passages that stand in the other too and passages that do not, in their order. */
export function passages(text: string, other: string, task: string): Passage[] {
  const words = wordsOf(text);
  const [theirs, given] = [new Set(runsOf(wordsOf(other))), new Set(runsOf(wordsOf(task)))];
  const covered = words.map(() => false);
  for (const [at, piece] of runsOf(words).entries())
    if (theirs.has(piece) && !given.has(piece)) covered.fill(true, at, at + run);
  const cut: Passage[] = [];
  let end = 0;
  for (let at = 0; at < words.length; ) {
    let last = at;
    while (last + 1 < words.length && covered[last + 1] === covered[at]) last += 1;
    if (covered[at]) {
      const [from, to] = [words[at]?.from ?? end, words[last]?.to ?? end];
      if (from > end) cut.push({ text: text.slice(end, from), shared: false });
      cut.push({ text: text.slice(from, to), shared: true });
      end = to;
    }
    at = last + 1;
  }
  if (end < text.length) cut.push({ text: text.slice(end), shared: false });
  return cut;
}
