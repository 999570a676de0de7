import { ActionButton } from "@/components/forms/action-button";
import { SettingsGroup } from "@/components/shell/settings-page";
import { Status } from "@/components/ui/badge";
import type { Security } from "@/server/features/identity/factors.queries";

/** For administrators: whether staff, administrators and whoever moves money owe a second step. */
export function PolicySwitch({
  policy,
  p,
}: {
  policy: Security["policy"];
  p: (key: string, values?: Record<string, string | number>) => string;
}) {
  return (
    <SettingsGroup id="policy" title={p("policy.title")} text={p("policy.text")}>
      <p className="mb-4">
        <Status tone={policy.required ? "good" : "warn"}>{p(policy.required ? "policy.on" : "policy.off")}</Status>
      </p>
      {policy.fixed ? (
        <p className="text-muted">{p("policy.fixed")}</p>
      ) : (
        <ActionButton
          procedure="security.setPolicy"
          input={{ required: !policy.required }}
          failed={p("failed")}
          confirm={{
            title: p(policy.required ? "policy.turnOff" : "policy.turnOn"),
            text: p(policy.required ? "policy.turnOffText" : "policy.turnOnText"),
            action: p(policy.required ? "policy.turnOff" : "policy.turnOn"),
            cancel: p("cancel"),
          }}
        >
          {p(policy.required ? "policy.turnOff" : "policy.turnOn")}
        </ActionButton>
      )}
    </SettingsGroup>
  );
}
