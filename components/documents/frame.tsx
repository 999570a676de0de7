import type { ReactNode } from "react";
import type { Locale } from "@/lib/locales";
import type { T } from "@/server/platform/i18n";
import { DocumentMark, KangaEdge } from "./drawings";

export type FrameProps = {
  locale: Locale;
  t: T;
  /** Address of this document without its language, to come back to after changing it. */
  here: string;
  /** Carried along by links while the language of this view was only asked for in the address. */
  lang: Locale | null;
  signedIn: boolean;
};

/** An address that keeps the language asked for. */
export const keeping = (path: string, lang: Locale | null) =>
  lang ? `${path}${path.includes("?") ? "&" : "?"}lang=${lang}` : path;

/**
 * Changes the language by a form, so that it is remembered without a script; each is named in itself. Beside a form that
 * somebody fills in it submits that form, so that nothing typed is lost.
 */
function LanguageSwitch({ locale, t, here, form }: Pick<FrameProps, "locale" | "t" | "here"> & { form?: string }) {
  const other = locale === "en" ? "sw" : "en";
  const name = other === "sw" ? "Kiswahili" : "English";
  if (form)
    return (
      <button
        type="submit"
        form={form}
        formAction={keeping(here, other)}
        name="act"
        value="language"
        lang={other}
        className="quiet language"
      >
        {name}
      </button>
    );
  return (
    <form method="post" action="/api/locale" className="language" aria-label={t("language")}>
      <input type="hidden" name="back" value={here} />
      <button type="submit" name="locale" value={other} lang={other} className="quiet">
        {name}
      </button>
    </form>
  );
}

/** Mark, way in, language; the kanga's edge; the page; the foot. */
export function Frame({
  locale,
  t,
  here,
  lang,
  signedIn,
  nav,
  bare = false,
  form,
  children,
}: FrameProps & {
  nav?: ReactNode;
  bare?: boolean;
  /** The id of the form on this page whose typed words a change of language keeps. */
  form?: string;
  children: ReactNode;
}) {
  return (
    <>
      {/* The Enter key presses a form's first button: this one sends it, where the switch below would come first. */}
      {form ? <button type="submit" form={form} tabIndex={-1} aria-hidden className="unseen" /> : null}
      <a className="skip" href="#content">
        {t("skip")}
      </a>
      <header>
        <div className="w bar">
          <a href={keeping("/", lang)} className="brand">
            <DocumentMark />
            <span>{t("school")}</span>
          </a>
          {nav}
          <div className="ways">
            <LanguageSwitch locale={locale} t={t} here={here} {...(form ? { form } : {})} />
            {bare ? null : (
              <a className="btn small" href={signedIn ? "/dashboard" : keeping("/login", lang)}>
                {signedIn ? t("dashboard") : t("sign_in")}
              </a>
            )}
          </div>
        </div>
        <KangaEdge />
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer>
        <div className="w foot">
          <span>{t("copyright")}</span>
          {bare ? null : <a href={keeping("/courses", lang)}>{t("courses")}</a>}
          {bare ? null : <a href={keeping("/verify", lang)}>{t("verify")}</a>}
          <a href={keeping("/privacy", lang)}>{t("privacy")}</a>
          {bare ? <a href={keeping("/", lang)}>{t("home")}</a> : null}
        </div>
      </footer>
    </>
  );
}
