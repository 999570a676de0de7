import { formats } from "@/lib/format";
import type { Verified } from "@/server/features/recognition/certificates.schema";
import type { T } from "@/server/platform/i18n";
import { DoorPage } from "./door-page";
import { TextField } from "./fields";
import type { FrameProps } from "./frame";

type Words = FrameProps & { c: T };

/** PUB-5: a field for a code, and what is to say of the one that was asked. A code that cannot be one is said at the field. */
export function VerifyPage({ c, typed, verified, ...frame }: Words & { typed: string; verified: Verified | null }) {
  const told = verified && verified.state !== "mistyped" ? verified : null;
  const found = told !== null && told.state !== "unknown";
  return (
    <DoorPage
      {...frame}
      title={c(told ? `verify.${told.state}.title` : "verify.title")}
      lead={told ? leadOf(told, { c, ...frame }) : c("verify.lead")}
    >
      {told?.state === "valid" ? <Facts verified={told} c={c} {...frame} /> : null}
      <form method="get" action="/verify" className="fields">
        {frame.lang ? <input type="hidden" name="lang" value={frame.lang} /> : null}
        <TextField
          name="code"
          label={c("verify.code")}
          value={found ? undefined : typed}
          error={verified?.state === "mistyped" ? c("verify.mistyped") : undefined}
          maxLength={100}
          autoComplete="off"
        />
        <button type="submit" className={found ? "btn wide" : "btn main wide"}>
          {c(found ? "verify.again" : "verify.submit")}
        </button>
      </form>
    </DoorPage>
  );
}

const dayOf = (locale: FrameProps["locale"]) => (day: Date) => formats(locale, "UTC").date(day, "long");

function leadOf(told: Verified, { c, locale }: Pick<Words, "c" | "locale">): string {
  return c(`verify.${told.state}.text`, "on" in told ? { day: dayOf(locale)(told.on) } : {});
}

/** No more of a child than whoever holds the paper needs to compare it. */
function Facts({
  verified,
  c,
  locale,
}: Pick<Words, "c" | "locale"> & { verified: Extract<Verified, { state: "valid" }> }) {
  const day = dayOf(locale);
  const facts: [name: string, value: string, lang?: string][] = [
    ["name", verified.name],
    ["course", verified.title, verified.language],
    ["completed", day(verified.completedOn)],
    ["issued", day(verified.issuedOn)],
    ["school", "Urban Home School"],
  ];
  return (
    <>
      <dl className="card verified">
        {facts.map(([name, value, lang]) => (
          <div key={name}>
            <dt>{c(`verify.facts.${name}`)}</dt>
            <dd lang={lang}>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="small muted">{c("verify.little")}</p>
    </>
  );
}
