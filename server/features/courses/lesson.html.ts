import { parse } from "parse5";
import { Unreadable } from "@/server/features/assessment/formats/problems";
import { escapeXml } from "@/server/features/assessment/formats/xml";
import { attribute, type Element, type Html, isElement, texOf, textOf } from "@/server/platform/html-tree";
import { fileBlock, type ShownFile } from "./lesson.files.domain";
import { type Block, calloutKinds, type Inline, type LessonDoc, linkAddress } from "./lesson.schema";

type Text = Extract<Inline, { type: "text" }>;
type Mark = NonNullable<Text["marks"]>[number];
type BlockOf<T extends Block["type"]> = Extract<Block, { type: T }>;

// ── A lesson as a page ───────────────────────────────────────────────────────────────────────────

const tagOf = { bold: "strong", italic: "em", underline: "u", code: "code" } as const;
/** Where a file of a lesson is, seen from its page. */
type Address = (fileId: string) => string;

const attributes = (all: Record<string, string | number | undefined>) =>
  Object.entries(all)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeXml(String(value))}"`]))
    .join("");
const wrapped = (name: string, inside: string, all: Record<string, string | number | undefined> = {}) =>
  `<${name}${attributes(all)}>${inside}</${name}>`;

function inlineHtml(one: Inline): string {
  if (one.type === "hardBreak") return "<br/>";
  if (one.type === "inlineMath") return escapeXml(`\\(${one.attrs.latex}\\)`);
  return (one.marks ?? []).reduceRight(
    (inside, mark) =>
      mark.type === "link" ? wrapped("a", inside, { href: mark.attrs.href }) : wrapped(tagOf[mark.type], inside),
    escapeXml(one.text),
  );
}
const line = (content: readonly Inline[] = []) => content.map(inlineHtml).join("");

/** What HTML has no element for is named in `data-uhs`, with what it is made of; other systems show the words. */
const ours = (name: string, inside: string, type: string, attrs: object, more: Record<string, string> = {}) =>
  wrapped(name, inside, { ...more, "data-uhs": type, "data-attrs": JSON.stringify(attrs) });

function blockHtml(block: Block, address: Address): string {
  const inside = (of: readonly Block[]) => of.map((one) => blockHtml(one, address)).join("\n");
  switch (block.type) {
    case "paragraph":
      return wrapped("p", line(block.content));
    case "heading":
      return wrapped(`h${block.attrs.level}`, line(block.content));
    case "codeBlock":
      return wrapped("pre", escapeXml((block.content ?? []).map(({ text }) => text).join("")));
    case "horizontalRule":
      return "<hr/>";
    case "blockMath":
      return ours("div", escapeXml(`\\[${block.attrs.latex}\\]`), block.type, block.attrs);
    case "bulletList":
      return wrapped("ul", block.content.map((item) => wrapped("li", inside(item.content))).join(""));
    case "orderedList":
      return wrapped("ol", block.content.map((item) => wrapped("li", inside(item.content))).join(""), {
        start: block.attrs?.start,
      });
    case "blockquote":
      return wrapped("blockquote", inside(block.content));
    case "callout":
      return ours("div", inside(block.content), block.type, block.attrs);
    case "table":
      return wrapped("table", block.content.map((row) => rowHtml(row, inside)).join("\n"));
    case "quiz":
      return ours("div", quizHtml(block.attrs), block.type, block.attrs);
    default:
      return mediaHtml(block, address);
  }
}

function rowHtml({ content }: BlockOf<"table">["content"][number], inside: (of: readonly Block[]) => string): string {
  return wrapped(
    "tr",
    content
      .map((cell) => wrapped(cell.type === "tableHeader" ? "th" : "td", inside(cell.content), { ...cell.attrs }))
      .join(""),
  );
}

const quizHtml = ({ question, options }: BlockOf<"quiz">["attrs"]) =>
  wrapped("p", escapeXml(question)) + wrapped("ul", options.map(({ text }) => wrapped("li", escapeXml(text))).join(""));

function mediaHtml(block: BlockOf<"image" | "audio" | "video" | "file">, address: Address): string {
  const at = address(block.attrs.fileId);
  if (block.type === "image") {
    const { alt, width, height } = block.attrs;
    return `<img${attributes({ src: at, alt, width, height })}/>`;
  }
  if (block.type === "file")
    return wrapped("p", ours("a", escapeXml(block.attrs.name), "file", block.attrs, { href: at }));
  return ours(block.type, "", block.type, block.attrs, { src: at, title: block.attrs.title, controls: "controls" });
}

/** A lesson as a page other systems can show. */
export function lessonHtml(
  doc: LessonDoc,
  { title, language, address }: { title: string; language: string; address: Address },
): string {
  const body = doc.content.map((one) => blockHtml(one, address)).join("\n");
  return pageHtml({ title, language, body });
}

/** A page of its own with what is HTML already. */
export const pageHtml = ({ title, language, body }: { title: string; language: string; body: string }): string =>
  `<!DOCTYPE html>\n<html lang="${language}">\n<head>\n<meta charset="utf-8"/>\n<title>${escapeXml(title)}</title>\n</head>\n<body>\n${body}\n</body>\n</html>\n`;

// ── A page as a lesson ───────────────────────────────────────────────────────────────────────────

export type PageSource = {
  /** The file an address of the page leads to; null when it is none of the archive's, or of no kind we take. */
  file: (address: string) => ShownFile | null;
  /** Something of the page is not kept: a key below `errors.courseNote`. */
  onLoss: (what: "media" | "frame" | "script" | "form" | "maths") => void;
  /** Takes the rubric that stands in a task of ours; what it does not take is read as words. */
  onRubric?: (attrs: Record<string, unknown>) => boolean;
};

const markOf: Record<string, Mark["type"]> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  code: "code",
  tt: "code",
};
const wordless: Record<string, "script" | "form" | null> = {
  script: "script",
  style: null,
  template: null,
  noscript: null,
  head: null,
  title: null,
  select: "form",
  textarea: "form",
  button: "form",
  input: "form",
  svg: null,
};
const boxes = new Set(
  "p div section article main header footer nav aside address center figure figcaption form fieldset dl dt dd details summary caption".split(
    " ",
  ),
);
/** Nesting beyond this is read as if it were flat: a lesson holds no more. */
const DEEPEST = 10;
/** Boxes within boxes beyond what a person writes: what reads them would run out of room. */
const DEEPEST_BOX = 200;

const elementsOf = (node: Element) => node.childNodes.filter(isElement);
const filled = (blocks: Block[]): Block[] => (blocks.length ? blocks : [{ type: "paragraph" }]);

/** Builds a lesson from HTML nobody should trust: only the nodes a lesson can have are ever made. */
class PageReader {
  constructor(private readonly source: PageSource) {}

  blocks(nodes: readonly Html[], depth: number): Block[] {
    const blocks: Block[] = [];
    let words: Inline[] = [];
    const finish = () => {
      const content = tidy(words);
      if (content.length) blocks.push({ type: "paragraph", content });
      words = [];
    };
    const walk = (children: readonly Html[], marks: Mark[]) => {
      for (const child of children) {
        if (!isElement(child)) {
          if ("value" in child && child.nodeName === "#text") words.push(...textNodes(child.value, marks));
          continue;
        }
        const made = this.#block(child, depth);
        if (made) {
          finish();
          blocks.push(...made);
        } else if (child.tagName === "br") words.push({ type: "hardBreak" });
        else if (boxes.has(child.tagName)) {
          finish();
          walk(child.childNodes, marks);
          finish();
        } else walk(child.childNodes, withMark(child, marks));
      }
    };
    walk(nodes, []);
    finish();
    return blocks;
  }

  /** Blocks of an element that is one; null for what is words or a box around others. */
  #block(node: Element, depth: number): Block[] | null {
    const name = node.tagName;
    if (attribute(node, "data-uhs")) return this.#ours(node, depth);
    if (name in wordless) {
      const what = wordless[name];
      if (what) this.source.onLoss(what);
      return [];
    }
    if (name === "img" || name === "audio" || name === "video") return this.#media(node);
    if (["iframe", "embed", "object"].includes(name)) return this.#frame(node);
    if (name === "a") return this.#handout(node);
    if (name === "math") return this.#maths(node);
    if (name === "hr") return [{ type: "horizontalRule" }];
    if (name === "pre") return [{ type: "codeBlock", content: [{ type: "text", text: textOf(node) || " " }] }];
    if (/^h[1-6]$/.test(name)) return this.#heading(node, Number(name[1]), depth);
    if (depth >= DEEPEST) return null;
    if (name === "blockquote")
      return [{ type: "blockquote", content: filled(this.blocks(node.childNodes, depth + 1)) }];
    if (name === "ul" || name === "ol") return this.#list(node, depth);
    return name === "table" ? this.#table(node, depth) : null;
  }

  /** What our own pages name: leaves with what they are made of, their file as this archive holds it. */
  #ours(node: Element, depth: number): Block[] | null {
    const type = attribute(node, "data-uhs");
    const attrs = readJson(attribute(node, "data-attrs"));
    if (type === "rubric") return this.source.onRubric?.(attrs) ? [] : null;
    if (type === "callout") {
      const kind = calloutKinds.find((one) => one === attrs.kind) ?? "note";
      return depth >= DEEPEST
        ? null
        : [{ type, attrs: { kind }, content: filled(this.blocks(node.childNodes, depth + 1)) }];
    }
    const address = attribute(node, "src") || attribute(node, "href");
    if (!address) return [{ type, attrs } as unknown as Block];
    const file = this.source.file(address);
    if (!file) this.source.onLoss("media");
    return file ? [{ type, attrs: { ...attrs, fileId: file.id } } as unknown as Block] : [];
  }

  #media(node: Element): Block[] {
    const inner = elementsOf(node).find(({ tagName }) => tagName === "source");
    const file = this.source.file(attribute(node, "src") || (inner ? attribute(inner, "src") : ""));
    if (!file) this.source.onLoss("media");
    return file ? [fileBlock(file, attribute(node, "alt") || attribute(node, "title"))] : [];
  }

  /** A page within the page is somebody else's: it becomes the way to it. */
  #frame(node: Element): Block[] {
    const address = attribute(node, "src") || attribute(node, "data");
    this.source.onLoss("frame");
    return linkAddress.safeParse(address).success ? [linkLine(address, attribute(node, "title") || address)] : [];
  }

  /** A link to a file of the archive; null for other links, which are words. */
  #handout(node: Element): Block[] | null {
    const file = this.source.file(attribute(node, "href"));
    return file && [fileBlock(file, textOf(node).trim())];
  }

  /** MathML is taken when it carries its TeX. */
  #maths(node: Element): Block[] {
    const latex = texOf(node);
    if (!latex) this.source.onLoss("maths");
    return latex ? [{ type: "blockMath", attrs: { latex: latex.slice(0, 2_000) } }] : [];
  }

  #heading(node: Element, level: number, depth: number): Block[] {
    const inside = this.blocks(node.childNodes, depth);
    const content = inside.flatMap((one) => (one.type === "paragraph" ? (one.content ?? []) : []));
    const others = inside.filter(({ type }) => type !== "paragraph");
    const attrs = { level: Math.min(4, Math.max(2, level)) as 2 | 3 | 4 };
    return content.length ? [{ type: "heading", attrs, content }, ...others] : others;
  }

  #list(node: Element, depth: number): Block[] {
    const items = elementsOf(node)
      .filter(({ tagName }) => tagName === "li")
      .map((item) => ({ type: "listItem" as const, content: filled(this.blocks(item.childNodes, depth + 2)) }));
    if (!items.length) return [];
    if (node.tagName === "ul") return [{ type: "bulletList", content: items }];
    const start = Number(attribute(node, "start"));
    const attrs =
      attribute(node, "start") && Number.isInteger(start) && start >= 0 && start <= 9_999 ? { attrs: { start } } : {};
    return [{ type: "orderedList", ...attrs, content: items }];
  }

  #table(node: Element, depth: number): Block[] {
    const rows = rowsOf(node).flatMap((row) => {
      const cells = elementsOf(row)
        .filter(({ tagName }) => tagName === "td" || tagName === "th")
        .slice(0, 50)
        .map((cell) => ({
          type: cell.tagName === "th" ? ("tableHeader" as const) : ("tableCell" as const),
          ...spans(cell),
          content: filled(this.blocks(cell.childNodes, depth + 3)),
        }));
      return cells.length ? [{ type: "tableRow" as const, content: cells }] : [];
    });
    return rows.length ? [{ type: "table", content: rows.slice(0, 500) }] : [];
  }
}

const rowsOf = (table: Element): Element[] =>
  elementsOf(table).flatMap((one) =>
    one.tagName === "tr" ? [one] : ["thead", "tbody", "tfoot"].includes(one.tagName) ? rowsOf(one) : [],
  );

function spans(cell: Element): { attrs?: { colspan?: number; rowspan?: number } } {
  const kept = (["colspan", "rowspan"] as const).flatMap((key) => {
    const count = Number(attribute(cell, key));
    return Number.isInteger(count) && count >= 1 && count <= 50 ? [[key, count] as const] : [];
  });
  return kept.length ? { attrs: Object.fromEntries(kept) } : {};
}

function readJson(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null ? { ...read } : {};
  } catch {
    return {};
  }
}

/** A file by itself as a lesson. */
export const fileLesson = (file: ShownFile, words: string): LessonDoc => ({
  type: "doc",
  content: [fileBlock(file, words)],
});

/** One link on a line of its own. */
export const linkLine = (href: string, words: string): Block => ({
  type: "paragraph",
  content: [{ type: "text", text: words.trim() || href, marks: [{ type: "link", attrs: { href } }] }],
});

function withMark(node: Element, marks: Mark[]): Mark[] {
  const href = attribute(node, "href");
  const type = markOf[node.tagName];
  const mark =
    node.tagName === "a" && linkAddress.safeParse(href).success
      ? ({ type: "link", attrs: { href } } as const)
      : type && type !== "link"
        ? { type }
        : null;
  return mark && !marks.some((one) => one.type === mark.type) ? [...marks, mark as Mark] : marks;
}

/** Text with formulas between \( \) in it. */
function textNodes(value: string, marks: Mark[]): Inline[] {
  const clean = value.toWellFormed().replaceAll("\u0000", "");
  return clean.split(/(\\\([\s\S]{1,2000}?\\\))/u).flatMap((text, at): Inline[] => {
    if (at % 2 === 0) return text ? [{ type: "text", text, ...(marks.length && { marks }) }] : [];
    const latex = text.slice(2, -2).trim();
    return latex ? [{ type: "inlineMath", attrs: { latex } }] : [];
  });
}

const sameMarks = (one: Text, other: Text) => JSON.stringify(one.marks) === JSON.stringify(other.marks);

/** White space as a browser shows it: one space between words, none at the ends of a line; neighbours alike are one. */
function tidy(line: readonly Inline[]): Inline[] {
  const out: Inline[] = [];
  for (const node of line) {
    const last = out.at(-1);
    if (node.type !== "text") {
      out.push(node);
      continue;
    }
    const begins = !last || last.type === "hardBreak" || (last.type === "text" && last.text.endsWith(" "));
    const text = node.text.replace(/[ \t\n\r\f]+/gu, " ").replace(/^ /u, begins ? "" : " ");
    if (!text) continue;
    if (last?.type === "text" && sameMarks(last, node)) out[out.length - 1] = { ...last, text: last.text + text };
    else out.push({ ...node, text });
  }
  const end = out.at(-1);
  if (end?.type === "text") {
    const text = end.text.replace(/ $/u, "");
    out.splice(-1, 1, ...(text ? [{ ...end, text }] : []));
  }
  return out;
}

/** Whether a page is nested beyond what can be read; looked at level by level, without recursion. */
function isTooDeep(root: Element): boolean {
  let level = [root];
  for (let depth = 0; level.length; depth += 1) {
    if (depth > DEEPEST_BOX) return true;
    level = level.flatMap(elementsOf);
  }
  return false;
}

/** A page as a lesson, not judged yet by the lesson's own schema. Throws Unreadable for one nested without end. */
export function pageLesson(html: string, source: PageSource): LessonDoc {
  const page = parse(html);
  const root = page.childNodes.find(
    (one): one is Element => isElement(one as Html) && (one as Element).tagName === "html",
  );
  if (root && isTooDeep(root)) throw new Unreadable({ line: 1 }, "xmlDepth", String(DEEPEST_BOX));
  const body = root?.childNodes.find((one): one is Element => isElement(one) && one.tagName === "body");
  return { type: "doc", content: filled(new PageReader(source).blocks(body?.childNodes ?? [], 0)) };
}
