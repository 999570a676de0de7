import type { IncomingHttpHeaders } from "node:http";

export type SandboxRequest = { url: URL; headers: IncomingHttpHeaders; body: string; bytes: Buffer };
/** An answer, or `drop` to break the line without one. */
export type SandboxAnswer =
  | { status: number; json?: unknown; text?: string; headers?: Record<string, string> }
  | "drop";
export type SandboxRoute = {
  method: "GET" | "POST";
  path: RegExp;
  handle(request: SandboxRequest): Promise<SandboxAnswer>;
};
