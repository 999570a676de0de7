/**
 * Lucide's own icon is a client component (it reads a context nobody sets here), so every icon of a server-drawn page
 * would travel twice and wake up in the browser. This one draws the same and runs where it stands. Its lines are one
 * piece of text instead of elements: a page has some eighty icons, and their lines were a quarter of all it had to draw.
 */
module.exports = () => `
import { createElement, forwardRef } from "react";
const usual = { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeLinecap: "round", strokeLinejoin: "round" };
const spoken = (name) => name === "role" || name === "title" || name.startsWith("aria-");
const drawn = new WeakMap();
const lines = (icon) => {
  let html = drawn.get(icon);
  if (!html) {
    const text = icon.node.map(([tag, { key, ...attributes }]) => "<" + tag + Object.entries(attributes).map(([name, value]) => " " + name + '="' + value + '"').join("") + "/>").join("");
    drawn.set(icon, (html = { __html: text }));
  }
  return html;
};
const Icon = forwardRef(({ icon, size = 24, strokeWidth = 2, className, ...rest }, ref) =>
  createElement("svg", { ...usual, ...(ref ? { ref } : {}), ...(Object.keys(rest).some(spoken) ? {} : { "aria-hidden": true }), width: size, height: size, strokeWidth, className, ...rest, dangerouslySetInnerHTML: lines(icon) }));
export { Icon as default };
`;
