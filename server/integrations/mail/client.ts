import nodemailer from "nodemailer";
import { assertOutsideWork } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";

export type Mail = {
  /** With angle brackets; the same on every attempt, so that a repeat is recognised as one. */
  messageId: string;
  to: string;
  from: string;
  subject: string;
  text: string;
  html?: string | null;
  headers?: Record<string, string>;
};
export type MailClient = { send(mail: Mail): Promise<{ providerId: string | null }> };

/** The server will never take this message: trying again would not help. */
export class MailRefused extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "MailRefused";
  }
}

/**
 * Sends over SMTP. Outside local use the connection must be encrypted and its certificate true; all waits together stay
 * below the time a message is locked for its sender.
 */
export function smtpClient(url: string, options: { insecure: boolean }): MailClient {
  const { hostname, port, protocol, username, password } = new URL(url);
  const secure = protocol === "smtps:";
  const transport = nodemailer.createTransport({
    host: hostname,
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    requireTLS: !secure && !options.insecure,
    ignoreTLS: options.insecure && !secure,
    tls: { rejectUnauthorized: !options.insecure, minVersion: "TLSv1.2" },
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    connectionTimeout: 8_000,
    greetingTimeout: 8_000,
    socketTimeout: 15_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ messageId, to, from, subject, text, html, headers }) {
      assertOutsideWork("The mail client");
      try {
        const info = await transport.sendMail({
          messageId,
          // As an address object the string is never parsed as a list: one message, one receiver.
          to: { name: "", address: to },
          from,
          subject,
          text,
          ...(html ? { html } : {}),
          headers: { "Auto-Submitted": "auto-generated", ...headers },
        });
        return { providerId: /queued as (\S+)/i.exec(info.response)?.[1] ?? null };
      } catch (error) {
        const code = error instanceof Error && "responseCode" in error ? Number(error.responseCode) : 0;
        // 5yz is the server's last word, except where it speaks about us and not about the message.
        if (code >= 500 && ![530, 534, 535, 538].includes(code)) throw new MailRefused((error as Error).message);
        throw error;
      }
    },
  };
}

let client: MailClient | undefined;
/** The mail client of this process. */
export function mailClient(): MailClient {
  client ??= smtpClient(env().SMTP_URL, { insecure: env().UHS_ENV !== "production" });
  return client;
}
