import { pushSandbox } from "@/server/integrations/push/sandbox";
import { smsSandbox } from "@/server/integrations/sms/sandbox";
import type { SandboxRoute } from "./route";
import type { Scenario } from "./scenario";
import type { SandboxStore } from "./store";

/** Every vendor whose wire protocol is spoken over HTTP. A new one adds its `sandbox.ts` here. */
export function vendorRoutes(
  store: SandboxStore,
  scenario: Scenario,
  settings: { smsReportUrl: string | null; httpPort: number },
): SandboxRoute[] {
  return [
    ...smsSandbox(store, scenario, settings.smsReportUrl),
    ...pushSandbox(store, scenario, `http://localhost:${settings.httpPort}`),
  ];
}
