import { partsByName } from "./words";

/** A sentence in which the children's names stand out. */
export function Emphasis({ text, names }: { text: string; names: readonly string[] }) {
  return partsByName(text, names).map(({ text: part, name }, at) =>
    name ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence keep their places
      <b key={at} className="font-semibold text-ink">
        {part}
      </b>
    ) : (
      part
    ),
  );
}
