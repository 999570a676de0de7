import type { ReactNode } from "react";
import type { T } from "@/server/platform/i18n";
import { Frame, type FrameProps, keeping } from "./frame";

/** One thing said in the middle of the page, and what to do next. */
function Message({
  title,
  text,
  children,
  ...frame
}: FrameProps & { title: string; text: string; children: ReactNode }) {
  return (
    <Frame {...frame} bare>
      <div className="w message">
        <h1>{title}</h1>
        <p className="muted">{text}</p>
        <div className="acts">{children}</div>
      </div>
    </Frame>
  );
}

/** Signing out asks once: a link must not be able to do it. */
export function SignOut({ i, name, ...frame }: FrameProps & { i: T; name: string }) {
  return (
    <Message {...frame} title={i("sign_out.title")} text={i("sign_out.text", { name })}>
      <form method="post" action="/logout">
        <button type="submit" className="btn main">
          {i("sign_out.submit")}
        </button>
      </form>
      <a className="btn" href="/dashboard">
        {i("sign_out.stay")}
      </a>
    </Message>
  );
}

export function Missing(frame: FrameProps) {
  const { t, lang, signedIn } = frame;
  return (
    <Message {...frame} title={t("missing.title")} text={t("missing.text")}>
      <a className="btn main" href={signedIn ? "/dashboard" : keeping("/", lang)}>
        {signedIn ? t("dashboard") : t("home")}
      </a>
    </Message>
  );
}

export function Broken({
  reference,
  kind,
  ...frame
}: FrameProps & { reference: string; kind: "broken" | "unavailable" }) {
  const { t } = frame;
  return (
    <Message {...frame} title={t(`${kind}.title`)} text={t(`${kind}.text`)}>
      <a className="btn main" href={frame.here}>
        {t("broken.again")}
      </a>
      <p className="small muted num">{t("broken.reference", { reference })}</p>
    </Message>
  );
}

/** What is kept, who sees it and what can be asked, in words a parent reads once and understands. */
export function Privacy({ p, contact, ...frame }: FrameProps & { p: T; contact: string }) {
  const list = (section: string, items: readonly string[]) => (
    <>
      <h2>{p(`privacy.${section}.title`)}</h2>
      <ul>
        {items.map((item) => (
          <li key={item}>{p(`privacy.${section}.items.${item}`)}</li>
        ))}
      </ul>
    </>
  );
  const text = (section: string) => (
    <>
      <h2>{p(`privacy.${section}.title`)}</h2>
      <p>{p(`privacy.${section}.text`, { address: contact })}</p>
    </>
  );
  return (
    <Frame {...frame}>
      <article className="w prose">
        <h1>{p("privacy.title")}</h1>
        <p className="lead">{p("privacy.lead")}</p>
        {list("keep", ["adult", "child", "learning", "access"])}
        {list("see", ["family", "teachers", "staff", "partners", "nobody"])}
        {text("cookies")}
        {text("kept")}
        {text("rights")}
      </article>
    </Frame>
  );
}
