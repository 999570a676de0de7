import { ActionButton } from "@/components/forms/action-button";
import { SchemaForm } from "@/components/forms/schema-form";
import { Notice } from "@/components/ui/notice";
import type { ContactChanges } from "@/server/features/identity/contact.queries";
import { changeEmailInput, changePhoneInput, confirmPhoneInput } from "@/server/features/identity/contact.schema";
import type { T } from "@/server/platform/i18n";

/** Changing one's e-mail address and phone number: the new one has to answer, the old one is told. */
export function ContactForms({ changes, r, ui }: { changes: ContactChanges; r: T; ui: T }) {
  const drop = (kind: "EMAIL" | "PHONE") => (
    <ActionButton procedure="contact.drop" input={{ kind }} failed={ui("form.failed")} size="small" variant="ghost">
      {r("contact.drop")}
    </ActionButton>
  );
  return (
    <div className="mt-4 grid gap-4 border-line border-t pt-4">
      {changes.held ? <Notice>{r("contact.held")}</Notice> : null}
      {changes.email ? (
        <Notice action={drop("EMAIL")}>{r("contact.pending_email", { address: changes.email })}</Notice>
      ) : null}
      <details>
        <summary className="cursor-pointer font-semibold text-accent">{r("contact.change_email")}</summary>
        <div className="mt-3">
          <SchemaForm
            schema={changeEmailInput}
            procedure="contact.changeEmail"
            t={ui}
            submit={r("contact.email_submit")}
            words={{ email: { label: r("contact.change_email"), help: r("contact.note"), autoComplete: "email" } }}
            after={{ reset: true, refresh: true }}
          />
        </div>
      </details>
      {changes.phone ? (
        <div className="grid gap-3">
          <Notice action={drop("PHONE")}>{r("contact.code_sent", { address: changes.phone })}</Notice>
          <SchemaForm
            schema={confirmPhoneInput}
            procedure="contact.confirmPhone"
            t={ui}
            submit={r("contact.code_submit")}
            words={{ code: { label: r("contact.code"), autoComplete: "one-time-code" } }}
            after={{ toast: r("contact.saved"), refresh: true }}
          />
        </div>
      ) : (
        <details>
          <summary className="cursor-pointer font-semibold text-accent">{r("contact.change_phone")}</summary>
          <div className="mt-3">
            <SchemaForm
              schema={changePhoneInput}
              procedure="contact.changePhone"
              t={ui}
              submit={r("contact.phone_submit")}
              words={{
                phone: { label: r("contact.change_phone"), help: r("form.phone_help"), autoComplete: "tel" },
              }}
              after={{ reset: true, refresh: true }}
            />
          </div>
        </details>
      )}
    </div>
  );
}
