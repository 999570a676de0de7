import { SaxesParser } from "saxes";
import { limits, type Place, Unreadable } from "./problems";

/** An element and where it starts. Names are without their prefix. */
export type XmlNode = {
  name: string;
  place: Place;
  attributes: Record<string, string>;
  children: (XmlNode | string)[];
};

/**
 * Reads XML that is well formed, has no document type (so no entity of its own, no file from elsewhere) and is not
 * deeper or larger than the limits; anything else is refused with its line.
 */
export function readXml(text: string, file?: string): XmlNode {
  const parser = new SaxesParser({ xmlns: true });
  const here = (): Place => ({ ...(file && { file }), line: parser.line, column: parser.columnIndex });
  const top: XmlNode = { name: "", place: { line: 1 }, attributes: {}, children: [] };
  const open: XmlNode[] = [top];
  let nodes = 0;
  let start = here();
  const append = (child: XmlNode | string) => open.at(-1)?.children.push(child);

  parser.on("error", (fault) => {
    throw new Unreadable(here(), "xmlBroken", fault.message.replace(/^\d+:\d+: /u, ""));
  });
  parser.on("doctype", () => {
    throw new Unreadable(here(), "xmlDoctype", "");
  });
  parser.on("opentagstart", () => {
    start = here();
  });
  parser.on("opentag", (tag) => {
    if (open.length > limits.xmlDepth) throw new Unreadable(start, "xmlDepth", String(limits.xmlDepth));
    if (++nodes > limits.xmlNodes) throw new Unreadable(start, "tooMany", String(limits.xmlNodes));
    const attributes = Object.fromEntries(Object.values(tag.attributes).map((one) => [one.local, one.value]));
    const node: XmlNode = { name: tag.local, place: start, attributes, children: [] };
    append(node);
    open.push(node);
  });
  parser.on("closetag", () => open.pop());
  parser.on("text", append);
  parser.on("cdata", append);

  parser.write(text).close();
  const root = elements(top)[0];
  if (!root) throw new Unreadable({ ...(file && { file }), line: 1 }, "empty", "");
  return root;
}

/** The elements directly in an element, all or those of a name. */
export function elements(node: XmlNode, ...names: string[]): XmlNode[] {
  return node.children.filter(
    (child): child is XmlNode => typeof child !== "string" && (names.length === 0 || names.includes(child.name)),
  );
}

/** The first element of a name directly in an element. */
export function element(node: XmlNode, name: string): XmlNode | undefined {
  return elements(node, name)[0];
}

/** Every element below an element, in the order of the file. */
export function descendants(node: XmlNode, ...names: string[]): XmlNode[] {
  return elements(node).flatMap((child) => [
    ...(names.includes(child.name) ? [child] : []),
    ...descendants(child, ...names),
  ]);
}

/** All text in an element. */
export function textIn(node: XmlNode): string {
  return node.children.map((child) => (typeof child === "string" ? child : textIn(child))).join("");
}

const references: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;" };

/** Text as it stands in XML. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/gu, (letter) => references[letter] ?? letter);
}

/** One element; attributes are escaped, content is XML already. */
export function tag(
  name: string,
  attributes: Record<string, string | number | undefined>,
  ...content: string[]
): string {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escapeXml(String(value))}"`]))
    .join("");
  return content.length ? `<${name}${written}>${content.join("")}</${name}>` : `<${name}${written}/>`;
}
