import { Node } from "@tiptap/core";
import { TableKit } from "@tiptap/extension-table";
import StarterKit from "@tiptap/starter-kit";
import { type CalloutKind, calloutKinds, linkAddress, type QuizBlock } from "@/server/features/courses/lesson.schema";
import { courseFile } from "../course-file";
import { mathMl } from "../maths";

export type NodeLabels = { callout: Record<CalloutKind, string> };

const element = (tag: string, className = "", text = ""): HTMLElement => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
};

/** A formula, drawn as learners see it; what cannot be read stands as it was typed. */
const maths = (name: "inlineMath" | "blockMath") => {
  const block = name === "blockMath";
  return Node.create({
    name,
    group: block ? "block" : "inline",
    inline: !block,
    atom: true,
    addAttributes: () => ({ latex: { default: "" } }),
    parseHTML: () => [{ tag: `[data-type="${name}"]`, getAttrs: (dom) => ({ latex: dom.dataset.latex ?? "" }) }],
    renderHTML: ({ node }) => [block ? "div" : "span", { "data-type": name, "data-latex": node.attrs.latex }],
    addNodeView:
      () =>
      ({ node }) => {
        const dom = element(block ? "div" : "span", block ? "lesson-maths" : "");
        const drawn = mathMl(node.attrs.latex, block);
        if (drawn === null) dom.append(element("code", "", node.attrs.latex));
        else dom.innerHTML = drawn;
        return { dom };
      },
  });
};

const callout = (labels: NodeLabels) =>
  Node.create({
    name: "callout",
    group: "block",
    content: "block+",
    defining: true,
    addAttributes: () => ({ kind: { default: "note" } }),
    parseHTML: () => [
      {
        tag: "[data-callout]",
        getAttrs: (dom) =>
          calloutKinds.some((kind) => kind === dom.dataset.callout) ? { kind: dom.dataset.callout } : false,
      },
    ],
    renderHTML: ({ node }) => ["aside", { "data-callout": node.attrs.kind }, 0],
    addNodeView:
      () =>
      ({ node }) => {
        const dom = element("aside", "lesson-callout");
        dom.dataset.kind = node.attrs.kind;
        const label = element("p", "lesson-callout-kind", labels.callout[node.attrs.kind as CalloutKind]);
        label.contentEditable = "false";
        const contentDOM = element("div");
        dom.append(label, contentDOM);
        return { dom, contentDOM };
      },
  });

const quiz = Node.create({
  name: "quiz",
  group: "block",
  atom: true,
  addAttributes: () => ({
    blockId: { default: null },
    question: { default: "" },
    options: { default: [] },
    right: { default: "" },
    explanation: { default: null },
  }),
  parseHTML: () => [],
  renderHTML: ({ node }) => ["div", { "data-type": "quiz" }, node.attrs.question],
  addNodeView:
    () =>
    ({ node }) => {
      const attrs = node.attrs as QuizBlock;
      const dom = element("div", "lesson-quiz");
      dom.append(element("p", "font-semibold", attrs.question));
      const list = element("ul");
      for (const option of attrs.options)
        list.append(element("li", option.key === attrs.right ? "font-semibold text-good" : "", option.text));
      dom.append(list);
      return { dom };
    },
});

/** Files stand in the text as what they are called; learners get the thing itself. */
const fileNode = (name: "image" | "audio" | "video" | "file", attributes: readonly string[]) =>
  Node.create({
    name,
    group: "block",
    atom: true,
    addAttributes: () => Object.fromEntries(attributes.map((attribute) => [attribute, { default: null }])),
    parseHTML: () => [],
    renderHTML: ({ node }) => [
      "div",
      { "data-type": name },
      node.attrs.title ?? node.attrs.name ?? node.attrs.alt ?? "",
    ],
    addNodeView:
      () =>
      ({ node }) => {
        const { fileId, alt, title, name: called } = node.attrs;
        if (name !== "image") return { dom: element("p", "lesson-file", title ?? called) };
        const dom = document.createElement("img");
        Object.assign(dom, {
          src: courseFile(fileId, "w960"),
          alt,
          width: node.attrs.width,
          height: node.attrs.height,
        });
        return { dom };
      },
  });

/** What a lesson may hold, exactly as its schema lists it: whatever is pasted is cut down to this. */
export const lessonExtensions = (labels: NodeLabels) => [
  StarterKit.configure({
    heading: { levels: [2, 3, 4] },
    strike: false,
    // It would write into a document nobody has touched.
    trailingNode: false,
    link: {
      openOnClick: false,
      HTMLAttributes: { target: null, rel: null, class: null },
      isAllowedUri: (url) => linkAddress.safeParse(url).success,
    },
  }),
  TableKit.configure({ table: { resizable: false } }),
  maths("inlineMath"),
  maths("blockMath"),
  callout(labels),
  quiz,
  fileNode("image", ["fileId", "alt", "width", "height"]),
  fileNode("audio", ["fileId", "title", "transcript"]),
  fileNode("video", ["fileId", "title", "megabytes", "transcript"]),
  fileNode("file", ["fileId", "name", "megabytes"]),
];

type Json = { attrs?: Record<string, unknown>; marks?: Json[]; content?: Json[] } & Record<string, unknown>;

/** The editor's JSON as the schema takes it: attributes that say nothing are left out. */
export function tidy({ attrs, marks, content, ...rest }: Json): Json {
  const said = Object.entries(attrs ?? {}).filter(([name, value]) => value !== null && name !== "colwidth");
  return {
    ...rest,
    ...(said.length ? { attrs: Object.fromEntries(said) } : {}),
    ...(marks?.length ? { marks: marks.map(tidy) } : {}),
    ...(content?.length ? { content: content.map(tidy) } : {}),
  };
}
