import { textOf } from "./bytes";
import type { Draft } from "./draft";
import { Losses } from "./losses";
import { Pictures, pictureName } from "./pictures";
import { limits, Problems, Unreadable } from "./problems";
import { readItem } from "./qti.read";
import { writeItem } from "./qti.write";
import type { Read } from "./read";
import type { Files } from "./write";
import { descendants, escapeXml, readXml, tag, textIn, type XmlNode } from "./xml";
import { readZip, writeZip } from "./zip";

const manifestName = "imsmanifest.xml";
const itemType = /^imsqti_(?:item|assessment_item)_xmlv2p\d/u;

/** A path seen from another file of the package; null when it leads out of it. */
export function resolve(from: string, address: string): string | null {
  const parts = from.split("/").slice(0, -1);
  for (const part of address.split("/")) {
    if (part === "..") {
      if (!parts.length) return null;
      parts.pop();
    } else if (part !== "." && part) parts.push(part);
  }
  return parts.join("/");
}

/** An address without its percent signs, as far as it makes sense. */
export function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

const emptyRead = (): Read => ({ questions: [], problems: new Problems(), losses: [], pictures: [] });

type Source = { path?: string; text: string; tags: string[]; file: (address: string) => Uint8Array | undefined };

/** Reads one item into the result; what is wrong with it carries its file. */
function take({ path, text, tags, file }: Source, read: Read, pictures: Pictures, seen: Set<string>): void {
  const losses = new Losses();
  read.problems.attempt(() => {
    try {
      const root = readXml(text);
      const identifier = root.attributes.identifier ?? "";
      if (seen.has(identifier)) throw new Unreadable(root.place, "duplicate", identifier);
      seen.add(identifier);
      const question = readItem({ root, tags, losses, pictures, file });
      read.questions.push({ ...question, line: root.place.line, ...(path && { file: path }) });
      read.losses.push(...losses.list(root.place.line));
    } catch (fault) {
      throw fault instanceof Unreadable && path
        ? new Unreadable({ ...fault.place, file: path }, fault.reason, fault.detail)
        : fault;
    }
  });
}

/** A single QTI 2.1 item. It has no package, so it shows no pictures but those inside it. */
export function readQtiItem(text: string): Read {
  const read = emptyRead();
  const pictures = new Pictures();
  take({ text, tags: [], file: () => undefined }, read, pictures, new Set());
  return { ...read, pictures: [...pictures.found.values()] };
}

function keywords(resource: XmlNode): string[] {
  return descendants(resource, "keyword").map((node) => textIn(node).trim());
}

/** Every item a QTI 2.1 package names, and all that is wrong in it. */
export function readQtiPackage(bytes: Uint8Array): Read {
  const read = emptyRead();
  const pictures = new Pictures();
  const seen = new Set<string>();
  const paths = new Set<string>();
  read.problems.attempt(() => {
    const files = readZip(bytes);
    const manifest = files.get(manifestName);
    if (!manifest) throw new Unreadable({ line: 1 }, "missingPart", manifestName);
    const root = readXml(textOf(manifest), manifestName);
    const items = descendants(root, "resource").filter(({ attributes }) => itemType.test(attributes.type ?? ""));
    if (!items.length) throw new Unreadable({ ...root.place, file: manifestName }, "empty", "");
    if (items.length > limits.questions) read.problems.add({ line: 1 }, "tooMany", String(items.length));
    for (const resource of items.slice(0, limits.questions))
      read.problems.attempt(() => {
        const path = resolve(manifestName, decoded(resource.attributes.href ?? ""));
        if (path && paths.has(path)) throw new Unreadable({ ...resource.place, file: manifestName }, "duplicate", path);
        paths.add(path ?? "");
        const body = path ? files.get(path) : undefined;
        if (!path || !body)
          throw new Unreadable({ ...resource.place, file: manifestName }, "reference", resource.attributes.href ?? "");
        const file = (address: string) => files.get(resolve(path, decoded(address)) ?? "");
        const text = read.problems.attempt(() => itemText(body, path));
        if (text !== undefined) take({ path, text, tags: keywords(resource), file }, read, pictures, seen);
      });
  });
  return { ...read, pictures: [...pictures.found.values()] };
}

function itemText(body: Uint8Array, path: string): string {
  try {
    return textOf(body);
  } catch (fault) {
    throw fault instanceof Unreadable
      ? new Unreadable({ ...fault.place, file: path }, fault.reason, fault.detail)
      : fault;
  }
}

const lom = (tags: readonly string[]) =>
  tag(
    "metadata",
    {},
    tag(
      "imsmd:lom",
      {},
      tag(
        "imsmd:general",
        {},
        ...tags.map((one) => tag("imsmd:keyword", {}, tag("imsmd:langstring", {}, escapeXml(one)))),
      ),
    ),
  );

const namespaces = {
  xmlns: "http://www.imsglobal.org/xsd/imscp_v1p1",
  "xmlns:imsmd": "http://www.imsglobal.org/xsd/imsmd_v1p2",
};

/** A package of one item per question with a manifest that carries their tags. */
export function writeQtiPackage(drafts: readonly { draft: Draft; losses: Losses }[], files: Files): Uint8Array {
  const entries = new Map<string, string | Uint8Array>();
  const resources = drafts.map(({ draft, losses }, at) => {
    const identifier = `q${at + 1}`;
    const href = `items/${identifier}.xml`;
    const { xml, tags, pictures } = writeItem(identifier, draft, losses, files);
    entries.set(href, xml);
    for (const picture of pictures) entries.set(`media/${pictureName(picture)}`, picture.bytes);
    const listed = [href, ...pictures.map((picture) => `media/${pictureName(picture)}`)].map((path) =>
      tag("file", { href: path }),
    );
    return tag(
      "resource",
      { identifier, type: "imsqti_item_xmlv2p1", href },
      ...(tags.length ? [lom(tags)] : []),
      ...listed,
    );
  });
  const manifest = tag(
    "manifest",
    { ...namespaces, identifier: "questions" },
    tag("metadata", {}, tag("schema", {}, "QTIv2.1 Package"), tag("schemaversion", {}, "1.0.0")),
    tag("organizations", {}),
    tag("resources", {}, "\n", resources.join("\n"), "\n"),
  );
  return writeZip(new Map([[manifestName, `<?xml version="1.0" encoding="UTF-8"?>\n${manifest}\n`], ...entries]));
}
