/** What a child knows again before it can read, drawn in components/ui/picture.tsx. */
export const pictures = [
  "sun",
  "fish",
  "tree",
  "house",
  "drum",
  "star",
  "boat",
  "flower",
  "bird",
  "kite",
  "mango",
  "ball",
] as const;
export type Picture = (typeof pictures)[number];
export const picturesInKey = 3;

/** As a form sends it: pictures in the order they were pressed. */
export const pressedPictures = (text: string): Picture[] =>
  text.split(",").flatMap((name) => pictures.find((one) => one === name) ?? []);
