import { gradeLabel } from "@/lib/grades";
import type { CatalogueRow, PublicCourse } from "./catalogue.schema";

/** Whole cents as search engines read money: "750.00". */
const amount = (cents: bigint) => `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
/** An ISO 8601 duration: 135 minutes are PT2H15M. */
const duration = (minutes: number) => `PT${Math.floor(minutes / 60)}H${minutes % 60}M`;

/** schema.org's facts of a course. `at` gives the whole address of a path of ours. */
export function courseFacts(course: PublicCourse, at: (path: string) => string): Record<string, unknown> {
  const { title, summary, language, grade, teachers, price, currency, minutes, aims, requires, publishedAt } = course;
  const { ratingCount, ratingSum, cover } = course;
  return {
    "@context": "https://schema.org",
    "@type": "Course",
    name: title,
    description: summary,
    url: at(`/courses/${course.slug}`),
    inLanguage: language,
    ...(cover ? { image: at(`/api/files/course/${cover.fileId}?size=w960`) } : {}),
    educationalLevel: gradeLabel(grade, "en"),
    about: course.area,
    teaches: aims.slice(0, 20).map(({ statement }) => statement),
    coursePrerequisites: requires.map((one) => ({
      "@type": "Course",
      name: one.title,
      url: at(`/courses/${one.slug}`),
    })),
    datePublished: publishedAt,
    provider: { "@type": "EducationalOrganization", name: "Urban Home School", url: at("/") },
    offers: {
      "@type": "Offer",
      category: price === 0n ? "Free" : "Paid",
      price: amount(price),
      priceCurrency: currency,
    },
    hasCourseInstance: {
      "@type": "CourseInstance",
      courseMode: "Online",
      courseWorkload: duration(minutes),
      ...(teachers.length ? { instructor: teachers.map((name) => ({ "@type": "Person", name })) } : {}),
    },
    ...(ratingCount > 0
      ? {
          aggregateRating: {
            "@type": "AggregateRating",
            ratingValue: Math.round((10 * ratingSum) / ratingCount) / 10,
            ratingCount,
            bestRating: 5,
            worstRating: 1,
          },
        }
      : {}),
  };
}

/** The same of a page of the catalogue: which courses stand on it, in order. */
export const catalogueFacts = (rows: readonly CatalogueRow[], at: (path: string) => string) => ({
  "@context": "https://schema.org",
  "@type": "ItemList",
  itemListElement: rows.map(({ slug }, n) => ({ "@type": "ListItem", position: n + 1, url: at(`/courses/${slug}`) })),
});
