import { Mail, Phone } from "lucide-react";
import { SchemaForm } from "@/components/forms/schema-form";
import { SettingsGroup, SettingsPage } from "@/components/shell/settings-page";
import { Status } from "@/components/ui/badge";
import { Icon, type IconType } from "@/components/ui/icon";
import { intlLocale } from "@/lib/locales";
import type { ContactChanges } from "@/server/features/identity/contact.queries";
import { PHOTO_SENT_SIDE, saveProfileInput } from "@/server/features/identity/identity.profile.schema";
import type { UserActor } from "@/server/platform/actor";
import { type T, translator } from "@/server/platform/i18n";
import { ContactForms } from "./contact-forms";
import { PhotoField } from "./photo-field";

type Profile = {
  name: string;
  preferredName: string | null;
  about: string | null;
  email: string | null;
  emailVerifiedAt: Date | null;
  phone: string | null;
  phoneVerifiedAt: Date | null;
  photoFileId: string | null;
  createdAt: Date;
};

/** +254712345678 as people here read it. */
export const spokenPhone = (phone: string) => phone.replace(/^(\+254)(\d{3})(\d{3})(\d{3})$/, "$1 $2 $3 $4");

/** Oneself: photo, names, a few words, and how the school reaches one. The same page for all six roles. */
export function ProfileView({
  actor,
  profile,
  changes,
}: {
  actor: UserActor;
  profile: Profile;
  changes: ContactChanges;
}) {
  const t = translator(actor.locale, "profile");
  const nav = translator(actor.locale, "nav");
  const since = new Intl.DateTimeFormat(intlLocale[actor.locale], {
    month: "long",
    year: "numeric",
    timeZone: actor.timeZone,
  });
  const roles = new Intl.ListFormat(intlLocale[actor.locale]).format(actor.roles.map((role) => nav(`roles.${role}`)));
  return (
    <SettingsPage title={t("title")} subtitle={t("subtitle", { roles, since: since.format(profile.createdAt) })}>
      <SettingsGroup title={t("photo.title")} text={t("photo.text")}>
        <PhotoField
          name={profile.name}
          seed={actor.userId}
          src={profile.photoFileId ? `/api/files/profile-photo/${profile.photoFileId}` : null}
          side={PHOTO_SENT_SIDE}
          labels={{
            choose: t("photo.choose"),
            change: t("photo.change"),
            remove: t("photo.remove"),
            help: t("photo.help"),
            saving: t("photo.saving"),
            saved: t("photo.saved"),
            removed: t("photo.removed"),
            unreadable: t("photo.unreadable"),
            offline: t("photo.offline"),
            failed: t("photo.failed"),
          }}
        />
      </SettingsGroup>
      <SettingsGroup title={t("names.title")} text={t("names.text")}>
        <SchemaForm
          schema={saveProfileInput}
          procedure="profile.save"
          t={translator(actor.locale, "ui")}
          submit={t("names.save")}
          after={{ toast: t("names.saved") }}
          values={{ name: profile.name, preferredName: profile.preferredName, about: profile.about }}
          words={{
            name: { label: t("names.name"), help: t("names.name_help"), autoComplete: "name" },
            preferredName: { label: t("names.preferred"), help: t("names.preferred_help"), autoComplete: "nickname" },
            about: { label: t("names.about"), help: t("names.about_help"), kind: "textarea" },
          }}
        />
      </SettingsGroup>
      <SettingsGroup title={t("reach.title")} text={t("reach.text")}>
        <dl className="grid gap-4">
          <Reach
            icon={Mail}
            label={t("reach.email")}
            value={profile.email}
            verified={profile.emailVerifiedAt !== null}
            t={t}
          />
          <Reach
            icon={Phone}
            label={t("reach.phone")}
            value={profile.phone ? spokenPhone(profile.phone) : null}
            verified={profile.phoneVerifiedAt !== null}
            t={t}
          />
        </dl>
        <ContactForms
          changes={changes}
          r={translator(actor.locale, "registration")}
          ui={translator(actor.locale, "ui")}
        />
      </SettingsGroup>
    </SettingsPage>
  );
}

function Reach({
  icon,
  label,
  value,
  verified,
  t,
}: {
  icon: IconType;
  label: string;
  value: string | null;
  verified: boolean;
  t: T;
}) {
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3">
      <dt className="col-span-full mb-0.5 text-muted text-xs">{label}</dt>
      <dd className="col-span-full flex flex-wrap items-center gap-x-3 gap-y-1">
        <Icon as={icon} size={16} className="text-muted" />
        <span className="num min-w-0 break-all font-semibold">{value ?? t("reach.none")}</span>
        {value ? (
          <Status tone={verified ? "good" : "warn"}>{t(verified ? "reach.verified" : "reach.unverified")}</Status>
        ) : null}
      </dd>
    </div>
  );
}
