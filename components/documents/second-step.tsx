import type { ReactNode } from "react";
import type { Offered } from "@/server/features/identity/factors.queries";
import type { T } from "@/server/platform/i18n";
import { Door, DoorField } from "./door";
import { type FrameProps, keeping } from "./frame";

type Method = Offered["methods"][number] | "password";
type Common = FrameProps & { s: T; next: string; error: string | null };

function CodeField({ s, method, error }: { s: T; method: Method; error: boolean }) {
  const secret = method === "password";
  return (
    <DoorField
      id="code"
      name="code"
      label={s(`step.${method}.label`)}
      refused={error}
      type={secret ? "password" : "text"}
      inputMode={secret || method === "backup" ? undefined : "numeric"}
      autoComplete={secret ? "current-password" : "one-time-code"}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={secret ? 512 : 20}
    />
  );
}

/** Asks the browser for a passkey; `children` are what the form carries besides the answer. */
function PasskeyForm({ s, action, passkey, children }: { s: T; action: string; passkey: string; children: ReactNode }) {
  return (
    <>
      <form method="post" action={action} className="fields" data-passkey={passkey}>
        <input type="hidden" name="answer" value="" />
        {children}
        <p className="error" data-passkey-error hidden role="alert">
          {s("step.passkey.failed")}
        </p>
        <button type="submit" className="btn main wide">
          {s("step.passkey.submit")}
        </button>
      </form>
      <noscript>
        <p>{s("step.passkey.missing")}</p>
      </noscript>
      <p data-passkey-missing hidden>
        {s("step.passkey.missing")}
      </p>
    </>
  );
}

export type SecondStepProps = Common & {
  /** The rest of a sign-in, or a fresh proof before a dangerous act. */
  mode: "second" | "confirm";
  name: string;
  method: Method;
  offered: Offered;
  /** The code that was sent and waits for its answer. */
  challengeId: string | null;
  /** What the browser's passkey is asked, as JSON. */
  passkey: string | null;
};

/** The second step of signing in, and the same proof asked again later. Works without a script, but for passkeys. */
export function SecondStep({
  s,
  mode,
  name,
  method,
  offered,
  challengeId,
  passkey,
  next,
  error,
  ...frame
}: SecondStepProps) {
  const action = keeping(mode === "second" ? "/login/second" : "/login/confirm", frame.lang);
  const others = offered.methods.filter((one) => one !== method);
  const target = method === "sms" ? offered.sms : method === "email" ? offered.email : null;
  const lead = s(`step.${method}.lead`, { target: target ?? "" });
  const sends = (method === "sms" || method === "email") && !challengeId;
  const hidden = (
    <>
      <input type="hidden" name="next" value={next} />
      <input type="hidden" name="method" value={method} />
    </>
  );
  return (
    <Door {...frame} title={s(`step.${mode}`)} lead={s(`step.${mode}_lead`, { name })} error={error}>
      {method === "passkey" && passkey ? (
        <PasskeyForm s={s} action={action} passkey={passkey}>
          {hidden}
          <p>{lead}</p>
          {mode === "second" ? <Remember s={s} /> : null}
        </PasskeyForm>
      ) : sends ? (
        <form method="post" action={action} className="fields">
          {hidden}
          <input type="hidden" name="act" value="send" />
          <p>{lead}</p>
          <button type="submit" className="btn main wide">
            {s("step.send")}
          </button>
        </form>
      ) : (
        <form method="post" action={action} className="fields" noValidate>
          {hidden}
          {challengeId ? <input type="hidden" name="challengeId" value={challengeId} /> : null}
          <p>{challengeId ? s("step.sent", { target: target ?? "" }) : lead}</p>
          <CodeField s={s} method={method} error={error !== null} />
          {mode === "second" ? <Remember s={s} /> : null}
          <button type="submit" className="btn main wide">
            {s("step.go_on")}
          </button>
        </form>
      )}
      {others.length > 0 ? (
        <section className="demo" aria-labelledby="others">
          <h2 id="others">{s("step.others")}</h2>
          <ul className="ways-on">
            {others.map((one) => (
              <li key={one}>
                <a href={keeping(`${action.split("?")[0]}?method=${one}&next=${encodeURIComponent(next)}`, frame.lang)}>
                  {s(`step.${one}.name`)}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {mode === "second" ? (
        <StartAgain s={s} />
      ) : (
        <p className="small">
          <a href={next}>{s("step.back")}</a>
        </p>
      )}
    </Door>
  );
}

function Remember({ s }: { s: T }) {
  return (
    <label className="tick-line">
      <input type="checkbox" name="remember" value="yes" /> <span>{s("step.remember")}</span>
    </label>
  );
}

function StartAgain({ s }: { s: T }) {
  return (
    <form method="post" action="/logout" className="small">
      <button type="submit" className="quiet">
        {s("step.start_again")}
      </button>
    </form>
  );
}

/** For somebody whose role owes a second step and who has none: the first thing to do, and until then the only one. */
export function SetUp({
  s,
  secret,
  qr,
  next,
  error,
  ...frame
}: Common & { secret: string; qr: { path: string; size: number } }) {
  return (
    <Door {...frame} title={s("setup.title")} lead={s("setup.lead")} error={error}>
      <ol className="steps">
        <li>{s("setup.app")}</li>
        <li>
          {s("setup.scan")}
          <svg
            className="qr"
            viewBox={`0 0 ${qr.size} ${qr.size}`}
            role="img"
            aria-label={s("setup.qr")}
            shapeRendering="crispEdges"
          >
            <path fill="#fff" d={`M0 0h${qr.size}v${qr.size}h-${qr.size}z`} />
            <path fill="#000" d={qr.path} />
          </svg>
          <p className="small muted">{s("setup.typed")}</p>
          <code className="secret">{secret}</code>
        </li>
        <li>{s("setup.confirm")}</li>
      </ol>
      <form method="post" action={keeping("/login/second", frame.lang)} className="fields" noValidate>
        <input type="hidden" name="next" value={next} />
        <input type="hidden" name="act" value="enrol" />
        <CodeField s={s} method="totp" error={error !== null} />
        <button type="submit" className="btn main wide">
          {s("setup.submit")}
        </button>
      </form>
      <StartAgain s={s} />
    </Door>
  );
}

/** Shown once, after setting up: what to do on the day the phone is lost. */
export function BackupCodes({ s, codes, next, ...frame }: FrameProps & { s: T; codes: string[]; next: string }) {
  return (
    <Door {...frame} title={s("codes.title")} lead={s("codes.lead")} error={null}>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p>
        <a className="btn main wide" href={next}>
          {s("codes.kept")}
        </a>
      </p>
    </Door>
  );
}

/** Signing in with a passkey alone. */
export function PasskeySignIn({ s, passkey, next, error, ...frame }: Common & { passkey: string }) {
  return (
    <Door {...frame} title={s("step.passkey.sign_in")} lead={s("step.passkey.sign_in_lead")} error={error}>
      <PasskeyForm s={s} action={keeping("/login/passkey", frame.lang)} passkey={passkey}>
        <input type="hidden" name="next" value={next} />
      </PasskeyForm>
      <p className="small">
        <a href={keeping(next ? `/login?next=${encodeURIComponent(next)}` : "/login", frame.lang)}>
          {s("step.with_password")}
        </a>
      </p>
    </Door>
  );
}
