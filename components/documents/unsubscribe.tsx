import type { T } from "@/server/platform/i18n";
import { Frame, type FrameProps, keeping } from "./frame";

/** Where the page stands: asked, done, taken back, or the link is not one of ours. */
export type StopState = "ask" | "stopped" | "resumed" | "unknown";

/** Ends mail of one kind. Opening it changes nothing: programs that look into mail open every link. */
export function Unsubscribe({
  n,
  state,
  what,
  token,
  ...frame
}: FrameProps & { n: T; state: StopState; what: string | null; token: string }) {
  const { lang, signedIn, t } = frame;
  const kind = what === "digest" ? n("unsubscribe.digest") : what ? n(`types.${what}.name`) : "";
  const act = (name: "stop" | "again", main: boolean) => (
    <form method="post" action={keeping("/unsubscribe", lang)}>
      <input type="hidden" name="t" value={token} />
      <button type="submit" name="act" value={name} className={main ? "btn main" : "btn"}>
        {n(`unsubscribe.${name}`)}
      </button>
    </form>
  );
  return (
    <Frame {...frame} bare>
      <div className="w message">
        <h1>{n(`unsubscribe.${state}.title`)}</h1>
        <p className="muted">{n(`unsubscribe.${state}.text`, { kind })}</p>
        <div className="acts">
          {state === "ask" || state === "resumed" ? act("stop", state === "ask") : null}
          {state === "stopped" ? act("again", false) : null}
          <a className="btn" href={signedIn ? "/dashboard" : keeping("/", lang)}>
            {signedIn ? t("dashboard") : t("home")}
          </a>
        </div>
      </div>
    </Frame>
  );
}
