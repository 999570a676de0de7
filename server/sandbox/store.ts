import { appendFileSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import path from "node:path";
import { v7 as uuid } from "uuid";

export type SandboxMessage = {
  id: string;
  at: string;
  channel: "email" | "sms" | "push";
  from: string;
  to: string[];
  subject: string | null;
  text: string;
  html: string | null;
  messageId: string;
  headers: Record<string, string>;
  /** Deliveries with this Message-ID, counting this one. */
  copies: number;
};
type Line = { kind: "message"; message: SandboxMessage } | { kind: "clear" };

const LIMIT = 20_000;

/** Everything that was sent, in memory for reading and as lines on disk, so that it survives a restart. */
export class SandboxStore {
  readonly #file: string;
  readonly #listeners = new Set<(message: SandboxMessage | null) => void>();
  #messages: SandboxMessage[] = [];

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = path.join(folder, "messages.jsonl");
    for (const line of this.#lines()) {
      if (line.kind === "clear") this.#messages = [];
      else this.#messages.push(line.message);
    }
    this.#messages = this.#messages.slice(-LIMIT);
  }

  #lines(): Line[] {
    let text = "";
    try {
      text = readFileSync(this.#file, "utf8");
    } catch {
      return [];
    }
    return text.split("\n").flatMap((line): Line[] => {
      try {
        return line === "" ? [] : [JSON.parse(line)];
      } catch {
        // The last line of a killed process may be half: nobody was told that it arrived.
        return [];
      }
    });
  }

  /** Writes it to disk before it returns: only then may the sender be told that it was taken. */
  add(message: Omit<SandboxMessage, "id" | "at" | "copies">): SandboxMessage {
    const before = this.#messages.filter((each) => each.messageId === message.messageId).length;
    const full = { id: uuid(), at: new Date().toISOString(), copies: before + 1, ...message };
    const file = openSync(this.#file, "a");
    try {
      // A half line of an earlier life must not swallow this one; empty lines are skipped when reading.
      writeSync(file, `\n${JSON.stringify({ kind: "message", message: full })}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    this.#messages.push(full);
    if (this.#messages.length > LIMIT) this.#messages.shift();
    for (const listener of this.#listeners) listener(full);
    return full;
  }

  clear(): void {
    appendFileSync(this.#file, `\n${JSON.stringify({ kind: "clear" })}\n`);
    this.#messages = [];
    for (const listener of this.#listeners) listener(null);
  }

  get(id: string): SandboxMessage | undefined {
    return this.#messages.find((message) => message.id === id);
  }

  /** Newest first; `to` matches a part of any receiver's address, `q` of the subject or text. */
  list(query: {
    to?: string | undefined;
    q?: string | undefined;
    channel?: string | undefined;
    limit?: number;
  }): SandboxMessage[] {
    const to = query.to?.toLowerCase();
    const q = query.q?.toLowerCase();
    return this.#messages
      .filter(
        (message) =>
          (!query.channel || message.channel === query.channel) &&
          (!to || message.to.some((address) => address.toLowerCase().includes(to))) &&
          (!q || `${message.subject ?? ""} ${message.text} ${message.to.join(" ")}`.toLowerCase().includes(q)),
      )
      .slice(-(query.limit ?? 200))
      .reverse();
  }

  listen(listener: (message: SandboxMessage | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
