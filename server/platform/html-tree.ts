import type { DefaultTreeAdapterTypes } from "parse5";

/** Walking over HTML that was read by parse5: what every reader of foreign pages asks of a node. */
export type Html = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;

export const isElement = (node: Html): node is Element => "tagName" in node;

/** An attribute's value; empty where it is missing. */
export const attribute = (node: Element, name: string): string =>
  node.attrs.find((one) => one.name === name)?.value ?? "";

/** All text within, without its tags. */
export const textOf = (node: Element): string =>
  node.childNodes.map((one) => ("value" in one ? one.value : isElement(one) ? textOf(one) : "")).join("");

/** The TeX that MathML carries as an annotation; null where it carries none. */
export function texOf(node: Element): string | null {
  if (node.tagName === "annotation" && /tex/iu.test(attribute(node, "encoding"))) return textOf(node).trim() || null;
  return node.childNodes.filter(isElement).map(texOf).find(Boolean) ?? null;
}
