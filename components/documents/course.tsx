import { formats } from "@/lib/format";
import { gradeLabel } from "@/lib/grades";
import type { PublicCourse, PublicReview } from "@/server/features/catalogue/catalogue.schema";
import type { T } from "@/server/platform/i18n";
import { placeOf, priceOf, Rating } from "./catalogue";
import { Cover, CoverCloth } from "./cover";
import { Drawing } from "./drawings";
import { Frame, type FrameProps, keeping } from "./frame";

/** Who reads: a visitor, a parent, or somebody who enrols nobody. */
export type CourseReader = "visitor" | "parent" | "other";
type CourseProps = FrameProps & { c: T; course: PublicCourse; reader: CourseReader; older: boolean };
type Words = Pick<CourseProps, "c" | "course" | "locale" | "lang">;

/** PUB-2, a course's own page: what it is, what a child will be able to do, what is inside, and what families say. */
export function CoursePage({ c, course, reader, older, ...frame }: CourseProps) {
  const words = { c, course, locale: frame.locale, lang: frame.lang };
  return (
    <Frame {...frame}>
      <CoverCloth />
      <article className="w course-page">
        <p className="small muted">
          <a href={keeping("/courses", frame.lang)}>{c("title")}</a> ·{" "}
          <a href={keeping(`/courses?grade=${course.grade}&area=${encodeURIComponent(course.areaCode)}`, frame.lang)}>
            {placeOf(course, frame.locale)}
          </a>
        </p>
        <div className="course-head">
          <div>
            <h1 lang={course.language}>{course.title}</h1>
            <p className="lead" lang={course.language}>
              {course.summary}
            </p>
            <p className="line muted">
              {course.teachers.length ? (
                <span>{c("by", { name: formats(frame.locale).list(course.teachers) })}</span>
              ) : null}
              <span>{c(`language.${course.language}`)}</span>
              <Rating course={course} c={c} locale={frame.locale} />
            </p>
          </div>
          <aside className="card offer" aria-label={c("offer.label")}>
            <Cover course={course} />
            <Offer reader={reader} {...words} />
          </aside>
        </div>
        <div className="course-parts">
          <Outcomes {...words} />
          <Outline {...words} />
          <About {...words} />
          <Reviews older={older} {...words} />
        </div>
      </article>
    </Frame>
  );
}

/** What it costs, how much of it there is, and the one step that comes next. */
function Offer({ reader, ...words }: Words & { reader: CourseReader }) {
  const { c, course, locale, lang } = words;
  const open = course.price === 0n || course.inPlan;
  return (
    <div>
      <p className="price num">{priceOf(course, words)}</p>
      {course.price > 0n && course.inPlan ? <p className="small muted">{c("offer.in_plan")}</p> : null}
      <p className="small muted">
        {c("lessons", { count: course.lessons })} · {formats(locale).minutes(course.minutes)} ·{" "}
        {gradeLabel(course.grade, locale)}
      </p>
      {course.givesCertificate ? <p className="small muted">{c("offer.certificate")}</p> : null}
      {open && reader !== "other" ? (
        <a className="btn main wide" href={`/dashboard/parent/courses/${course.slug}`}>
          {c("offer.enrol")}
        </a>
      ) : null}
      <p className="small muted">{c(open ? `offer.${reader}` : "offer.paid")}</p>
      {open && reader === "visitor" ? (
        <p className="small">
          <a href={keeping("/register", lang)}>{c("offer.register")}</a>
        </p>
      ) : null}
    </div>
  );
}

function Outcomes({ c, course }: Words) {
  const { whatYouLearn, aims } = course;
  return (
    <section aria-labelledby="outcomes">
      <h2 id="outcomes">{c("outcomes.title")}</h2>
      <ul className="outcomes" lang={course.language}>
        {whatYouLearn.map((one) => (
          <li key={one}>
            <Drawing name="check" />
            {one}
          </li>
        ))}
      </ul>
      {aims.length ? (
        <details>
          <summary>
            {c("outcomes.aims", { count: aims.length })}
            <Drawing name="down" />
          </summary>
          <ul className="aims">
            {aims.map(({ code, statement, language }) => (
              <li key={code}>
                <span className="num muted">{code}</span> <span lang={language}>{statement}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

function Outline({ c, course, locale, lang }: Words) {
  const format = formats(locale);
  return (
    <section aria-labelledby="outline">
      <h2 id="outline">{c("outline.title")}</h2>
      <p className="muted">{c("outline.text", { modules: course.modules.length, lessons: course.lessons })}</p>
      <div>
        {course.modules.map(({ id, title, lessons }, at) => (
          <details key={id} open={at === 0}>
            <summary>
              <span>
                <span lang={course.language}>{title}</span>{" "}
                <span className="small muted">{c("lessons", { count: lessons.length })}</span>
              </span>
              <Drawing name="down" />
            </summary>
            <ol className="outline">
              {lessons.map((lesson) => (
                <li key={lesson.id}>
                  {lesson.isPreview ? (
                    <span>
                      <a href={keeping(`/courses/${course.slug}/${lesson.id}`, lang)} lang={course.language}>
                        {lesson.title}
                      </a>{" "}
                      <span className="small muted">{c("outline.preview")}</span>
                    </span>
                  ) : (
                    <span lang={course.language}>{lesson.title}</span>
                  )}
                  <span className="small muted num">{format.minutes(lesson.minutes)}</span>
                </li>
              ))}
            </ol>
          </details>
        ))}
      </div>
    </section>
  );
}

/** What the teacher wrote about it, for whom it is, what is needed and what comes before. Nothing where nothing is said. */
function About({ c, course, lang }: Words) {
  const { description, audience, requirements, requires } = course;
  if (!description && !audience && !requirements && requires.length === 0) return null;
  return (
    <section aria-labelledby="about">
      <h2 id="about">{c("about.title")}</h2>
      {description.split(/\n+/).map((text) =>
        text ? (
          <p key={text} lang={course.language}>
            {text}
          </p>
        ) : null,
      )}
      <dl>
        {audience ? (
          <div>
            <dt>{c("about.audience")}</dt>
            <dd lang={course.language}>{audience}</dd>
          </div>
        ) : null}
        {requirements ? (
          <div>
            <dt>{c("about.requirements")}</dt>
            <dd lang={course.language}>{requirements}</dd>
          </div>
        ) : null}
        {requires.length ? (
          <div>
            <dt>{c("about.requires")}</dt>
            <dd>
              <ul>
                {requires.map(({ slug, title }) => (
                  <li key={slug}>
                    <a href={keeping(`/courses/${slug}`, lang)}>{title}</a>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ) : null}
      </dl>
    </section>
  );
}

/** How many gave which rating, drawn as bars with their figures. */
function Spread({ c, course }: Words) {
  const most = Math.max(1, ...course.spread);
  return (
    <ul className="spread">
      {course.spread.map((count, at) => {
        const stars = 5 - at;
        return (
          <li key={stars}>
            <span className="num">{c("reviews.stars", { stars })}</span>
            <svg className="meter" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
              <rect width="100" height="4" rx="2" />
              <rect className="full" width={(100 * count) / most} height="4" rx="2" />
            </svg>
            <span className="num">{c("reviews.count", { count })}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Review({ review, c, locale }: Pick<Words, "c" | "locale"> & { review: PublicReview }) {
  const format = formats(locale);
  return (
    <li>
      <p className="line small">
        <span className="rating num">
          <Drawing name="star" />
          {c("reviews.given", { rating: review.rating })}
        </span>
        <span className="muted">
          {review.author ?? c("reviews.somebody")} · {format.date(review.createdAt)}
        </span>
      </p>
      {review.body ? <p lang={review.language}>{review.body}</p> : null}
      {review.reply ? (
        <div className="reply">
          <p className="small muted">
            {c("reviews.reply", { day: format.date(review.repliedAt ?? review.createdAt) })}
          </p>
          <p>{review.reply}</p>
        </div>
      ) : null}
    </li>
  );
}

function Reviews({ older, ...words }: Words & { older: boolean }) {
  const { c, course, lang } = words;
  const { reviews, moreReviews, ratingCount, allowsReviews, slug } = course;
  const here = `/courses/${slug}`;
  return (
    <section aria-labelledby="reviews">
      <h2 id="reviews">{c("reviews.title")}</h2>
      {ratingCount > 0 ? (
        <Spread {...words} />
      ) : (
        <p className="muted">{c(allowsReviews ? "reviews.none" : "reviews.closed")}</p>
      )}
      <ol className="reviews">
        {reviews.map((review) => (
          <Review key={review.id} review={review} c={c} locale={words.locale} />
        ))}
      </ol>
      {older || moreReviews ? (
        <p className="acts">
          {older ? (
            <a className="btn small" href={`${keeping(here, lang)}#reviews`}>
              {c("reviews.latest")}
            </a>
          ) : null}
          {moreReviews ? (
            <a className="btn small" rel="nofollow" href={`${keeping(`${here}?reviews=${moreReviews}`, lang)}#reviews`}>
              {c("reviews.older")}
            </a>
          ) : null}
        </p>
      ) : null}
    </section>
  );
}
