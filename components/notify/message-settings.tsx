import { SchemaForm } from "@/components/forms/schema-form";
import { SettingsGroup } from "@/components/shell/settings-page";
import { formats } from "@/lib/format";
import { budgetInput, digestInput, MOST_BUDGET_CENTS } from "@/server/features/notify/notify.schema";
import type { MessageSettings as Settings } from "@/server/features/notify/notify.settings.queries";
import type { UserActor } from "@/server/platform/actor";
import { type T, translator } from "@/server/platform/i18n";
import { DevicePush } from "./device-push";

const deviceWords = [
  "on",
  "off",
  "switchOn",
  "switchOff",
  "busy",
  "denied",
  "unsupported",
  "install",
  "failed",
  "shared",
] as const;

/** Beside the matrix: this device, the summary, and what SMS cost the family. */
export function MessageSettings({
  actor,
  now,
  settings,
  save,
}: {
  actor: UserActor;
  now: Date;
  settings: Settings;
  save: string;
}) {
  const t = translator(actor.locale, "notify");
  const ui = translator(actor.locale, "ui");
  return (
    <>
      <SettingsGroup id="device" title={t("device.title")} text={t("device.text")}>
        <DevicePush
          userId={settings.userId}
          publicKey={settings.publicKey}
          words={
            Object.fromEntries(deviceWords.map((word) => [word, t(`device.${word}`)])) as Record<
              (typeof deviceWords)[number],
              string
            >
          }
        />
        <p className="mt-3 border-line border-t pt-3 text-muted text-small">
          {t("device.count", { count: settings.devices })}
        </p>
      </SettingsGroup>
      <SettingsGroup id="summary" title={t("summary.title")} text={t("summary.text")}>
        <SchemaForm
          schema={digestInput}
          procedure="notify.chooseDigest"
          saves="field"
          t={ui}
          submit={save}
          values={{ digest: settings.digest }}
          words={{
            digest: {
              label: t("summary.rhythm"),
              kind: "radio",
              options: { NONE: t("summary.none"), DAILY: t("summary.daily"), WEEKLY: t("summary.weekly") },
            },
          }}
        />
      </SettingsGroup>
      {settings.families.length > 0 ? (
        <SmsCost actor={actor} now={now} families={settings.families} t={t} save={save} />
      ) : null}
    </>
  );
}

function SmsCost({
  actor,
  now,
  families,
  t,
  save,
}: {
  actor: UserActor;
  now: Date;
  families: Settings["families"];
  t: T;
  save: string;
}) {
  const ui = translator(actor.locale, "ui");
  const format = formats(actor.locale, actor.timeZone);
  const month = format.date(now, "month");
  const most = format.money(MOST_BUDGET_CENTS);
  return (
    <SettingsGroup id="sms-cost" title={t("cost.title")} text={t("cost.text")}>
      <ul className="grid gap-4">
        {families.map((family) => {
          const full = family.spent >= family.limit;
          const spent = format.money(family.spent);
          const limit = format.money(family.limit);
          return (
            <li key={family.familyId}>
              <p className="font-semibold">{family.name}</p>
              <p className="num">{t("cost.line", { spent, limit, month })}</p>
              <meter
                className="mt-1 w-full"
                min={0}
                max={Number(family.limit)}
                value={Math.min(Number(family.spent), Number(family.limit))}
                aria-label={t("cost.line", { spent, limit, month })}
              />
              <p className="text-muted text-small">
                {t("cost.sent", { count: family.sent })}
                {family.beyond > 0 ? ` ${t("cost.beyond", { count: family.beyond })}` : ""}
                {full ? ` ${t("cost.full")}` : ""}
              </p>
              {family.maySet ? (
                <div className="mt-3">
                  <SchemaForm
                    schema={budgetInput}
                    procedure="notify.setBudget"
                    hidden={{ familyId: family.familyId }}
                    t={ui}
                    submit={save}
                    after={{ toast: t("cost.saved") }}
                    values={{ monthCents: family.own ? family.limit : null }}
                    words={{ monthCents: { label: t("cost.limit"), help: t("cost.limit_help", { most }) } }}
                  />
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
    </SettingsGroup>
  );
}
