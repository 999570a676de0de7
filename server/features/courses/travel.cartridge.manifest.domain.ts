import { decoded, resolve } from "@/server/features/assessment/formats/qti.package";
import { descendants, element, elements, textIn, type XmlNode } from "@/server/features/assessment/formats/xml";

/** The manifest of a cartridge: what it names, and the tree that leads there. `settings` is what Canvas says of a task. */
export type Resource = { type: string; href: string; settings: string | null };
/** A leaf of the tree: what it is called and what it leads to. */
export type Leaf = { title: string; resource: Resource | null };
type Branch = { title: string; leaves: Leaf[]; alone: boolean };

/** A title as long as one may be. */
export const short = (text: string, instead: string): string =>
  text.replace(/\s+/gu, " ").trim().slice(0, 140).trim() || instead;

/** A quiz of QTI 1.2 as cartridges have it. */
export const isQuiz = ({ type }: Resource) => /^imsqti_xmlv1p2\/.*\/assessment$/u.test(type);

/** An assignment: of the extension, or a page of Canvas with its settings beside it. */
export const isTask = ({ type, settings }: Resource) => /^assignment_xmlv1p\d$/u.test(type) || settings !== null;

function resourceOf(resource: XmlNode): Resource {
  const { type = "", href, base } = resource.attributes;
  const files = elements(resource, "file").map(({ attributes }) => attributes.href ?? "");
  const at = (address: string) => resolve(base ? `${base}/` : "", decoded(address)) ?? "";
  const settings = files.map(at).find((path) => /(?:^|\/)assignment_settings\.xml$/u.test(path)) ?? null;
  return { type, href: at(href ?? files[0] ?? ""), settings };
}

/** What a manifest names, by its name; what is a task to whom its kind is known stands for the page before it. */
export function resourcesOf(manifest: XmlNode): Map<string, Resource> {
  const nodes = descendants(manifest, "resource");
  const named = new Map(nodes.map((node) => [node.attributes.identifier ?? "", resourceOf(node)]));
  for (const node of nodes) {
    const better = named.get(element(node, "variant")?.attributes.identifierref ?? "");
    if (better && isTask(better)) named.set(node.attributes.identifier ?? "", better);
  }
  return named;
}

/** What the metadata of a course say of it. */
export const wordsOf = (node: XmlNode, name: string): string => {
  const found = descendants(node, "general")[0];
  const words = found && element(found, name);
  return words ? textIn(words).trim() : "";
};
/** What a course is called. */
export const titleOf = (manifest: XmlNode) => {
  const title = short(wordsOf(manifest, "title"), "");
  return title.length >= 3 ? title : "Imported course";
};
const titleIn = (item: XmlNode) => short(textIn(element(item, "title") ?? { ...item, children: [] }), "…");

/** Leaves below an item in reading order, however deep the tree is. */
function leavesOf(item: XmlNode, resources: ReadonlyMap<string, Resource>): Leaf[] {
  const ref = item.attributes.identifierref;
  const own = ref ? [{ title: titleIn(item), resource: resources.get(ref) ?? null }] : [];
  return [...own, ...elements(item, "item").flatMap((one) => leavesOf(one, resources))];
}

/** The tree as modules: what has parts is one; leaves that stand alone make one where they stand, quizzes none. */
export function branchesOf(
  root: XmlNode | undefined,
  resources: ReadonlyMap<string, Resource>,
  title: string,
): Branch[] {
  const branches: Branch[] = [];
  for (const item of root ? elements(root, "item") : []) {
    const leaves = leavesOf(item, resources);
    const alone = elements(item, "item").length === 0 && Boolean(item.attributes.identifierref);
    const last = branches.at(-1);
    if (alone && last?.alone) last.leaves.push(...leaves);
    else branches.push({ title: alone ? title : titleIn(item), leaves, alone });
  }
  return branches;
}
