import { organisationKinds } from "@/server/features/identity/applications.schema";
import type { T } from "@/server/platform/i18n";
import { DoorPage } from "./door-page";
import { CheckField, type FieldErrors, Problem, SelectField, TextArea, TextField, wrongFields } from "./fields";
import { type FrameProps, keeping } from "./frame";

export type ApplyProps = FrameProps & {
  r: T;
  kind: "instructor" | "partner";
  typed: ReadonlyMap<string, string>;
  errors: FieldErrors;
  problem: string | null;
};

/** Applying to teach, or to help as an organisation. */
export function Apply({ r, kind, typed, errors, problem, ...frame }: ApplyProps) {
  const field = (name: string) => ({ name, value: typed.get(name) ?? "", error: errors[name] });
  const optional = r("form.optional");
  const teaches = kind === "instructor";
  const labels: Record<string, string> = {
    organisation: r("apply.organisation"),
    kind: r("apply.kind"),
    registrationNumber: r("apply.registration_number"),
    name: r("apply.contact_name"),
    email: r("form.email"),
    phone: r("form.phone"),
    county: r("apply.county"),
    subjects: r("apply.subjects"),
    years: r("apply.years"),
    tsc: r("apply.tsc"),
    website: r("apply.website"),
    about: r(`apply.about_${kind}`),
    agree: r("apply.agreement"),
  };
  return (
    <DoorPage {...frame} title={r(`apply.${kind}_title`)} lead={r(`apply.${kind}_lead`)} long form="application">
      <Problem text={problem} fields={wrongFields(errors, (name) => labels[name] ?? name)} />
      <form
        id="application"
        method="post"
        action={keeping(`/register/${kind}`, frame.lang)}
        className="fields"
        noValidate
      >
        {teaches ? null : (
          <>
            <TextField
              {...field("organisation")}
              label={r("apply.organisation")}
              autoComplete="organization"
              maxLength={160}
            />
            <div className="pair">
              <SelectField
                {...field("kind")}
                label={r("apply.kind")}
                choose={r("register.choose")}
                options={organisationKinds.map((one) => ({ value: one, label: r(`apply.kinds.${one}`) }))}
              />
              <TextField
                {...field("registrationNumber")}
                label={r("apply.registration_number")}
                help={r("apply.registration_help")}
                autoComplete="off"
                maxLength={60}
              />
            </div>
          </>
        )}
        <TextField {...field("name")} label={r("apply.contact_name")} autoComplete="name" maxLength={120} />
        <div className="pair">
          <TextField {...field("email")} type="email" label={r("form.email")} autoComplete="email" maxLength={254} />
          <TextField
            {...field("phone")}
            type="tel"
            label={r("form.phone")}
            help={r("form.phone_help")}
            autoComplete="tel"
            maxLength={40}
          />
        </div>
        <div className="pair">
          <TextField {...field("county")} label={r("apply.county")} autoComplete="address-level1" maxLength={60} />
          <SelectField
            {...field("locale")}
            value={typed.get("locale") || frame.locale}
            label={r("form.locale")}
            options={[
              { value: "en", label: r("form.en") },
              { value: "sw", label: r("form.sw") },
            ]}
          />
        </div>
        {teaches ? (
          <>
            <TextField
              {...field("subjects")}
              label={r("apply.subjects")}
              help={r("apply.subjects_help")}
              autoComplete="off"
              maxLength={200}
            />
            <div className="pair">
              <TextField
                {...field("years")}
                type="number"
                label={r("apply.years")}
                inputMode="numeric"
                min={0}
                max={60}
                autoComplete="off"
              />
              <TextField
                {...field("tsc")}
                label={r("apply.tsc")}
                help={r("apply.tsc_help")}
                optional={optional}
                autoComplete="off"
                maxLength={30}
              />
            </div>
          </>
        ) : (
          <TextField
            {...field("website")}
            type="url"
            label={r("apply.website")}
            optional={optional}
            autoComplete="url"
            maxLength={200}
          />
        )}
        <TextArea
          {...field("about")}
          label={r(`apply.about_${kind}`)}
          help={r(`apply.about_${kind}_help`)}
          maxLength={3000}
        />
        <CheckField {...field("agree")} label={r("apply.agree")} checked={typed.get("agree") === "yes"} />
        <button type="submit" className="btn main wide">
          {r("apply.submit")}
        </button>
      </form>
    </DoorPage>
  );
}
