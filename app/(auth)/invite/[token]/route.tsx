import { Invite, InviteOver, type InviteProps } from "@/components/documents/invite";
import { maskContact } from "@/lib/phone";
import { roleHome } from "@/lib/roles";
import { requireGoodPassword } from "@/server/features/identity/factors.password.service";
import { signIn, switchRole } from "@/server/features/identity/identity.service";
import { boundToAddress, type OpenedInvitation } from "@/server/features/identity/invitations.domain";
import { personName } from "@/server/features/identity/invitations.schema";
import { acceptInvitation, openInvitation } from "@/server/features/identity/invitations.service";
import type { Ctx, UserActor } from "@/server/platform/actor";
import { heldToken, requestCtx } from "@/server/platform/context";
import { documentRoute, type Reader, readReader } from "@/server/platform/document";
import { AppError } from "@/server/platform/errors";
import { translator } from "@/server/platform/i18n";
import { readForm, refuseForeign, seeOther } from "@/server/platform/origin";
import { hashPassword } from "@/server/platform/password";
import { limit } from "@/server/platform/rate-limit";
import { sealSession, setSession } from "@/server/platform/session";
import { respond, tokenOf, tried } from "../../respond";

export const dynamic = "force-dynamic";

export const GET = documentRoute(async (request) => {
  const reader = await readReader(request, new URL(request.url).pathname);
  await limit("invite", reader.ctx.ip, 60, 600);
  return show(reader, tokenOf(request));
});

/** Accepts for whoever is signed in, or makes the account that accepts. */
export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 4 * 1024 });
  if (refused) return refused;
  const token = tokenOf(request);
  const form = await readForm(request);
  const reader = await readReader(request, new URL(request.url).pathname);
  const { ctx } = reader;
  await limit("invite", ctx.ip, 60, 600);
  if (!token) return show(reader, null);

  if (ctx.actor.kind === "user") {
    const { userId } = ctx.actor;
    const answer = await tried(reader, () => acceptInvitation(ctx, token, { userId }));
    if ("refused" in answer)
      return show(reader, token, { problem: answer.refused.form, status: answer.refused.status });
    const { role } = answer.done;
    const after = await requestCtx(request);
    if (after.actor.kind === "user" && after.actor.role !== role) await switchRole(after as Ctx, { role });
    return seeOther(roleHome(role));
  }

  const name = (form.get("name") ?? "").slice(0, 200);
  const password = (form.get("password") ?? "").slice(0, 600);
  const answer = await tried(reader, async () => {
    const known = personName.safeParse(name);
    if (!known.success) throw new AppError("BAD_INPUT", "bad_input", { fields: { name: "field.required" } });
    const opened = await openInvitation(ctx, token);
    requireGoodPassword(password, [known.data, opened?.email ?? null]);
    const passwordHash = await hashPassword(password);
    return acceptInvitation(ctx, token, {
      account: { name: known.data, passwordHash, locale: reader.frame.locale },
    });
  });
  if ("refused" in answer) {
    const { fields, form: problem, status } = answer.refused;
    return show(reader, token, { errors: fields, problem, status, typed: name });
  }
  const { login } = answer.done;
  if (!login) return seeOther("/login");
  const session = await signIn(ctx, { email: login, password }, { replaces: await heldToken(request) });
  return seeOther(session.path, { "set-cookie": setSession(await sealSession(session.token)) });
});

/** Most invitations are good in the hands of whoever was sent them; work in the school is for one address. */
const mayAccept = (actor: UserActor, invitation: OpenedInvitation) =>
  !boundToAddress(invitation.grants) || actor.email?.toLowerCase() === invitation.email?.toLowerCase();

type Shown = { errors?: InviteProps["errors"]; problem?: string; status?: number; typed?: string };
async function show(reader: Reader, token: string | null, shown: Shown = {}): Promise<Response> {
  const { frame, ctx } = reader;
  const r = translator(frame.locale, "registration");
  const invitation = token ? await openInvitation(ctx, token) : null;
  const description = r("invite.description");
  const state = invitation?.state ?? "unknown";
  if (!invitation || state !== "open")
    return respond(
      reader,
      <InviteOver {...frame} r={r} state={state === "open" ? "unknown" : state} from={invitation?.from ?? ""} />,
      { title: r(`invite.state.${state}`), description },
      410,
    );
  return respond(
    reader,
    <Invite
      {...frame}
      r={r}
      m={translator(frame.locale, "members")}
      nav={translator(frame.locale, "nav")}
      invitation={invitation}
      person={ctx.actor.kind === "user" ? { name: ctx.actor.name, may: mayAccept(ctx.actor, invitation) } : null}
      sentTo={maskContact(invitation.email ?? invitation.phone ?? "")}
      typed={shown.typed ?? invitation.name}
      errors={shown.errors ?? {}}
      problem={shown.problem ?? null}
    />,
    { title: r("invite.title"), description, failed: shown.problem ? r("form.problem") : undefined },
    shown.status ?? 200,
  );
}
