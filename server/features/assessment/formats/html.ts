import { parseFragment } from "parse5";
import type { Prose, ProseMark, ProseNode } from "@/lib/prose";
import { attribute, type Element, type Html, isElement, texOf, textOf } from "@/server/platform/html-tree";
import { limits, type Place, Unreadable } from "./problems";
import { escapeXml, type XmlNode } from "./xml";

type PlainMark = Exclude<ProseMark["type"], "link">;

const markOf: Record<string, PlainMark> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strike",
  del: "strike",
  strike: "strike",
  code: "code",
  tt: "code",
  sub: "subscript",
  sup: "superscript",
};
const tagOf: Record<PlainMark, string> = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strike: "s",
  code: "code",
  subscript: "sub",
  superscript: "sup",
};
const branchOf: Record<string, "bulletList" | "orderedList" | "listItem" | "blockquote" | "table" | "tableRow"> = {
  ul: "bulletList",
  ol: "orderedList",
  li: "listItem",
  blockquote: "blockquote",
  table: "table",
  tr: "tableRow",
};
const tagOfBranch: Record<string, string> = {
  paragraph: "p",
  codeBlock: "pre",
  tableCell: "td",
  tableHeader: "th",
  ...Object.fromEntries(Object.entries(branchOf).map(([tag, type]) => [type, tag])),
};
/** Boxes that say nothing themselves: what they hold stands on lines of its own. */
const boxes = new Set(
  "p div section article main header footer aside address center figure figcaption form dl dt dd tbody thead tfoot caption hr".split(
    " ",
  ),
);
/** Wrappers without a meaning we keep or miss. */
const wrappers = new Set("span font a html body label small big bdi".split(" "));
const known = new Set([
  ...Object.keys(markOf),
  ...Object.keys(branchOf),
  ...boxes,
  ...wrappers,
  "br",
  "img",
  "pre",
  "td",
  "th",
  ..."h1 h2 h3 h4 h5 h6".split(" "),
]);
/** What is inside of these is not words. */
const wordless = new Set(
  "script style template noscript head title select textarea button iframe object embed svg".split(" "),
);

/** Text as a program writes it when it means HTML: not "a<b and b>c". */
export function looksLikeHtml(text: string): boolean {
  const tags = [...text.matchAll(/<\/?([a-z][a-z0-9]*)(?:\s+[\w-]+\s*=[^<>]*)?\s*\/?>/giu)];
  return tags.some(([, name = ""]) => known.has(name.toLowerCase())) || /&(?:[a-z]{2,8}|#\d{2,5});/iu.test(text);
}

/** How a page's pictures become files: the id a picture gets, or a refusal. */
export type PictureReader = (source: string) => string;
export type HtmlSource = { place: Place; picture: PictureReader; onLoss: () => void };

/** Builds a passage from HTML nobody should trust: only the nodes a passage can have are ever made. */
class Reader {
  #pictures = 0;

  constructor(private readonly source: HtmlSource) {}

  blocks(nodes: readonly Html[], depth: number): ProseNode[] {
    const blocks: ProseNode[] = [];
    let line: ProseNode[] = [];
    const finish = () => {
      const content = tidy(line);
      if (content.length) blocks.push({ type: "paragraph", content });
      line = [];
    };
    const walk = (children: readonly Html[], marks: ProseMark[], at: number) => {
      if (at > limits.xmlDepth) throw new Unreadable(this.source.place, "xmlDepth", "HTML");
      for (const child of children) {
        const leaf = this.#leaf(child, marks);
        if (leaf) line.push(...leaf);
        else if (isElement(child) && isInline(child)) walk(child.childNodes, withMark(child, marks), at + 1);
        else if (isElement(child)) {
          finish();
          if (boxes.has(child.tagName) || !known.has(child.tagName)) walk(child.childNodes, marks, at + 1);
          else blocks.push(...this.#block(child, at + 1));
          finish();
        }
      }
    };
    walk(nodes, [], depth);
    finish();
    return blocks;
  }

  /** What has no children in a passage; an empty list for what is left out. */
  #leaf(node: Html, marks: ProseMark[]): ProseNode[] | null {
    if (node.nodeName === "#text" && "value" in node) return words(node.value, marks);
    if (!isElement(node)) return [];
    if (node.tagName === "br") return [{ type: "hardBreak" }];
    if (node.tagName === "math") return [formula(node, this.source.place)];
    const file = fileOf(node);
    if (file) {
      if (++this.#pictures > limits.pictures) throw new Unreadable(this.source.place, "tooMany", file.type);
      return [{ type: file.type, attrs: { fileId: this.source.picture(file.source), alt: file.alt.slice(0, 500) } }];
    }
    if (node.tagName === "video") throw new Unreadable(this.source.place, "media", node.tagName);
    if (!wordless.has(node.tagName) && known.has(node.tagName)) return null;
    this.source.onLoss();
    return wordless.has(node.tagName) ? [] : null;
  }

  #block(node: Element, depth: number): ProseNode[] {
    const name = node.tagName;
    const heading = /^h([1-6])$/u.exec(name)?.[1];
    const inside = this.blocks(node.childNodes, depth);
    if (heading) {
      const content = inside.flatMap((one) => ("content" in one ? (one.content ?? []) : [one]));
      return content.length ? [{ type: "heading", attrs: { level: Math.min(4, Number(heading)) }, content }] : [];
    }
    if (name === "pre") return [{ type: "codeBlock", content: [{ type: "text", text: textOf(node) || " " }] }];
    if (name === "td" || name === "th")
      return [{ type: name === "td" ? "tableCell" : "tableHeader", ...spans(node), content: inside }];
    const type = branchOf[name];
    return type && inside.length ? [{ type, content: inside }] : inside;
  }
}

const recording = /^(?:@@PLUGINFILE@@\/|\$IMS[-_]CC[-_]FILEBASE\$).+\.(?:mp3|m4a|ogg|oga|opus|wav|weba)(?:\?.*)?$/iu;

/** A picture or a recording, as the formats write them: an image, a player, an object, a link Moodle makes a player of. */
function fileOf(node: Element): { type: "image" | "audio"; source: string; alt: string } | null {
  const said = (...names: string[]) => names.map((name) => attribute(node, name).trim()).find(Boolean) ?? "";
  // Its own words only: what is nested without end is looked at by nobody here.
  const inside = () =>
    node.childNodes
      .map((one) => ("value" in one ? one.value : ""))
      .join("")
      .trim();
  if (node.tagName === "img") return { type: "image", source: said("src"), alt: said("alt") };
  if (node.tagName === "a" && recording.test(said("href")))
    return { type: "audio", source: said("href"), alt: inside() || nameIn(said("href")) };
  if (node.tagName === "audio") {
    const [first] = node.childNodes.filter((child): child is Element => isElement(child) && child.tagName === "source");
    const source = said("src") || (first ? attribute(first, "src") : "");
    return { type: "audio", source, alt: said("title", "aria-label") || nameIn(source) };
  }
  const type = /^(image|audio)\//u.exec(said("type"))?.[1];
  if (node.tagName !== "object" || !type) return null;
  return {
    type: type as "image" | "audio",
    source: said("data"),
    alt: inside() || said("title") || nameIn(said("data")),
  };
}

/** What a recording is called where nothing is said of it. */
const nameIn = (source: string) => (source.startsWith("data:") ? "♪" : (source.split("?")[0]?.split("/").at(-1) ?? ""));

const isInline = ({ tagName }: Element) => tagName in markOf || wrappers.has(tagName);

function withMark(node: Element, marks: ProseMark[]): ProseMark[] {
  const href = attribute(node, "href");
  const mark: ProseMark | null =
    node.tagName === "a" && /^(?:https?:\/\/|mailto:|tel:)/iu.test(href) && href.length <= 2_000
      ? { type: "link", attrs: { href } }
      : markOf[node.tagName]
        ? { type: markOf[node.tagName] as PlainMark }
        : null;
  return mark && !marks.some(({ type }) => type === mark.type) ? [...marks, mark].sort(byType) : marks;
}
const byType = (one: ProseMark, other: ProseMark) => (one.type < other.type ? -1 : 1);

function spans(node: Element): { attrs?: { colspan?: number; rowspan?: number } } {
  const kept = (["colspan", "rowspan"] as const).flatMap((key) => {
    const count = Number(attribute(node, key));
    return Number.isInteger(count) && count > 1 && count <= 20 ? [[key, count] as const] : [];
  });
  return kept.length ? { attrs: Object.fromEntries(kept) } : {};
}

/** MathML is taken when it carries its TeX; guessing at a formula would change a question. */
function formula(node: Element, place: Place): ProseNode {
  const latex = texOf(node);
  if (!latex) throw new Unreadable(place, "cannotHold", "MathML");
  return { type: "inlineMath", attrs: { latex } };
}

/** Text with TeX between \( \), \[ \] or $$ $$ in it. */
function words(value: string, marks: ProseMark[]): ProseNode[] {
  return value.split(/(\\\([\s\S]+?\\\)|\\\[[\s\S]+?\\\]|\$\$[\s\S]+?\$\$)/u).flatMap((text, at): ProseNode[] => {
    if (at % 2) {
      const latex = text.slice(2, -2).trim();
      return latex ? [{ type: text.startsWith("\\(") ? "inlineMath" : "blockMath", attrs: { latex } }] : [];
    }
    return text ? [{ type: "text", text, ...(marks.length && { marks }) }] : [];
  });
}

const sameMarks = (one: ProseNode, other: ProseNode) =>
  one.type === "text" && other.type === "text" && JSON.stringify(one.marks) === JSON.stringify(other.marks);

/** White space as a browser shows it: one space between words, none at the ends of a line. */
function tidy(line: readonly ProseNode[]): ProseNode[] {
  const out: ProseNode[] = [];
  let open = true;
  for (const node of line) {
    if (node.type !== "text") {
      if (node.type === "hardBreak") trimEnd(out);
      out.push(node);
      open = node.type === "hardBreak";
      continue;
    }
    const collapsed = node.text.replace(/[ \t\n\r\f]+/gu, " ");
    const text = open ? collapsed.replace(/^ /u, "") : collapsed;
    if (!text) continue;
    open = text.endsWith(" ");
    const last = out.at(-1);
    if (last && last.type === "text" && sameMarks(last, node))
      out[out.length - 1] = { ...last, text: last.text + text };
    else out.push({ ...node, text });
  }
  trimEnd(out);
  while (out.at(-1)?.type === "hardBreak") out.pop();
  while (out[0]?.type === "hardBreak") out.shift();
  return out.map((node) => (node.type === "text" ? { ...node, text: node.text.replaceAll("\u00a0", " ") } : node));
}

function trimEnd(line: ProseNode[]): void {
  const last = line.at(-1);
  if (last?.type !== "text") return;
  const text = last.text.replace(/ $/u, "");
  if (text) line[line.length - 1] = { ...last, text };
  else line.pop();
}

/** A document that is only lines of text is that text. */
export function simplest(prose: Prose): Prose {
  if (typeof prose === "string") return cleanText(prose).trim();
  const lines: string[] = [];
  for (const block of prose.content) {
    if (block.type !== "paragraph") return prose;
    const parts = (block.content ?? []).map((one) => {
      if (one.type === "hardBreak") return "\n";
      return one.type === "text" && !one.marks?.length ? one.text : null;
    });
    if (parts.includes(null)) return prose;
    lines.push(parts.join(""));
  }
  return lines.join("\n").trim();
}

/** Text without what no file format carries: control characters, halves of characters, odd line ends. */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?|[\u2028\u2029]/gu, "\n")
      .replace(/[\t\u00a0]/gu, " ")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/gu, "")
  );
}

/** A passage of HTML; empty text where it says nothing. */
export function readHtml(html: string, source: HtmlSource): Prose {
  // A picture may be written into its address; the text around it may not be as large.
  if (html.replace(/base64,[A-Za-z0-9+/=\s]+/gu, "").length > limits.passage)
    throw new Unreadable(source.place, "tooLarge", String(html.length));
  const content = new Reader(source).blocks(parseFragment(html).childNodes, 0);
  return content.length ? simplest({ type: "doc", content }) : "";
}

const empty = new Set(["br", "img", "hr", "source"]);

/** The content of an XML element as HTML, for the same reader. */
export function htmlOf(node: XmlNode): string {
  return node.children.map((child) => (typeof child === "string" ? escapeXml(child) : elementHtml(child))).join("");
}

function elementHtml(node: XmlNode): string {
  const kept = ["src", "alt", "href", "data", "type", "title", "colspan", "rowspan", "encoding"].flatMap((key) =>
    node.attributes[key] ? [` ${key}="${escapeXml(node.attributes[key])}"`] : [],
  );
  const inside = empty.has(node.name) ? "" : `${htmlOf(node)}</${node.name}>`;
  return `<${node.name}${kept.join("")}>${inside}`;
}

/** Text as HTML that reads back to the same text: a space HTML would swallow is written as one it keeps. */
export function textHtml(text: string): string {
  return escapeXml(text)
    .replace(/(?<=^| ) | (?=$)/gmu, "\u00a0")
    .replaceAll("\n", "<br/>");
}

export type FileNode = Extract<ProseNode, { type: "image" | "audio" }>;

/** A passage as HTML that is XML too; `show` writes a picture or a recording, as far as it can come along. */
export function proseHtml(prose: Prose, show: (node: FileNode) => string): string {
  if (typeof prose === "string") return textHtml(prose);
  return prose.content.map((node) => nodeHtml(node, show)).join("");
}

function nodeHtml(node: ProseNode, show: (node: FileNode) => string): string {
  switch (node.type) {
    case "text":
      return (node.marks ?? []).reduce(marked, textHtml(node.text));
    case "hardBreak":
      return "<br/>";
    case "inlineMath":
      return escapeXml(`\\(${node.attrs.latex}\\)`);
    case "blockMath":
      return escapeXml(`\\[${node.attrs.latex}\\]`);
    case "image":
    case "audio":
      return show(node);
    default: {
      const inside = (node.content ?? []).map((one) => nodeHtml(one, show)).join("");
      const name = node.type === "heading" ? `h${node.attrs.level}` : (tagOfBranch[node.type] ?? "div");
      return `<${name}${spanAttributes(node)}>${inside}</${name}>`;
    }
  }
}

function spanAttributes(node: ProseNode): string {
  if (node.type !== "tableCell" && node.type !== "tableHeader") return "";
  return Object.entries(node.attrs ?? {})
    .map(([key, count]) => ` ${key}="${count}"`)
    .join("");
}

function marked(html: string, mark: ProseMark): string {
  if (mark.type === "link") return `<a href="${escapeXml(mark.attrs.href)}">${html}</a>`;
  return `<${tagOf[mark.type]}>${html}</${tagOf[mark.type]}>`;
}

/** Every file a passage shows. */
export function filesIn(prose: Prose): string[] {
  const walk = (node: ProseNode): string[] => {
    if (node.type === "image" || node.type === "audio") return [node.attrs.fileId];
    return "content" in node ? (node.content ?? []).flatMap(walk) : [];
  };
  return typeof prose === "string" ? [] : prose.content.flatMap(walk);
}
