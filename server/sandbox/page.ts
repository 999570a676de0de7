import { readFileSync } from "node:fs";
import type { SandboxMessage } from "./store";

/** Text that is safe inside HTML, also in attributes. */
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The school's colours; the page can be read without them. */
function tokens(): string {
  try {
    return readFileSync("app/tokens.css", "utf8");
  } catch {
    return ":root{--page:#faf8f4;--surface:#fff;--sunken:#f3f1ec;--line:#e3e0d9;--field:#8d8880;--ink:#26221d;--muted:#5f5a52;--accent:#0f5f5c;--accent-soft:#e4f1ef;--focus:#2b5fd0}";
  }
}

const style = `
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 "Atkinson Hyperlegible Next",system-ui,sans-serif}
header{padding:28px 20px 4px;max-width:1120px;margin:auto}h1{font-size:22px;line-height:1.3;margin:0;font-weight:650}header p{margin:4px 0 0;color:var(--muted)}
form{display:flex;gap:8px;flex-wrap:wrap;max-width:1120px;margin:auto;padding:12px 20px}
input,select,button{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--field);border-radius:7px;padding:8px 12px;min-height:42px}
input{flex:1;min-width:180px}button{background:var(--accent);color:var(--on-accent,#fff);border-color:transparent;cursor:pointer}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
main{display:grid;grid-template-columns:minmax(0,380px) minmax(0,1fr);gap:16px;max-width:1120px;margin:auto;padding:8px 20px 48px;align-items:start}
ol{list-style:none;margin:0;padding:0;background:var(--surface);border:1px solid var(--line);border-radius:10px;overflow:hidden}
li+li{border-top:1px solid var(--line)}li a{display:block;padding:12px 14px;color:inherit;text-decoration:none}li a:hover{background:var(--sunken)}
li a[aria-current]{background:var(--accent-soft)}li b{display:block;font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
li span{display:block;color:var(--muted);font-size:14px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
article{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:20px;min-width:0}article h2{font-size:18px;margin:0 0 8px;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 12px;margin:0 0 16px;font-size:14px}dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:0;max-width:65ch}iframe{width:100%;height:560px;border:1px solid var(--line);border-radius:7px;background:#fff}
h3{font-size:14px;color:var(--muted);font-weight:600;margin:20px 0 8px}.none{color:var(--muted);padding:40px 20px;text-align:center}
@media(max-width:760px){main{grid-template-columns:minmax(0,1fr)}}`;

const time = new Intl.DateTimeFormat("en-KE", { dateStyle: "medium", timeStyle: "medium", timeZone: "Africa/Nairobi" });
const title = (message: SandboxMessage) => message.subject ?? message.text.slice(0, 80);

export type PageQuery = { to: string; channel: string; id: string };

/** The whole page: a list, one message, and a line that asks for the page again when something arrives. */
export function renderPage(
  messages: SandboxMessage[],
  open: SandboxMessage | undefined,
  query: PageQuery,
  nonce: string,
): string {
  const link = (id: string) =>
    `?${escapeHtml(new URLSearchParams({ to: query.to, channel: query.channel, id }).toString())}`;
  const option = (value: string, label: string) =>
    `<option value="${value}"${query.channel === value ? " selected" : ""}>${label}</option>`;
  const rows = messages.map(
    (message) => `<li><a href="${link(message.id)}"${message.id === open?.id ? ' aria-current="true"' : ""}>
<b>${escapeHtml(title(message))}</b><span>${{ sms: "SMS", email: "Mail", push: "Push" }[message.channel]} to ${escapeHtml(message.to.join(", "))}</span>
<span>${time.format(new Date(message.at))}${message.copies > 1 ? ` · copy ${message.copies}` : ""}</span></a></li>`,
  );
  const list = rows.length
    ? `<ol aria-label="Messages, newest first">${rows.join("")}</ol>`
    : `<article class="none">${query.to || query.channel ? "Nothing matches." : "Nothing was sent yet. What the school sends appears here by itself."}</article>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Messages sent · sandbox</title><style>${tokens()}${style}</style></head><body>
<header><h1>Messages the school sent</h1><p>Nothing here left this machine: mail and SMS are kept to be read.</p></header>
<form method="get" role="search"><input type="search" name="to" value="${escapeHtml(query.to)}" placeholder="Address or phone number" aria-label="Address or phone number">
<select name="channel" aria-label="Kind">${option("", "All")}${option("email", "Mail")}${option("sms", "SMS")}${option("push", "Push")}</select><button>Search</button></form>
<main><div>${list}</div>${open ? article(open) : rows.length ? '<article class="none">Choose a message.</article>' : ""}</main>
<script nonce="${nonce}">new EventSource("/api/stream").addEventListener("change",async()=>{const html=await(await fetch(location.href)).text();
const next=new DOMParser().parseFromString(html,"text/html").querySelector("main>div");if(next)document.querySelector("main>div").replaceWith(next)})</script></body></html>`;
}

function article(message: SandboxMessage): string {
  const html = message.html
    ? `<h3>As shown</h3><iframe sandbox="" referrerpolicy="no-referrer" title="Message as shown" src="/messages/${message.id}.html"></iframe><h3>As text</h3>`
    : "";
  return `<article><h2>${escapeHtml(title(message))}</h2><dl><dt>To</dt><dd>${escapeHtml(message.to.join(", "))}</dd>
<dt>From</dt><dd>${escapeHtml(message.from)}</dd><dt>Sent</dt><dd><time datetime="${message.at}">${time.format(new Date(message.at))}</time></dd>
<dt>Id</dt><dd>${escapeHtml(message.messageId)}</dd></dl>${html}<pre>${escapeHtml(message.text)}</pre></article>`;
}
