import type { Accepted } from "../question.schema";

/** In Moodle's answers * stands for anything and \* for itself. A backslash before a star of ours cannot be written. */
export function readStars(text: string): { spellings: [string]; wildcards: boolean } {
  const stars = /(?<!\\)\*/u.test(text);
  return { spellings: [stars ? text : text.replaceAll("\\*", "*")], wildcards: stars };
}

/** The answer as Moodle writes it, or null where it would come to mean something else. */
export function writeStars({ wildcards, spellings }: Extract<Accepted, { kind: "text" }>): string[] | null {
  const written = spellings.map((text) => (wildcards ? text : text.replaceAll("*", "\\*")));
  const back = written.map(readStars);
  return back.every((one, at) => one.spellings[0] === spellings[at] && one.wildcards === wildcards) ? written : null;
}
