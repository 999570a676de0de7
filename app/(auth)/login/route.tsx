import { SignIn, type SignInProps } from "@/components/documents/sign-in";
import { contactOf } from "@/lib/phone";
import { readDoor } from "@/server/features/identity/handover.queries";
import { demoAccounts } from "@/server/features/identity/identity.demo";
import { destination, ownPath } from "@/server/features/identity/identity.domain";
import { signInInput } from "@/server/features/identity/identity.schema";
import { signIn } from "@/server/features/identity/identity.service";
import { heldToken } from "@/server/platform/context";
import { deviceCookies, heldDevice } from "@/server/platform/device-cookies";
import {
  contactAddress,
  documentResponse,
  documentRoute,
  type Reader,
  readReader,
  renderDocument,
} from "@/server/platform/document";
import { isAppError, statusOf } from "@/server/platform/errors";
import { translator } from "@/server/platform/i18n";
import { readForm, refuseForeign, seeOther } from "@/server/platform/origin";
import { resolvePending, sealSession, setSession } from "@/server/platform/session";

export const dynamic = "force-dynamic";

const here = (next: string | null) => (next ? `/login?next=${encodeURIComponent(next)}` : "/login");

/** The form; somebody already signed in goes to where they wanted to go. */
export const GET = documentRoute(async (request) => {
  const query = new URL(request.url).searchParams;
  const next = ownPath(query.get("next"));
  const reader = await readReader(request, here(next));
  const { actor } = reader.ctx;
  if (actor.kind === "user") return seeOther(destination(next, actor.roles, actor.role)?.path ?? "/dashboard");
  // A device that was handed over belongs to the children, until somebody asks for this form.
  if (!query.has("other") && (await readDoor(heldDevice(request).handover))) return seeOther("/handover");
  const held = await heldToken(request);
  // Half-way: the password was right, the second step is still owed.
  if (held && !query.has("out") && (await resolvePending(held)))
    return seeOther(next ? `/login/second?next=${encodeURIComponent(next)}` : "/login/second");
  return show(reader, 200, {
    next,
    notice: query.has("out") ? "out" : held ? "again" : null,
    // next-auth sends its own refusals here.
    errors: query.has("error") ? { form: translator(reader.frame.locale, "identity")("sign_in.refused") } : {},
  });
});

/** Signs in and goes on, or shows what is wrong beside what was typed. */
export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 8 * 1024 });
  if (refused) return refused;
  const form = await readForm(request);
  const next = ownPath(form.get("next"));
  const reader = await readReader(request, here(next));
  const i = translator(reader.frame.locale, "identity");
  const email = (form.get("email") ?? "").trim().slice(0, 254);

  // A phone number that has answered is as good a name as an address.
  const contact = contactOf(email);
  const login = contact && "phone" in contact ? contact.phone : email;
  const input = signInInput.safeParse({ email: login, password: form.get("password") ?? "" });
  const wrongAddress = email !== "" && !contact && !/^[^\s@]+@[^\s@]+$/.test(email);
  if (!input.success || wrongAddress) {
    const missing = new Set(input.success ? [] : input.error.issues.map((issue) => issue.path[0]));
    return show(reader, 422, {
      next,
      email,
      errors: {
        email: missing.has("email") ? i("sign_in.email_missing") : wrongAddress ? i("sign_in.email_wrong") : undefined,
        password: missing.has("password") ? i("sign_in.password_missing") : undefined,
      },
    });
  }
  try {
    const device = heldDevice(request);
    const session = await signIn(reader.ctx, input.data, { next, replaces: await heldToken(request), device });
    return seeOther(session.path, [
      ["set-cookie", setSession(await sealSession(session.token))],
      ...deviceCookies(device),
    ]);
  } catch (error) {
    if (!isAppError(error) || error.reason !== "sign_in.refused") throw error;
    const wait = error.meta.seconds;
    return show(
      reader,
      statusOf[error.kind],
      { next, email, errors: { form: i("sign_in.refused") } },
      wait ? { "retry-after": String(wait) } : {},
    );
  }
});

type Shown = Pick<SignInProps, "next" | "errors"> & Partial<Pick<SignInProps, "email" | "notice">>;
async function show(
  { frame, theme }: Reader,
  status: number,
  shown: Shown,
  headers: HeadersInit = {},
): Promise<Response> {
  const i = translator(frame.locale, "identity");
  const page = (
    <SignIn
      {...frame}
      signedIn={false}
      i={i}
      p={translator(frame.locale, "public")}
      email=""
      notice={null}
      contact={contactAddress()}
      demo={await demoAccounts()}
      {...shown}
    />
  );
  const failed = shown.errors.form || shown.errors.email || shown.errors.password;
  const title = `${failed ? `${i("sign_in.problem")}: ` : ""}${i("sign_in.title")} · Urban Home School`;
  const html = await renderDocument(page, {
    locale: frame.locale,
    theme,
    title,
    description: i("sign_in.description"),
  });
  return documentResponse(html, status, headers);
}
