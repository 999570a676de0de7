import { Told } from "@/components/documents/door-page";
import { keeping } from "@/components/documents/frame";
import { Register, RegisterCode, type RegisterProps } from "@/components/documents/register";
import { CHILDREN_AT_MOST, registrationInput } from "@/server/features/identity/registration.schema";
import { accountText, beginRegistration } from "@/server/features/identity/registration.service";
import { documentRoute, type Reader, readReader } from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";
import { readForm, refuseForeign, seeOther } from "@/server/platform/origin";
import { fieldText, fromZod } from "@/server/platform/trpc";
import { respond, spoken, tried } from "../respond";

export const dynamic = "force-dynamic";

export const GET = documentRoute(async (request) => {
  const reader = await readReader(request, "/register");
  if (reader.ctx.actor.kind === "user") return seeOther("/dashboard");
  return show(reader, new Map(), 1);
});

/** Adds a place for a child, or takes the registration; the same answer whether the address is known or not. */
export const POST = documentRoute(async (request) => {
  const refused = refuseForeign(request, { maxBytes: 64 * 1024 });
  if (refused) return refused;
  const form = await readForm(request);
  const reader = await readReader(request, "/register");
  const { locale } = reader.frame;
  const r = translator(locale, "registration");
  const places = Math.min(CHILDREN_AT_MOST, Math.max(1, Number(form.get("places")) || 1));
  const act = form.get("act");
  if (act === "language") return show(reader, form, places, { headers: spoken(reader) });
  if (act === "more") return show(reader, form, Math.min(CHILDREN_AT_MOST, places + 1));
  if (act === "fewer") return show(reader, form, Math.max(1, places - 1));

  const text = (name: string) => (form.get(name) ?? "").slice(0, 600);
  const input = registrationInput.safeParse({
    name: text("name"),
    email: text("email"),
    phone: text("phone"),
    relation: text("relation"),
    locale: text("locale") || locale,
    children: Array.from({ length: places }, (_, at) => ({
      firstName: text(`children.${at}.firstName`),
      lastName: text(`children.${at}.lastName`),
      grade: text(`children.${at}.grade`),
      birthDate: text(`children.${at}.birthDate`),
    })),
    textId: text("textId"),
    agree: form.get("agree") === "yes",
    password: text("password"),
  });
  if (!input.success) {
    const errors = Object.fromEntries(
      Object.entries(fromZod(input.error).fields).map(([name, key]) => [name, fieldText(locale, key)]),
    );
    return show(reader, form, places, { errors, problem: r("form.check"), status: 422 });
  }
  const answer = await tried(reader, () => beginRegistration(reader.ctx, input.data));
  if ("refused" in answer) {
    const { fields, form: problem, status } = answer.refused;
    return show(reader, form, places, { errors: fields, problem, status });
  }
  const { channel, token, sentTo } = answer.done;
  const head = { title: r("register.sent_title"), description: r("register.description") };
  if (channel === "SMS" && token)
    return respond(reader, <RegisterCode {...reader.frame} r={r} token={token} sentTo={sentTo} error={null} />, {
      ...head,
      title: r("register.code_title"),
    });
  return respond(
    reader,
    <Told
      {...reader.frame}
      title={r("register.sent_title")}
      text={r("register.sent_email", { address: sentTo })}
      help={r("register.sent_help")}
    >
      <a className="btn" href={keeping("/", reader.frame.lang)}>
        {r("form.home")}
      </a>
    </Told>,
    head,
  );
});

async function show(
  reader: Reader,
  typed: RegisterProps["typed"],
  places: number,
  shown: { errors?: RegisterProps["errors"]; problem?: string; status?: number; headers?: HeadersInit } = {},
): Promise<Response> {
  const { locale } = reader.frame;
  const r = translator(locale, "registration");
  return respond(
    reader,
    <Register
      {...reader.frame}
      r={r}
      m={translator(locale, "members")}
      typed={typed}
      places={places}
      most={CHILDREN_AT_MOST}
      text={await accountText(locale)}
      errors={shown.errors ?? {}}
      problem={shown.problem ?? null}
    />,
    {
      title: r("register.title"),
      description: r("register.description"),
      failed: shown.problem ? r("form.problem") : undefined,
      canonical: "/register",
    },
    shown.status ?? 200,
    shown.headers,
  );
}
