import { cn } from "@/lib/cn";

const sizes = { small: "size-7 text-xs", medium: "size-10 text-[0.9375rem]", large: "size-16 text-2xl" } as const;

/** First letters of the first and last name, as a person would write them. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words.at(0), words.at(-1)] : [words.at(0)];
  return letters.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}

/** The same person has the same hue everywhere. */
export function tintOf(seed: string): number {
  // FNV-1a: names that differ in one letter fall far apart.
  let sum = 0x811c9dc5;
  for (const letter of seed) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return ((sum >>> 8) % 6) + 1;
}

/** A face, or the initials. Decorative: the name stands beside it, so it is hidden from screen readers. */
export function Avatar({
  name,
  src,
  seed,
  size = "medium",
  className,
}: {
  name: string;
  src?: string | null;
  seed?: string;
  size?: keyof typeof sizes;
  className?: string;
}) {
  const shape = cn(
    "grid shrink-0 select-none place-items-center overflow-hidden rounded-full font-bold",
    sizes[size],
    className,
  );
  if (src) {
    // biome-ignore lint/performance/noImgElement: pictures come through our own file route at their final size
    return <img src={src} alt="" className={cn(shape, "object-cover")} loading="lazy" decoding="async" />;
  }
  return (
    <span aria-hidden className={cn(shape, "tinted")} data-tint={tintOf(seed ?? name)}>
      {initials(name)}
    </span>
  );
}
