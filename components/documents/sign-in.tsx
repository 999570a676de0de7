import type { T } from "@/server/platform/i18n";
import { Drawing, Kanga } from "./drawings";
import { Frame, type FrameProps, keeping } from "./frame";

export type DemoAccount = { key: string; email: string; name: string };
export type SignInProps = FrameProps & {
  i: T;
  p: T;
  /** What was typed; never the password. */
  email: string;
  next: string | null;
  notice: "again" | "out" | null;
  errors: { email?: string | undefined; password?: string | undefined; form?: string | undefined };
  contact: string;
  /** People of a school on one's own machine, with the password they share. Null in production. */
  demo: { accounts: DemoAccount[]; password: string } | null;
};

/** The way in. A form and nothing else: it works before any script, on any phone, on any line. */
export function SignIn({ i, p, email, next, notice, errors, contact, demo, ...frame }: SignInProps) {
  const action = keeping("/login", frame.lang);
  const goOn = next ? <input type="hidden" name="next" value={next} /> : null;
  return (
    <Frame {...frame} bare>
      <div className="w door">
        <div>
          <h1>{i("sign_in.title")}</h1>
          <p className="muted">{i(notice ? `sign_in.${notice}` : "sign_in.lead")}</p>
          {errors.form ? (
            <div className="notice bad" role="alert" id="form-error">
              <Drawing name="alert" />
              <p>{errors.form}</p>
            </div>
          ) : null}
          <form method="post" action={action} className="fields" noValidate>
            {goOn}
            <Field
              name="email"
              type="email"
              label={i("sign_in.email")}
              value={email}
              error={errors.email}
              autoComplete="username"
              // The cursor starts where something is missing.
              focus={!email || Boolean(errors.email)}
            />
            <Field
              name="password"
              type="password"
              label={i("sign_in.password")}
              error={errors.password}
              autoComplete="current-password"
              focus={Boolean(email) && !errors.email}
            />
            <button type="submit" className="btn main wide">
              {i("sign_in.submit")}
            </button>
          </form>
          <p className="small">
            <a href={keeping(next ? `/login/passkey?next=${encodeURIComponent(next)}` : "/login/passkey", frame.lang)}>
              {i("sign_in.passkey")}
            </a>
          </p>
          <p className="small">
            <a href={keeping("/reset", frame.lang)}>{i("sign_in.forgot")}</a> ·{" "}
            <a href={keeping("/register", frame.lang)}>{i("sign_in.register")}</a>
          </p>
          <p className="small muted">{i("sign_in.help", { address: contact })}</p>
          {demo ? (
            <section className="demo" aria-labelledby="demo-title">
              <h2 id="demo-title">{i("sign_in.demo.title")}</h2>
              <p className="small muted">
                {i("sign_in.demo.text")} <b>{demo.password}</b>
              </p>
              <div>
                {demo.accounts.map((account) => (
                  <form key={account.key} method="post" action={action}>
                    {goOn}
                    <input type="hidden" name="email" value={account.email} />
                    <input type="hidden" name="password" value={demo.password} />
                    <button type="submit">
                      <b>{i(`sign_in.demo.roles.${account.key}`)}</b>
                      <span>{account.email}</span>
                    </button>
                  </form>
                ))}
              </div>
            </section>
          ) : null}
        </div>
        <div className="cloth">
          <Kanga saying={p("cloth.saying")} name={p("cloth.meaning")} />
          <p className="fine" aria-hidden="true">
            {p("cloth.meaning")}
          </p>
        </div>
      </div>
    </Frame>
  );
}

type FieldProps = {
  name: string;
  type: "email" | "password";
  label: string;
  value?: string;
  error?: string | undefined;
  autoComplete: string;
  focus: boolean;
};
function Field({ name, type, label, value, error, autoComplete, focus }: FieldProps) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={type}
        defaultValue={value}
        required
        maxLength={type === "email" ? 254 : 512}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: the page has one purpose, and its heading names it first
        autoFocus={focus}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${name}-error` : undefined}
      />
      {error ? (
        <p className="error" id={`${name}-error`}>
          <Drawing name="alert" />
          {error}
        </p>
      ) : null}
    </div>
  );
}
