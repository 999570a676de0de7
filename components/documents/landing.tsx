import { formats } from "@/lib/format";
import type { PublicPlan, PublicPrice } from "@/server/features/money/money.queries";
import type { T } from "@/server/platform/i18n";
import { Drawing, Face, Kanga } from "./drawings";
import { Frame, type FrameProps, keeping } from "./frame";

type LandingProps = FrameProps & {
  p: T;
  plans: PublicPlan[];
  size: { areas: number; competencies: number };
  contact: string;
};

/** The front page: what the school is, what it costs, how records are kept, and the way in. */
export function Landing({ p, plans, size, contact, ...frame }: LandingProps) {
  const { t, lang, signedIn } = frame;
  const saved = savedByTerm(plans);
  const wayIn = signedIn ? "/dashboard" : keeping("/login", lang);
  return (
    <Frame
      {...frame}
      nav={
        <nav aria-label={t("nav.label")}>
          <a href={keeping("/courses", lang)}>{t("courses")}</a>
          <a href="#prices">{t("nav.prices")}</a>
          <a href="#records">{t("nav.records")}</a>
          <a href="#questions">{t("nav.questions")}</a>
        </nav>
      }
    >
      <div className="w">
        <section className="hero">
          <div>
            <h1>{p("hero.title")}</h1>
            <p className="lead">{p("hero.text")}</p>
            <div className="acts">
              <a className="btn main" href={signedIn ? wayIn : keeping("/register", lang)}>
                {signedIn ? t("dashboard") : p("hero.register")}
              </a>
              <a className="btn" href={keeping("/courses", lang)}>
                {p("hero.courses")}
              </a>
            </div>
            <p className="fine">{p("hero.fine")}</p>
          </div>
          <div className="scene">
            <Kanga saying={p("cloth.saying")} name={p("cloth.meaning")} />
            <ExampleCard p={p} />
          </div>
        </section>
        <section className="reasons" aria-labelledby="reasons">
          <h2 id="reasons" className="quiet-title">
            {p("reasons.title")}
          </h2>
          {(["curriculum", "family", "light"] as const).map((reason) => (
            <div key={reason}>
              <Drawing name={({ curriculum: "steps", family: "heart", light: "phone" } as const)[reason]} />
              <h3>{p(`reasons.${reason}.title`)}</h3>
              <p>{p(`reasons.${reason}.text`, reason === "curriculum" ? size : {})}</p>
            </div>
          ))}
        </section>
      </div>
      <section className="records" id="records" aria-labelledby="records-title">
        <div className="w">
          <div>
            <h2 id="records-title">{p("records.title")}</h2>
            <p>{p("records.text")}</p>
          </div>
          <dl>
            {(["decide", "closed", "written"] as const).map((fact) => (
              <div key={fact}>
                <dt>{p(`records.${fact}.title`)}</dt>
                <dd>{p(`records.${fact}.text`)}</dd>
              </div>
            ))}
          </dl>
        </div>
      </section>
      <div className="w">
        <section className="plans" id="prices" aria-labelledby="prices-title">
          <h2 id="prices-title">{p("plans.title")}</h2>
          <p className="muted">
            {p(plans.length ? "plans.text" : "plans.none")}
            {saved > 0 ? ` ${p("plans.saves", { percent: formats(frame.locale).percent(saved) })}` : null}
          </p>
          <ul className="cards">
            {plans.map((plan) => (
              <Plan key={plan.code} plan={plan} p={p} locale={frame.locale} />
            ))}
          </ul>
        </section>
        <section className="questions" id="questions" aria-labelledby="questions-title">
          <h2 id="questions-title">{p("questions.title")}</h2>
          <div>
            {(["join", "who", "need", "several", "language"] as const).map((question) => (
              <details key={question} name="questions">
                <summary>
                  {p(`questions.${question}.q`)}
                  <Drawing name="down" />
                </summary>
                <p>{p(`questions.${question}.a`, { address: contact })}</p>
              </details>
            ))}
          </div>
        </section>
        {signedIn ? null : (
          <section className="end">
            <h2>{p("end.title")}</h2>
            <p>{p("end.text")}</p>
            <a className="btn" href={wayIn}>
              {t("sign_in")}
            </a>
          </section>
        )}
      </div>
    </Frame>
  );
}

/** By how much a term is cheaper than its three months, when it is the same share for every plan; else nothing is claimed. */
export function savedByTerm(plans: readonly PublicPlan[]): number {
  const shares = plans.map(({ month, term }) =>
    month && term && month.currency === term.currency && month.cents > 0n
      ? Math.round((1 - Number(term.cents) / Number(month.cents * 3n)) * 100) / 100
      : 0,
  );
  return shares.every((share) => share === shares[0]) ? Math.max(0, shares[0] ?? 0) : 0;
}

/** What a child's card looks like on a parent's page. Invented, and says so. */
function ExampleCard({ p }: { p: T }) {
  const moods = [4, 3, 4, 5, 4] as const;
  const days = p("example.days").split(" ");
  return (
    <div className="card example">
      <p className="tag">{p("example.label")}</p>
      <p className="who">
        <b>{p("example.name")}</b> <span>{p("example.grade")}</span>
      </p>
      <p className="small muted">
        {p("example.mood")}: {p("example.today")}
      </p>
      <ol className="moods" aria-hidden="true">
        {moods.map((mood, i) => (
          <li key={days[i]}>
            <Face mood={mood} />
            {days[i]}
          </li>
        ))}
      </ol>
      <p className="goal">
        <span>{p("example.goal")}</span>
        <b className="num">{p("example.progress")}</b>
      </p>
      <svg className="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="4" rx="2" />
        <rect className="full" width="70" height="4" rx="2" />
      </svg>
    </div>
  );
}

function Plan({ plan, p, locale }: { plan: PublicPlan; p: T; locale: FrameProps["locale"] }) {
  const format = formats(locale);
  const money = (price: PublicPrice) => format.money(price.cents, { currency: price.currency });
  const { month, term } = plan;
  const main = month ?? term;
  return (
    <li className={`card plan${plan.highlighted ? " best" : ""}`}>
      <h3>
        {plan.name}
        {plan.highlighted ? <span className="ribbon">{p("plans.recommended")}</span> : null}
      </h3>
      {main ? (
        <p className="price num">
          {money(main)} <small>{p(month ? "plans.month" : "plans.term_only")}</small>
        </p>
      ) : null}
      <p className="small muted">{month && term ? p("plans.term", { price: money(term) }) : null}</p>
      <ul>
        {plan.features.map((feature) => (
          <li key={feature}>
            <Drawing name="check" />
            {feature}
          </li>
        ))}
      </ul>
    </li>
  );
}
