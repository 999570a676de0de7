import { SchemaForm } from "@/components/forms/schema-form";
import { SettingsGroup, SettingsPage } from "@/components/shell/settings-page";
import { Status } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import { formats } from "@/lib/format";
import { passwordLength } from "@/server/features/identity/factors.domain";
import type { Security } from "@/server/features/identity/factors.queries";
import { changePasswordInput } from "@/server/features/identity/factors.schema";
import type { UserActor } from "@/server/platform/actor";
import { translator } from "@/server/platform/i18n";
import { spokenPhone } from "../profile-view";
import { BackupNew } from "./backup-new";
import { MessageFactor } from "./message-factor";
import { PasskeyAdd } from "./passkey-add";
import { PasskeyList } from "./passkey-list";
import { PolicySwitch } from "./policy-switch";
import { Devices, Logins, OwnAudit, Sessions, type Story } from "./story";
import { type TokenList, Tokens } from "./tokens";
import { TotpFactor } from "./totp-factor";

export type SecurityProps = {
  actor: UserActor;
  now: Date;
  security: Security;
  story: Story;
  /** Only for roles that may have tokens. */
  tokens: TokenList | null;
};

/** How one signs in, where one is signed in, and what one did. The same page for all six roles. */
export function SecurityView({ actor, now, security, story, tokens }: SecurityProps) {
  const s = translator(actor.locale, "security");
  const p = (key: string, values?: Record<string, string | number>) => s(`page.${key}`, values);
  const format = formats(actor.locale, actor.timeZone);
  const shared = { p, format, now };
  const state = (on: boolean) => (
    <p className="mb-4">
      <Status tone={on ? "good" : "off"}>{p(on ? "on" : "off")}</Status>
    </p>
  );
  const kept = { codesTitle: p("backup.shownTitle"), codesText: p("backup.shownText") };
  const message = (channel: "sms" | "email", target: string) => ({
    begin: p(`${channel}.begin`),
    remove: p(`${channel}.remove`),
    sent: p("messageSent", { target }),
    code: p("code"),
    confirm: p("confirm"),
    ...kept,
  });
  return (
    <SettingsPage title={p("title")} subtitle={p("subtitle")}>
      {security.policy.owes && !security.hasFactor ? <Notice tone="warn" className="mb-6" title={p("owed")} /> : null}
      <SettingsGroup
        id="password"
        title={p("password.title")}
        text={p("password.text", { least: passwordLength.least })}
      >
        <SchemaForm
          schema={changePasswordInput}
          procedure="security.changePassword"
          t={translator(actor.locale, "ui")}
          submit={p("password.submit")}
          after={{ toast: p("password.done"), reset: true, refresh: true }}
          words={{
            current: { label: p("password.current"), kind: "password", autoComplete: "current-password" },
            password: {
              label: p("password.next"),
              help: p("password.help"),
              kind: "password",
              autoComplete: "new-password",
            },
          }}
        />
      </SettingsGroup>
      <SettingsGroup id="app" title={p("totp.title")} text={p("totp.text")}>
        {state(security.totp)}
        <TotpFactor
          on={security.totp}
          words={{
            begin: p("totp.begin"),
            replace: p("totp.replace"),
            remove: p("totp.remove"),
            scan: p("totp.scan"),
            qr: s("setup.qr"),
            typed: p("totp.typed"),
            code: p("code"),
            confirm: p("confirm"),
            ...kept,
          }}
        />
      </SettingsGroup>
      <SettingsGroup id="passkeys" title={p("passkeys.title")} text={p("passkeys.text")}>
        <PasskeyList rows={security.passkeys} {...shared} />
        <PasskeyAdd
          words={{
            label: p("passkeys.label"),
            help: p("passkeys.help"),
            add: p("passkeys.add"),
            failed: p("passkeys.failed"),
            usual: p("passkeys.usual"),
          }}
        />
      </SettingsGroup>
      {(["sms", "email"] as const).map((channel) => {
        const inUse = channel === "sms" ? security.sms : security.mail;
        const target = inUse ?? (channel === "sms" ? security.phone : security.email);
        return (
          <SettingsGroup key={channel} id={channel} title={p(`${channel}.title`)} text={p(`${channel}.text`)}>
            {state(inUse !== null)}
            {target ? (
              <>
                <p className="num mb-4 break-all font-semibold">{spokenPhone(target)}</p>
                <MessageFactor channel={channel} on={inUse !== null} words={message(channel, target)} />
              </>
            ) : (
              <p className="text-muted">{p(`${channel}.none`)}</p>
            )}
          </SettingsGroup>
        );
      })}
      {security.hasFactor ? (
        <SettingsGroup id="codes" title={p("backup.title")} text={p("backup.text")}>
          <p className="mb-4">{p("backup.left", { count: security.backupCodes })}</p>
          <BackupNew words={{ make: p("backup.make"), ...kept }} />
        </SettingsGroup>
      ) : null}
      <Devices rows={security.devices} {...shared} />
      <Sessions rows={story.sessions} {...shared} />
      <Logins rows={story.logins} {...shared} />
      <OwnAudit rows={story.audit} audit={translator(actor.locale, "audit")} {...shared} />
      {tokens ? <Tokens list={tokens} permissions={actor.permissions} {...shared} /> : null}
      {actor.permissions.has("flag:write") ? <PolicySwitch policy={security.policy} p={p} /> : null}
    </SettingsPage>
  );
}
