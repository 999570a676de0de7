import { ActDialog } from "@/components/forms/act-dialog";
import type { ActField } from "@/components/forms/act-form";
import { locales } from "@/lib/locales";
import { departments } from "@/server/features/identity/invitations.schema";
import type { T } from "@/server/platform/i18n";

/** Whom, where, and in which language. */
function person(t: T): ActField[] {
  return [
    { name: "name", label: t("form.name"), required: true, maxLength: 120 },
    { name: "email", label: t("form.email"), help: t("form.emailHelp"), type: "email", required: true, maxLength: 254 },
  ];
}
const language = (t: T): ActField => ({
  name: "locale",
  label: t("form.locale"),
  options: locales.map((value) => ({ value, label: t(`languages.${value}`) })),
});

/** A place at the desk, and another administrator: two dialogs, because they are two decisions. */
export function InviteDialogs({ t }: { t: T }) {
  return (
    <>
      <ActDialog
        id="invite-staff"
        title={t("form.staffTitle")}
        description={t("form.text")}
        closeLabel={t("close")}
        procedure="invitations.inviteStaff"
        fields={[
          ...person(t),
          {
            name: "department",
            label: t("form.department"),
            options: departments.map((value) => ({ value, label: t(`departments.${value}`) })),
          },
          {
            name: "position",
            label: t("form.position"),
            help: t("form.positionHelp"),
            required: true,
            maxLength: 80,
          },
          {
            name: "seat",
            label: t("form.seat"),
            help: t("form.seatHelp"),
            options: ["member", "head"].map((value) => ({ value, label: t(`seats.${value}`) })),
          },
          language(t),
        ]}
        submit={t("form.submit")}
        working={t("form.working")}
        look={{ variant: "main" }}
      />
      <ActDialog
        id="invite-admin"
        title={t("form.adminTitle")}
        description={t("form.adminText")}
        closeLabel={t("close")}
        procedure="invitations.inviteAdministrator"
        fields={[...person(t), language(t)]}
        submit={t("form.submit")}
        working={t("form.working")}
        look={{ variant: "main" }}
      />
    </>
  );
}
