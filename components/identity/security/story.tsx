import { Laptop, Smartphone } from "lucide-react";
import { ActionButton } from "@/components/forms/action-button";
import { SettingsGroup } from "@/components/shell/settings-page";
import { Badge, Status, type Tone } from "@/components/ui/badge";
import { Item, ItemList } from "@/components/ui/item";
import type { OwnAuditRow } from "@/server/features/audit/audit.queries";
import type { Security } from "@/server/features/identity/factors.queries";
import type { LoginRow, SessionRow } from "@/server/features/identity/identity.queries";
import type { T } from "@/server/platform/i18n";
import type { Shared } from "./passkey-list";

export type Story = { sessions: SessionRow[]; logins: LoginRow[]; audit: OwnAuditRow[] };

const phones = ["Android", "iPhone", "iPad"];
const named = (row: { browser: string | null; system: string | null }, p: Shared["p"]) =>
  [row.browser, row.system].filter(Boolean).join(", ") || p("unknownDevice");
const iconOf = (system: string | null) => (system && phones.includes(system) ? Smartphone : Laptop);
const tones: Record<string, Tone> = {
  SUCCESS: "good",
  WRONG_PASSWORD: "warn",
  WRONG_FACTOR: "warn",
  THROTTLED: "danger",
  SUSPENDED: "danger",
};

/** Browsers on which the second step is not asked for a month. */
export function Devices({ rows, p, format, now }: Shared & { rows: Security["devices"] }) {
  if (rows.length === 0) return null;
  return (
    <SettingsGroup id="devices" title={p("devices.title")} text={p("devices.text")}>
      <ItemList label={p("devices.title")}>
        {rows.map((row) => (
          <Item
            key={row.id}
            icon={iconOf(row.system)}
            title={named(row, p)}
            text={p("devices.until", {
              time: format.relative(row.lastUsedAt, now),
              until: format.date(row.expiresAt),
            })}
            action={
              <ActionButton
                procedure="security.forgetDevice"
                input={{ id: row.id }}
                size="small"
                failed={p("failed")}
                done={p("devices.forgotten")}
              >
                {p("devices.forget")}
              </ActionButton>
            }
          />
        ))}
      </ItemList>
      {rows.length > 1 ? (
        <div className="mt-4">
          <ActionButton procedure="security.forgetDevices" failed={p("failed")} done={p("devices.forgotten")}>
            {p("devices.forgetAll")}
          </ActionButton>
        </div>
      ) : null}
    </SettingsGroup>
  );
}

export function Sessions({ rows, p, format, now }: Shared & { rows: SessionRow[] }) {
  return (
    <SettingsGroup id="sessions" title={p("sessions.title")} text={p("sessions.text")}>
      <ItemList label={p("sessions.title")}>
        {rows.map((row) => (
          <Item
            key={row.id}
            icon={iconOf(row.system)}
            tone={row.current ? "good" : "off"}
            title={
              <>
                {named(row, p)} {row.current ? <Badge tone="good">{p("sessions.this")}</Badge> : null}
              </>
            }
            text={p("sessions.seen", { time: format.relative(row.lastSeenAt, now), ip: row.ip ?? "—" })}
            action={
              row.current ? null : (
                <ActionButton
                  procedure="identity.endSession"
                  input={{ id: row.id }}
                  size="small"
                  failed={p("failed")}
                  done={p("sessions.ended")}
                >
                  {p("sessions.end")}
                </ActionButton>
              )
            }
          />
        ))}
      </ItemList>
      <div className="mt-4">
        <ActionButton
          procedure="identity.signOutEverywhere"
          failed={p("failed")}
          href="/login?out=1"
          confirm={{
            title: p("sessions.everywhere"),
            text: p("sessions.everywhereText"),
            action: p("sessions.everywhere"),
            cancel: p("cancel"),
          }}
        >
          {p("sessions.everywhere")}
        </ActionButton>
      </div>
    </SettingsGroup>
  );
}

export function Logins({ rows, p, format, now }: Shared & { rows: LoginRow[] }) {
  return (
    <SettingsGroup id="history" title={p("logins.title")} text={p("logins.text")}>
      <ItemList label={p("logins.title")}>
        {rows.map((row) => (
          <Item
            key={row.id}
            title={<Status tone={tones[row.outcome] ?? "off"}>{p(`logins.outcome.${row.outcome}`)}</Status>}
            aside={format.moment(row.createdAt, now)}
            text={[named(row, p), row.ip, methodWords(row.method, p)].filter(Boolean).join(" · ")}
          />
        ))}
      </ItemList>
    </SettingsGroup>
  );
}

const methods = ["password", "totp", "sms", "email", "backup", "passkey", "device", "pin", "pictures"];
const methodWords = (method: string, p: Shared["p"]) =>
  method
    .split("+")
    .filter((one) => methods.includes(one))
    .map((one) => p(`logins.method.${one}`))
    .join(" + ");

export function OwnAudit({ rows, audit, p, format, now }: Shared & { rows: OwnAuditRow[]; audit: T }) {
  if (rows.length === 0) return null;
  const words = (action: string) => (audit.has(`own.actions.${action}`) ? audit(`own.actions.${action}`) : action);
  return (
    <SettingsGroup id="audit" title={audit("own.title")} text={p("audit.text")}>
      <ItemList label={audit("own.title")}>
        {rows.map((row) => (
          <Item
            key={row.id}
            title={words(row.action)}
            aside={format.moment(row.createdAt, now)}
            text={row.outcome === "DENIED" ? <Status tone="danger">{audit("own.refused")}</Status> : row.ip}
          />
        ))}
      </ItemList>
    </SettingsGroup>
  );
}
