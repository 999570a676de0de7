import { Apply, type ApplyProps } from "@/components/documents/apply";
import { Told } from "@/components/documents/door-page";
import { keeping } from "@/components/documents/frame";
import { instructorApplication, partnerApplication } from "@/server/features/identity/applications.schema";
import { apply } from "@/server/features/identity/applications.service";
import { documentRoute, type Reader, readReader } from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";
import { readForm, refuseForeign } from "@/server/platform/origin";
import { fieldText, fromZod } from "@/server/platform/trpc";
import { respond, spoken, tried } from "../respond";

type Kind = ApplyProps["kind"];

/** The form of one kind of application. */
export const showApplication = (kind: Kind) =>
  documentRoute(async (request) => show(await readReader(request, `/register/${kind}`), kind, new Map()));

/** Takes it; the answer is the same when one under that address waits already. */
export const takeApplication = (kind: Kind) =>
  documentRoute(async (request) => {
    const refused = refuseForeign(request, { maxBytes: 32 * 1024 });
    if (refused) return refused;
    const form = await readForm(request);
    const reader = await readReader(request, `/register/${kind}`);
    const { frame } = reader;
    if (form.get("act") === "language") return show(reader, kind, form, { headers: spoken(reader) });
    const r = translator(frame.locale, "registration");
    const fail = (errors: Record<string, string>, problem: string, status: number) =>
      show(reader, kind, form, { errors, problem, status });
    const schema = kind === "instructor" ? instructorApplication : partnerApplication;
    const typed = Object.fromEntries(
      Object.keys(schema.shape).map((name) => [name, (form.get(name) ?? "").slice(0, 4000)]),
    );
    const given = { ...typed, locale: typed.locale || frame.locale, agree: form.get("agree") === "yes" };
    const input = schema.safeParse(given);
    if (!input.success)
      return fail(
        Object.fromEntries(
          Object.entries(fromZod(input.error).fields).map(([name, key]) => [name, fieldText(frame.locale, key)]),
        ),
        r("apply.check"),
        422,
      );
    const answer = await tried(reader, () =>
      kind === "instructor"
        ? apply(reader.ctx, { kind: "INSTRUCTOR", application: instructorApplication.parse(given) })
        : apply(reader.ctx, { kind: "PARTNER", application: partnerApplication.parse(given) }),
    );
    if ("refused" in answer) return fail(answer.refused.fields, answer.refused.form, answer.refused.status);
    return respond(
      reader,
      <Told {...frame} title={r("apply.sent_title")} text={r("apply.sent_text")}>
        <a className="btn" href={keeping("/", frame.lang)}>
          {r("form.home")}
        </a>
      </Told>,
      { title: r("apply.sent_title"), description: r("apply.description") },
    );
  });

function show(
  reader: Reader,
  kind: Kind,
  typed: ApplyProps["typed"],
  shown: { errors?: Record<string, string>; problem?: string; status?: number; headers?: HeadersInit } = {},
): Promise<Response> {
  const r = translator(reader.frame.locale, "registration");
  return respond(
    reader,
    <Apply
      {...reader.frame}
      r={r}
      kind={kind}
      typed={typed}
      errors={shown.errors ?? {}}
      problem={shown.problem ?? null}
    />,
    {
      title: r(`apply.${kind}_title`),
      description: r("apply.description"),
      failed: shown.problem ? r("form.problem") : undefined,
      canonical: `/register/${kind}`,
    },
    shown.status ?? 200,
    shown.headers,
  );
}
