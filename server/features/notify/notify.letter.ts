import type { Locale } from "@/lib/locales";

/** A letter before it is text or HTML: every line in the reader's language, nothing escaped yet. */
export type Letter = {
  locale: Locale;
  subject: string;
  greeting?: string;
  /** Said before everything else: why it comes this way. */
  note?: string | null;
  title: string;
  paragraphs: readonly string[];
  /** Groups of lines, each with its address: what a digest is made of. */
  groups?: readonly { title: string; items: readonly { title: string; text: string; href: string | null }[] }[];
  action?: { label: string; href: string } | null;
  /** At the foot: why it came, and what can be done about it. */
  foot: readonly string[];
  links: readonly { label: string; href: string }[];
};

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => escapes[letter] ?? letter);

/** One line, not endless: what stands there may come from a person. */
export const subjectLine = (text: string) => text.replace(/\s+/g, " ").slice(0, 150);

/** The letter for readers of plain text. */
export function letterText(letter: Letter): string {
  const { greeting, note, title, paragraphs, groups = [], action, foot, links } = letter;
  return [
    ...(greeting ? [greeting] : []),
    ...(note ? [note] : []),
    title,
    ...paragraphs,
    ...groups.flatMap((group) => [
      group.title.toUpperCase(),
      ...group.items.map((item) =>
        [`- ${item.title}`, `  ${item.text}`, ...(item.href ? [`  ${item.href}`] : [])].join("\n"),
      ),
    ]),
    ...(action ? [`${action.label}: ${action.href}`] : []),
    "--",
    ...(foot.length ? [foot.join(" ")] : []),
    ...links.map((link) => `${link.label}: ${link.href}`),
  ]
    .join("\n\n")
    .concat("\n");
}

const muted = "color:#6b635b";
const anchor = ({ label, href }: { label: string; href: string }) =>
  `<a href="${escaped(href)}" style="${muted}">${escaped(label)}</a>`;

/** The same as HTML: no picture, no font and nothing else fetched, so that reading it tells nobody anything. */
export function letterHtml(letter: Letter): string {
  const { greeting, note, title, paragraphs, groups = [], action, foot, links } = letter;
  const lines = [
    ...(greeting ? [`<p style="margin:0 0 16px">${escaped(greeting)}</p>`] : []),
    ...(note
      ? [`<p style="margin:0 0 16px;padding:10px 14px;background:#f3efe8;border-radius:7px">${escaped(note)}</p>`]
      : []),
    `<h1 style="margin:0 0 8px;font-size:20px;line-height:1.3">${escaped(title)}</h1>`,
    ...paragraphs.map((text) => `<p style="margin:0 0 24px">${escaped(text)}</p>`),
    ...groups.flatMap((group) => [
      `<h2 style="margin:24px 0 8px;font-size:16px">${escaped(group.title)}</h2>`,
      '<ul style="margin:0 0 16px;padding-left:20px">',
      ...group.items.map(({ title: name, text, href }) => {
        const shown = href
          ? `<a href="${escaped(href)}" style="color:#1f5f5b;font-weight:600">${escaped(name)}</a>`
          : `<b>${escaped(name)}</b>`;
        return `<li style="margin:0 0 10px">${shown}<br>${escaped(text)}</li>`;
      }),
      "</ul>",
    ]),
    ...(action
      ? [
          `<p style="margin:0 0 32px"><a href="${escaped(action.href)}" style="display:inline-block;padding:11px 18px;border-radius:7px;background:#1f5f5b;color:#ffffff;text-decoration:none;font-weight:600">${escaped(action.label)}</a></p>`,
        ]
      : []),
    `<p style="margin:0;padding-top:16px;border-top:1px solid #e6e1da;${muted};font-size:14px">${[escaped(foot.join(" ")), ...links.map(anchor)].join(" ")}</p>`,
  ];
  return `<!doctype html>
<html lang="${letter.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(letter.subject)}</title></head>
<body style="margin:0;background:#faf8f5;color:#2b2622;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:32px 20px">
<p style="margin:0 0 24px;font-weight:600">Urban Home School</p>
${lines.join("\n")}
</div>
</body>
</html>
`;
}
