import { SchemaForm } from "@/components/forms/schema-form";
import { MessageSettings } from "@/components/notify/message-settings";
import { SettingsGroup, SettingsPage } from "@/components/shell/settings-page";
import { intlLocale, type Locale } from "@/lib/locales";
import { densityOf } from "@/lib/roles";
import { clockOf } from "@/server/features/identity/identity.preferences.domain";
import {
  chooseInput,
  presenceInput,
  quietHoursInput,
  timeZones,
} from "@/server/features/identity/identity.preferences.schema";
import { isFixed, preferenceKey, typeFacts } from "@/server/features/notify/notify.domain";
import { notificationTypes } from "@/server/features/notify/notify.schema";
import type { MessageSettings as Settings } from "@/server/features/notify/notify.settings.queries";
import type { Density, WorkingHours as Week } from "@/server/features/platform/platform.schema";
import type { UserActor } from "@/server/platform/actor";
import { type T, translator } from "@/server/platform/i18n";
import { ChannelMatrix, type MatrixRow } from "./channel-matrix";
import { WorkingHours } from "./working-hours";

export type PreferencesProps = {
  actor: UserActor;
  now: Date;
  messages: Settings;
  preferences: {
    said: readonly { type: string; channel: string; enabled: boolean }[];
    quiet: { quiet: boolean; from: string; until: string };
    density: Density;
    workingHours: Week;
    presence: "shown" | "hidden";
    hasEmail: boolean;
    hasPhone: boolean;
  };
};

/** How the school speaks to somebody, and when. The same page for all six roles; hours and presence for people at work. */
export function PreferencesView({ actor, now, messages, preferences }: PreferencesProps) {
  const t = translator(actor.locale, "profile");
  const ui = translator(actor.locale, "ui");
  const n = translator(actor.locale, "notify");
  const p = (key: string, values?: Record<string, string>) => t(`preferences.${key}`, values);
  const works = densityOf(actor.role) === "dense";
  const partner = actor.role === "PARTNER";
  return (
    <SettingsPage title={p("title")} subtitle={p("subtitle")}>
      <SettingsGroup title={p("language.title")} text={p("language.text")}>
        <SchemaForm
          schema={chooseInput.pick({ locale: true, timeZone: true }).required()}
          procedure="preferences.choose"
          saves="field"
          after={{ refresh: true }}
          t={ui}
          submit={p("save")}
          values={{ locale: actor.locale, timeZone: actor.timeZone }}
          words={{
            locale: { label: p("language.locale"), kind: "radio", options: { en: "English", sw: "Kiswahili" } },
            timeZone: {
              label: p("language.zone"),
              help: p("language.zone_help"),
              kind: "select",
              options: zoneOptions(actor.timeZone, actor.locale, now),
            },
          }}
        />
      </SettingsGroup>
      <SettingsGroup title={p("look.title")} text={p("look.text")}>
        <SchemaForm
          schema={chooseInput.pick({ theme: true, density: true }).required()}
          procedure="preferences.choose"
          saves="field"
          after={{ refresh: true }}
          t={ui}
          submit={p("save")}
          values={{ theme: actor.theme, density: preferences.density }}
          words={{
            theme: {
              label: p("look.theme"),
              kind: "radio",
              options: {
                SYSTEM: p(partner ? "look.usual" : "look.system"),
                LIGHT: p("look.light"),
                DARK: p("look.dark"),
              },
            },
            density: {
              label: p("look.density"),
              kind: "radio",
              options: { auto: p("look.auto"), airy: p("look.airy"), dense: p("look.dense") },
              optionHelp: { airy: p("look.airy_help"), dense: p("look.dense_help") },
            },
          }}
        />
      </SettingsGroup>
      <SettingsGroup id="notifications" title={p("matrix.title")} text={p("matrix.text")}>
        <ChannelMatrix
          caption={p("matrix.title")}
          first={p("matrix.kind")}
          saved={p("saved")}
          failed={p("failed")}
          columns={[
            { channel: "IN_APP", label: p("matrix.in_app") },
            { channel: "PUSH", label: n("device.column"), off: messages.devices > 0 ? undefined : n("device.none") },
            {
              channel: "EMAIL",
              label: p("matrix.email"),
              off: preferences.hasEmail ? undefined : p("matrix.no_email"),
            },
            { channel: "SMS", label: p("matrix.sms"), off: preferences.hasPhone ? undefined : p("matrix.no_phone") },
          ]}
          rows={matrixRows(actor, preferences.said, p, n)}
        />
      </SettingsGroup>
      <SettingsGroup title={p("quiet.title")} text={p("quiet.text")}>
        <SchemaForm
          schema={quietHoursInput}
          procedure="preferences.saveQuietHours"
          t={ui}
          saves="all"
          submit={p("save")}
          values={preferences.quiet}
          words={{
            quiet: { label: p("quiet.on") },
            from: { label: p("quiet.from"), kind: "time" },
            until: { label: p("quiet.until"), kind: "time", help: p("quiet.zone", { zone: zoneName(actor.timeZone) }) },
          }}
        />
      </SettingsGroup>
      <MessageSettings actor={actor} now={now} settings={messages} save={p("save")} />
      {works ? (
        <>
          <SettingsGroup title={p("hours.title")} text={p("hours.text", { zone: zoneName(actor.timeZone) })}>
            <WorkingHours
              days={preferences.workingHours.map((day, at) => ({
                name: weekday(at, actor.locale),
                on: day !== null,
                from: clockOf(day?.from ?? 8 * 60),
                until: clockOf(day?.until ?? 17 * 60),
              }))}
              labels={{
                on: p("hours.on"),
                from: p("hours.from"),
                until: p("hours.until"),
                off: p("hours.off"),
                save: p("hours.save"),
                saving: p("saving"),
                saved: p("hours.saved"),
                failed: p("failed"),
                kept: p("kept"),
                copy: p("hours.copy"),
              }}
            />
          </SettingsGroup>
          <SettingsGroup title={p("presence.title")} text={p("presence.text")}>
            <SchemaForm
              schema={presenceInput}
              procedure="preferences.savePresence"
              saves="field"
              t={ui}
              submit={p("save")}
              values={{ shown: preferences.presence === "shown" }}
              words={{ shown: { label: p("presence.shown"), help: p("presence.help") } }}
            />
          </SettingsGroup>
        </>
      ) : null}
    </SettingsPage>
  );
}

/** Monday is 0; 5 January 2026 was one. */
const weekday = (at: number, locale: Locale) =>
  new Intl.DateTimeFormat(intlLocale[locale], { weekday: "long", timeZone: "UTC" }).format(
    new Date(Date.UTC(2026, 0, 5 + at)),
  );

const zoneName = (zone: string) => zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;

/** Each zone with the time it is there now: how people recognise theirs. */
function zoneOptions(own: string, locale: Locale, now: Date): Record<string, string> {
  const zones = (timeZones as readonly string[]).includes(own) ? timeZones : [own, ...timeZones];
  return Object.fromEntries(
    zones.map((zone) => {
      const clock = new Intl.DateTimeFormat(intlLocale[locale], {
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
        timeZone: zone,
      });
      return [zone, `${zoneName(zone)} · ${clock.format(now)}`];
    }),
  );
}

/** The kinds of message that can concern this role, and what this person has said about each way, else the usual. */
function matrixRows(
  actor: UserActor,
  said: PreferencesProps["preferences"]["said"],
  p: (key: string) => string,
  words: T,
): MatrixRow[] {
  const choices = new Map(said.map((one) => [preferenceKey(one.type, one.channel as "SMS"), one.enabled]));
  return notificationTypes
    .filter((type) => typeFacts[type].roles.includes(actor.role))
    .map((type) => {
      const facts = typeFacts[type];
      const choice = (channel: "IN_APP" | "PUSH" | "EMAIL" | "SMS") => choices.get(preferenceKey(type, channel));
      const fixed = isFixed("EMAIL", type);
      const urgent = facts.severity === "URGENT";
      return {
        type,
        name: words(`types.${type}.name`),
        cells: {
          IN_APP: urgent
            ? { on: true, fixed: true, note: p("matrix.always") }
            : { on: choice("IN_APP") ?? true, fixed: false },
          PUSH: { on: choice("PUSH") ?? facts.push === "on", fixed: false },
          EMAIL: fixed
            ? { on: true, fixed, note: p("matrix.always") }
            : { on: choice("EMAIL") ?? facts.email === "on", fixed },
          SMS: {
            on: choice("SMS") ?? false,
            fixed: false,
            ...(choice("SMS") === undefined && facts.sms === "urgent" ? { note: p("matrix.if_urgent") } : {}),
          },
        },
      };
    });
}
