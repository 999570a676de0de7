import { createHash } from "node:crypto";
import { v7 as uuid } from "uuid";
import type { Locale } from "@/lib/locales";
import { messageEnqueued } from "@/server/features/notify/notify.delivery.events";
import { sealText } from "@/server/platform/crypto";
import type { Db } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { translator } from "@/server/platform/i18n";
import { enqueue } from "@/server/platform/outbox";

/** What the school writes to somebody who has no account yet, or about the account itself. Each is a branch of `letters`. */
export const letterNames = [
  "register_confirm",
  "register_known",
  "register_code",
  "register_code_known",
  "reset",
  "invite_guardian",
  "invite_work",
  "application_received",
  "application_declined",
  "contact_verify",
  "contact_changed",
  "contact_undone",
] as const;
export type LetterName = (typeof letterNames)[number];

export type Letter = {
  to: { email: string } | { phone: string };
  locale: Locale;
  name: LetterName;
  params?: Record<string, string | number>;
  /** A path of ours; the letter's button leads there. */
  link?: string;
  /** Names the fact, so that writing it twice sends it once. */
  dedupeKey: string;
  userId?: string | null;
};

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

/** A letter in its reader's language: subject, text and HTML of a mail, or the one line of an SMS. */
export function composeLetter(letter: Pick<Letter, "locale" | "name" | "params" | "link">) {
  const t = translator(letter.locale, "registration");
  const { name, params = {} } = letter;
  const link = letter.link ? new URL(letter.link, env().APP_URL).href : null;
  const subject = t(`letters.${name}.subject`, params).replace(/\s+/g, " ");
  const body = t(`letters.${name}.text`, params);
  const action = link ? t(`letters.${name}.action`, params) : null;
  const foot = t("letters.foot");
  return {
    subject,
    text: [body, ...(link ? [`${action}: ${link}`] : []), "--", foot].join("\n\n").concat("\n"),
    html: `<!doctype html>
<html lang="${letter.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>
<body style="margin:0;background:#faf8f5;color:#2b2622;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto;padding:32px 20px">
<p style="margin:0 0 24px;font-weight:600">Urban Home School</p>
<h1 style="margin:0 0 8px;font-size:20px;line-height:1.3">${escaped(subject)}</h1>
<p style="margin:0 0 24px">${escaped(body)}</p>
${link ? `<p style="margin:0 0 32px"><a href="${escaped(link)}" style="display:inline-block;padding:11px 18px;border-radius:7px;background:#1f5f5b;color:#ffffff;text-decoration:none;font-weight:600">${escaped(action ?? "")}</a></p>` : ""}
<p style="margin:0;padding-top:16px;border-top:1px solid #e6e1da;color:#6b635b;font-size:14px">${escaped(foot)}</p>
</div>
</body>
</html>
`,
    sms: [t(`letters.${name}.sms`, params), ...(link ? [link] : [])].join(" "),
  };
}

/** Writes a letter into the outbox, in the unit of the fact it tells. It goes out at once, whatever the hour: it was asked for. */
export async function sendLetter(db: Db, letter: Letter): Promise<void> {
  const words = composeLetter(letter);
  const mail = "email" in letter.to;
  const key = createHash("sha256").update(`letter:${letter.name}:${letter.dedupeKey}`).digest("hex").slice(0, 40);
  const messageId = `<letter-${key}@${new URL(env().APP_URL).hostname}>`;
  // Links and codes wait sealed: whoever may look at the outbox must not come in by what waits there.
  const seal = (text: string) => sealText(text, `outbox:${messageId}`);
  await db.outboxMessage.createMany({
    data: {
      id: uuid(),
      channel: mail ? "EMAIL" : "SMS",
      userId: letter.userId ?? null,
      toAddress: "email" in letter.to ? letter.to.email : letter.to.phone,
      locale: letter.locale,
      template: `letter/${letter.name}`,
      params: {},
      subject: mail ? words.subject : null,
      text: seal(mail ? words.text : words.sms),
      html: mail ? seal(words.html) : null,
      dedupeKey: `letter:${key}`,
      messageId,
    },
    skipDuplicates: true,
  });
  await enqueue(db, messageEnqueued, {}, `letter:${key}`);
}
