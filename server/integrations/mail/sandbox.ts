import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import type { Scenario } from "@/server/sandbox/scenario";
import type { SandboxStore } from "@/server/sandbox/store";

const refusal = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

/** A mail server that takes everything and delivers nothing: what arrives is kept to be read. */
export function mailSandbox(store: SandboxStore, scenario: Scenario): SMTPServer {
  const server: SMTPServer = new SMTPServer({
    name: "sandbox.uhs.test",
    banner: "School sandbox",
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    size: 30 * 1024 * 1024,
    onAuth: (_auth, _session, done) => done(null, { user: "anyone" }),
    onRcptTo: ({ address }, _session, done) => {
      // Addresses that always behave in one way, for trying things by hand.
      if (address.startsWith("bounce@")) return done(refusal(550, "No such mailbox"));
      if (address.startsWith("busy@")) return done(refusal(451, "Come again later"));
      return done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("error", done);
      stream.on("end", async () => {
        try {
          const failure = await scenario.next("smtp");
          if (failure === "reject") return done(refusal(554, "Refused by scenario"));
          if (failure === "busy") return done(refusal(451, "Busy by scenario"));
          if (failure === "drop") return cut(server, session.id);
          const mail = await PostalMime.parse(Buffer.concat(chunks));
          const message = store.add({
            channel: "email",
            from: mail.from?.address ?? (session.envelope.mailFrom ? session.envelope.mailFrom.address : ""),
            to: session.envelope.rcptTo.map(({ address }) => address),
            subject: mail.subject ?? null,
            text: mail.text ?? "",
            html: mail.html ?? null,
            messageId: mail.messageId ?? "",
            headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
          });
          if (failure === "swallow") return cut(server, session.id);
          // The types know only refusals here; the library takes the text of the reply as well.
          (done as (error: null, text: string) => void)(null, `queued as ${message.id}`);
        } catch (error) {
          done(refusal(451, error instanceof Error ? error.message : "failed"));
        }
      });
    },
  });
  // A client that breaks off is its own business.
  server.on("error", () => {});
  return server;
}

/** Breaks the line as a crashed server does. */
function cut(server: SMTPServer, sessionId: string): void {
  for (const connection of server.connections as Set<{ id: string; _socket?: { destroy(): void } }>) {
    if (connection.id === sessionId) connection._socket?.destroy();
  }
}
