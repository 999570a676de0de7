/**
 * Lucide's own icon is a client component (it reads a context nobody sets here), so every icon of a server-drawn page
 * would travel twice and wake up in the browser. This one draws the same and runs where it stands.
 */
module.exports = () => `
import { createElement, forwardRef } from "react";
const usual = { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", strokeLinecap: "round", strokeLinejoin: "round" };
const spoken = (name) => name === "role" || name === "title" || name.startsWith("aria-");
const Icon = forwardRef(({ icon, size = 24, strokeWidth = 2, className, children, ...rest }, ref) =>
  createElement("svg", { ...usual, ...(ref ? { ref } : {}), ...(Object.keys(rest).some(spoken) ? {} : { "aria-hidden": true }), width: size, height: size, strokeWidth, className, ...rest }, icon.node.map(([tag, attributes]) => createElement(tag, attributes)), children));
export { Icon as default };
`;
