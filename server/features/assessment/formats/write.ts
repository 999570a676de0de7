import { type Prose, proseText } from "@/lib/prose";
import { filesIn, proseHtml } from "./html";
import type { Losses } from "./losses";
import type { Picture } from "./pictures";
import { escapeXml, tag } from "./xml";

/** The school's files a question may show, by id. What is not among them is a loss. */
export type Files = ReadonlyMap<string, Picture>;

/** How a format writes a recording at an address. */
type Sound = (source: string, alt: string, type: string) => string;

/** A passage as HTML; its pictures are asked for by name, and those that are not there are a loss. */
export function htmlWith(
  prose: Prose,
  files: Files,
  losses: Losses,
  address: (picture: Picture) => string,
  sound: Sound,
): string {
  return proseHtml(prose, ({ type, attrs: { fileId, alt } }) => {
    const file = files.get(fileId);
    if (!file) losses.add("media");
    if (!file) return escapeXml(alt);
    return type === "image" ? tag("img", { src: address(file), alt }) : sound(address(file), alt, file.type);
  });
}

/** A passage where only words can stand. */
export function wordsOf(prose: Prose, losses: Losses): string {
  if (typeof prose !== "string") losses.add(filesIn(prose).length ? "media" : "formatting");
  return proseText(prose);
}
