import { gradeLabel, grades } from "@/lib/grades";
import { relations } from "@/server/features/identity/invitations.schema";
import type { T } from "@/server/platform/i18n";
import { DoorPage } from "./door-page";
import { CheckField, type FieldErrors, Problem, SelectField, TextField, wrongFields } from "./fields";
import { type FrameProps, keeping } from "./frame";

export type RegisterProps = FrameProps & {
  r: T;
  m: T;
  typed: ReadonlyMap<string, string>;
  /** How many children there is place for. */
  places: number;
  most: number;
  text: { id: string; body: string };
  errors: FieldErrors;
  problem: string | null;
};

/** A family's registration. Adding a child is a submission too, so that it needs no script; what was typed stays. */
export function Register({ r, m, typed, places, most, text, errors, problem, ...frame }: RegisterProps) {
  const value = (name: string) => typed.get(name) ?? "";
  const field = (name: string) => ({ name, value: value(name), error: errors[name] });
  const optional = r("form.optional");
  const labels: Record<string, string> = {
    name: r("form.name"),
    email: r("form.email"),
    phone: r("form.phone"),
    relation: r("register.relation"),
    password: r("form.password"),
    agree: r("register.agreement"),
  };
  return (
    <DoorPage {...frame} title={r("register.title")} lead={r("register.lead")} long form="registration">
      <Problem
        text={problem}
        fields={wrongFields(
          errors,
          (name) =>
            labels[name] ??
            `${r("register.child", { number: Number(/^children\.(\d+)/.exec(name)?.[1] ?? 0) + 1 })}: ${r(`register.${partOf(name)}`)}`,
        )}
      />
      <form id="registration" method="post" action={keeping("/register", frame.lang)} className="fields" noValidate>
        <fieldset className="part">
          <legend>{r("register.you")}</legend>
          <TextField {...field("name")} label={r("form.name")} autoComplete="name" maxLength={120} />
          <p className="hint">{r("register.reach")}</p>
          <div className="pair">
            <TextField {...field("email")} type="email" label={r("form.email")} autoComplete="email" maxLength={254} />
            <TextField
              {...field("phone")}
              type="tel"
              label={r("form.phone")}
              help={r("form.phone_help")}
              autoComplete="tel"
              maxLength={40}
              optional={optional}
            />
          </div>
          <div className="pair">
            <SelectField
              {...field("relation")}
              label={r("register.relation")}
              choose={r("register.choose")}
              options={relations.map((one) => ({ value: one, label: m(`relation.${one}`) }))}
            />
            <SelectField
              {...field("locale")}
              value={value("locale") || frame.locale}
              label={r("form.locale")}
              options={[
                { value: "en", label: r("form.en") },
                { value: "sw", label: r("form.sw") },
              ]}
            />
          </div>
        </fieldset>
        <fieldset className="part">
          <legend>{r("register.children")}</legend>
          {Array.from({ length: places }, (_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places of a form keep their order
            <fieldset className="child" key={at}>
              <legend>{r("register.child", { number: at + 1 })}</legend>
              <div className="pair">
                <TextField
                  {...field(`children.${at}.firstName`)}
                  label={r("register.first_name")}
                  help={r("register.as_certificate")}
                  autoComplete="off"
                  maxLength={60}
                />
                <TextField
                  {...field(`children.${at}.lastName`)}
                  label={r("register.last_name")}
                  autoComplete="off"
                  maxLength={60}
                />
              </div>
              <div className="pair">
                <SelectField
                  {...field(`children.${at}.grade`)}
                  label={r("register.grade")}
                  choose={r("register.choose")}
                  options={grades.map((grade) => ({ value: grade, label: gradeLabel(grade, frame.locale) }))}
                />
                <TextField
                  {...field(`children.${at}.birthDate`)}
                  type="date"
                  label={r("register.birth_date")}
                  autoComplete="off"
                />
              </div>
            </fieldset>
          ))}
          <input type="hidden" name="places" value={places} />
          <div className="acts">
            {places < most ? (
              <button type="submit" name="act" value="more" className="btn small">
                {r("register.more")}
              </button>
            ) : null}
            {places > 1 ? (
              <button type="submit" name="act" value="fewer" className="btn small">
                {r("register.fewer")}
              </button>
            ) : null}
          </div>
        </fieldset>
        <fieldset className="part">
          <legend>{r("register.agreement")}</legend>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reached by keyboard */}
          <section className="words" tabIndex={0} aria-label={r("register.agreement")}>
            {text.body}
          </section>
          <input type="hidden" name="textId" value={text.id} />
          <CheckField {...field("agree")} label={r("register.agree")} checked={value("agree") === "yes"} />
        </fieldset>
        <TextField
          {...field("password")}
          type="password"
          label={r("form.password")}
          help={r("form.password_help")}
          autoComplete="new-password"
          maxLength={512}
        />
        <button type="submit" name="act" value="register" className="btn main wide">
          {r("register.submit")}
        </button>
      </form>
      <div className="after small muted">
        <p>
          {r("register.have")} <a href={keeping("/login", frame.lang)}>{r("form.sign_in")}</a>
        </p>
        <p>
          {r("register.other")} <a href={keeping("/register/instructor", frame.lang)}>{r("register.instructor")}</a> ·{" "}
          <a href={keeping("/register/partner", frame.lang)}>{r("register.partner")}</a>
        </p>
      </div>
    </DoorPage>
  );
}

/** The message key of a child's field. */
function partOf(name: string): string {
  const part = name.split(".").at(-1);
  return part === "firstName"
    ? "first_name"
    : part === "lastName"
      ? "last_name"
      : part === "birthDate"
        ? "birth_date"
        : "grade";
}

/** The code from the SMS, in the browser that asked for it. */
export function RegisterCode({
  r,
  token,
  sentTo,
  error,
  ...frame
}: FrameProps & { r: T; token: string; sentTo: string; error: string | null }) {
  return (
    <DoorPage {...frame} title={r("register.code_title")} lead={r("register.code_text", { address: sentTo })}>
      <form method="post" action={keeping("/register/code", frame.lang)} className="fields" noValidate>
        <input type="hidden" name="token" value={token} />
        <input type="hidden" name="sentTo" value={sentTo} />
        <TextField
          name="code"
          label={r("register.code")}
          error={error ?? undefined}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={12}
        />
        <button type="submit" className="btn main wide">
          {r("register.code_submit")}
        </button>
      </form>
    </DoorPage>
  );
}

/** The link from the mail asks for the password typed at registration: the address and the person must agree. */
export function RegisterConfirm({
  r,
  action,
  error,
  ...frame
}: FrameProps & { r: T; action: string; error: string | null }) {
  return (
    <DoorPage {...frame} title={r("register.confirm_title")} lead={r("register.confirm_text")}>
      <form method="post" action={action} className="fields" noValidate>
        <TextField
          name="password"
          type="password"
          label={r("form.password")}
          error={error ?? undefined}
          autoComplete="current-password"
          maxLength={512}
        />
        <button type="submit" className="btn main wide">
          {r("register.confirm_submit")}
        </button>
      </form>
    </DoorPage>
  );
}
