import { Picture } from "@/components/ui/picture";
import { type Picture as PictureName, pictures, picturesInKey } from "@/lib/pictures";
import type { ChildAtDoor } from "@/server/features/identity/handover.queries";
import type { T } from "@/server/platform/i18n";
import { Door, DoorField } from "./door";
import { type FrameProps, keeping } from "./frame";

type Common = FrameProps & { h: T };
const path = "/handover";

const Face = ({ name }: { name: string }) => <i aria-hidden="true">{name.slice(0, 1)}</i>;

/** The guardian's side: what happens when this device goes to the children, and who can come in. */
export function HandOver({
  h,
  family,
  error,
  ...frame
}: Common & { family: { id: string; firstName: string }[]; error: string | null }) {
  const ready = family.length > 0;
  return (
    <Door {...frame} alone title={h("give.title")} lead={h(ready ? "give.lead" : "give.nobody")} error={error}>
      <ul className="faces">
        {family.map((child) => (
          <li key={child.id}>
            <span>
              <Face name={child.firstName} /> {child.firstName}
            </span>
          </li>
        ))}
      </ul>
      {ready ? (
        <form method="post" action={keeping(path, frame.lang)} className="fields">
          <input type="hidden" name="act" value="give" />
          <button type="submit" className="btn main wide">
            {h("give.submit")}
          </button>
        </form>
      ) : null}
      <p className="small">
        <a href="/dashboard/parent/children">{h(ready ? "give.stay" : "give.to_children")}</a>
      </p>
    </Door>
  );
}

/** Who are you? The first thing a child sees. */
export function WhoIsIt({ h, guardian, family, ...frame }: Common & { guardian: string; family: ChildAtDoor[] }) {
  return (
    <Door {...frame} alone title={h("who.title")} lead={h(family.length > 0 ? "who.lead" : "who.nobody")}>
      <ul className="faces">
        {family.map((child) => (
          <li key={child.studentId}>
            <a href={keeping(`${path}?child=${child.studentId}`, frame.lang)}>
              <Face name={child.firstName} /> {child.firstName}
            </a>
          </li>
        ))}
      </ul>
      <p className="small">
        <a href={keeping(`${path}?back=1`, frame.lang)}>{h("who.guardian", { name: guardian })}</a>
      </p>
      <p className="small">
        <a href={keeping("/login?other=1", frame.lang)}>{h("who.other")}</a>
      </p>
    </Door>
  );
}

/** A child's PIN, or its pictures one after the other: each press is a form, so that it works without a script. */
export function ChildKey({
  h,
  child,
  pressed,
  error,
  ...frame
}: Common & { child: ChildAtDoor; pressed: PictureName[]; error: string | null }) {
  const action = keeping(path, frame.lang);
  const hidden = (
    <>
      <input type="hidden" name="act" value="open" />
      <input type="hidden" name="child" value={child.studentId} />
    </>
  );
  const isPin = child.kind === "PIN";
  return (
    <Door
      {...frame}
      alone
      title={h("key.title", { name: child.firstName })}
      lead={h(isPin ? "key.pin_lead" : "key.pictures_lead")}
      error={error}
    >
      {isPin ? (
        <form method="post" action={action} className="fields" noValidate>
          {hidden}
          <DoorField
            id="pin"
            name="secret"
            label={h("key.pin")}
            refused={Boolean(error)}
            className="pin"
            type="password"
            inputMode="numeric"
            autoComplete="off"
            maxLength={6}
          />
          <button type="submit" className="btn main wide">
            {h("key.submit")}
          </button>
        </form>
      ) : (
        <form method="post" action={action} className="fields">
          {hidden}
          <input type="hidden" name="pressed" value={pressed.join(",")} />
          <p className="pressed" role="status">
            {Array.from({ length: picturesInKey }, (_, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: three places that never move
              <span key={at} className={at < pressed.length ? "full" : undefined} />
            ))}
            <b>{h("key.pressed", { count: pressed.length, of: picturesInKey })}</b>
          </p>
          <div className="pictures">
            {pictures.map((name) => (
              <button key={name} type="submit" name="picture" value={name}>
                <Picture name={name} />
                {h(`picture.${name}`)}
              </button>
            ))}
          </div>
          {pressed.length > 0 ? (
            <p className="small">
              <a href={keeping(`${path}?child=${child.studentId}`, frame.lang)}>{h("key.again")}</a>
            </p>
          ) : null}
        </form>
      )}
      <p className="small">
        <a href={keeping(path, frame.lang)}>{h("key.not_me", { name: child.firstName })}</a>
      </p>
    </Door>
  );
}

/** The guardian's way back: their own password, and after it whatever else they sign in with. */
export function TakeBack({ h, guardian, error, ...frame }: Common & { guardian: string; error: string | null }) {
  return (
    <Door {...frame} alone title={h("back.title")} lead={h("back.lead", { name: guardian })} error={error}>
      <form method="post" action={keeping(path, frame.lang)} className="fields" noValidate>
        <input type="hidden" name="act" value="back" />
        <DoorField
          id="password"
          name="password"
          label={h("back.password")}
          refused={Boolean(error)}
          type="password"
          autoComplete="current-password"
          maxLength={512}
        />
        <button type="submit" className="btn main wide">
          {h("back.submit")}
        </button>
      </form>
      <p className="small">
        <a href={keeping("/login/passkey", frame.lang)}>{h("back.passkey")}</a>
      </p>
      <p className="small">
        <a href={keeping(path, frame.lang)}>{h("back.children")}</a>
      </p>
    </Door>
  );
}
