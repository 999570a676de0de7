import { formats } from "@/lib/format";
import { boundToAddress, type OpenedInvitation } from "@/server/features/identity/invitations.domain";
import type { T } from "@/server/platform/i18n";
import { DoorPage, Told } from "./door-page";
import { type FieldErrors, Problem, TextField } from "./fields";
import { type FrameProps, keeping } from "./frame";

export type InviteProps = FrameProps & {
  r: T;
  m: T;
  nav: T;
  invitation: OpenedInvitation;
  /** Who is signed in here, and whether the invitation is for them. */
  person: { name: string; may: boolean } | null;
  sentTo: string;
  typed: string;
  errors: FieldErrors;
  problem: string | null;
};

/** What somebody is invited to, by whom, and the way to accept that fits them. */
export function Invite({ r, m, nav, invitation, person, sentTo, typed, errors, problem, ...frame }: InviteProps) {
  const { grants, from, about, hasAccount, role } = invitation;
  const bound = boundToAddress(grants);
  const format = formats(frame.locale);
  const action = keeping(frame.here, frame.lang);
  const lead =
    grants.kind === "guardian"
      ? r("invite.guardian", { from, names: format.list(about), relation: m(`relation.${grants.relation}`) })
      : about.length
        ? r("invite.work_org", { role: nav(`roles.${role}`), names: format.list(about) })
        : r("invite.work", { role: nav(`roles.${role}`) });
  const held =
    grants.kind === "guardian"
      ? (["view", "message", "pay", "consent"] as const).filter((one) => grants.rights[one])
      : [];
  const signIn = `/login?next=${encodeURIComponent(frame.here)}`;
  return (
    <DoorPage {...frame} title={r("invite.title")} lead={lead}>
      {grants.kind === "guardian" ? (
        <div className="after">
          <h2 className="sub">{r("invite.may")}</h2>
          {held.length ? (
            <ul className="words">
              {held.map((one) => (
                <li key={one}>{m(`rights.${one}`)}</li>
              ))}
            </ul>
          ) : (
            <p>{r("invite.nothing", { from })}</p>
          )}
        </div>
      ) : null}
      <Problem text={problem} />
      {person ? (
        <form method="post" action={action} className="fields">
          {person.may ? (
            <button type="submit" name="act" value="accept" className="btn main wide">
              {r("invite.accept_as", { name: person.name })}
            </button>
          ) : (
            <p>{r("invite.not_you", { name: person.name, address: sentTo })}</p>
          )}
          <a className="btn wide" href="/logout">
            {r("invite.other_account")}
          </a>
        </form>
      ) : hasAccount ? (
        <div className="fields">
          <p className="muted">{r("invite.have_text")}</p>
          <a className="btn main wide" href={keeping(signIn, frame.lang)}>
            {r("invite.sign_in")}
          </a>
        </div>
      ) : (
        <>
          <form method="post" action={action} className="fields" noValidate>
            <h2 className="sub">{r("invite.new_title")}</h2>
            <p className="hint">{r("invite.new_text", { address: sentTo })}</p>
            <TextField
              name="name"
              label={r("form.name")}
              value={typed}
              error={errors.name}
              autoComplete="name"
              maxLength={120}
            />
            <TextField
              name="password"
              type="password"
              label={r("form.password")}
              help={r("form.password_help")}
              error={errors.password}
              autoComplete="new-password"
              maxLength={512}
            />
            <button type="submit" name="act" value="new" className="btn main wide">
              {r("invite.new_submit")}
            </button>
          </form>
          {bound ? null : (
            <p className="small muted">
              {r("invite.known_elsewhere")} <a href={keeping(signIn, frame.lang)}>{r("form.sign_in")}</a>
            </p>
          )}
        </>
      )}
    </DoorPage>
  );
}

/** Used, too old, taken back or unknown: said plainly to whoever holds the link. */
export function InviteOver({
  r,
  state,
  from,
  ...frame
}: FrameProps & { r: T; state: "expired" | "used" | "withdrawn" | "unknown"; from: string }) {
  return (
    <Told {...frame} title={r(`invite.state.${state}`)} text={r(`invite.state_text.${state}`, { from })}>
      <a className="btn main" href={keeping(frame.signedIn ? "/dashboard" : "/login", frame.lang)}>
        {frame.signedIn ? frame.t("dashboard") : r("form.sign_in")}
      </a>
    </Told>
  );
}
