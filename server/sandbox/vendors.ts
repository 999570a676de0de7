import type { IncomingHttpHeaders } from "node:http";
import { smsSandbox } from "@/server/integrations/sms/sandbox";
import type { Scenario } from "./scenario";
import type { SandboxStore } from "./store";

export type SandboxRequest = { url: URL; headers: IncomingHttpHeaders; body: string };
/** An answer, or `drop` to break the line without one. */
export type SandboxAnswer = { status: number; json?: unknown; text?: string } | "drop";
export type SandboxRoute = {
  method: "GET" | "POST";
  path: RegExp;
  handle(request: SandboxRequest): Promise<SandboxAnswer>;
};

/** Every vendor whose wire protocol is spoken over HTTP. A new one adds its `sandbox.ts` here. */
export function vendorRoutes(
  store: SandboxStore,
  scenario: Scenario,
  settings: { smsReportUrl: string | null },
): SandboxRoute[] {
  return [...smsSandbox(store, scenario, settings.smsReportUrl)];
}
