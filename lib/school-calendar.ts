import { type Day, daysBetween, mondayOf } from "./days.ts";

/**
 * The school year as data. A new year is a new entry here; nothing else knows a date.
 *
 * 2026: circular of the Principal Secretary for Basic Education of 9 October 2025, as reproduced by the press
 * (khusoko.com, vihiga.xyz, sokodirectory.com of October 2025). Papers differ on 5 or 6 January as the first day.
 * 2027: no circular was published when this was written. The same pattern of 13, 14 and 9 weeks gives the dates
 * below; `official: false` makes every page say "expected".
 */
export type Grade = "PP1" | "PP2" | "G1" | "G2" | "G3" | "G4" | "G5" | "G6" | "G7" | "G8" | "G9";
export const grades = ["PP1", "PP2", "G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8", "G9"] as const satisfies Grade[];
export type Assessment = "KPSEA" | "KJSEA";
type Span = { opens: Day; closes: Day };
type SchoolYear = {
  year: number;
  official: boolean;
  terms: readonly [Span, Span, Span];
  assessments: Record<Assessment, Span>;
};

export const schoolYears: readonly SchoolYear[] = [
  {
    year: 2026,
    official: true,
    terms: [
      { opens: "2026-01-05", closes: "2026-04-02" },
      { opens: "2026-04-27", closes: "2026-07-31" },
      { opens: "2026-08-24", closes: "2026-10-23" },
    ],
    assessments: {
      KPSEA: { opens: "2026-10-26", closes: "2026-10-29" },
      KJSEA: { opens: "2026-10-26", closes: "2026-11-05" },
    },
  },
  {
    year: 2027,
    official: false,
    terms: [
      { opens: "2027-01-04", closes: "2027-04-02" },
      { opens: "2027-04-26", closes: "2027-07-30" },
      { opens: "2027-08-23", closes: "2027-10-22" },
    ],
    assessments: {
      KPSEA: { opens: "2027-10-25", closes: "2027-10-28" },
      KJSEA: { opens: "2027-10-25", closes: "2027-11-04" },
    },
  },
];

export type SchoolTime =
  | { kind: "term"; term: 1 | 2 | 3; week: number }
  /** Between terms, with the opening that comes next. */
  | { kind: "holiday"; next: { term: 1 | 2 | 3; opens: Day; official: boolean } }
  /** Beyond the years we know. */
  | { kind: "unknown" };

/** Where a day lies in the school year. Weeks run from Monday; the week in which a term opens is week 1. */
export function schoolTime(day: Day, years: readonly SchoolYear[] = schoolYears): SchoolTime {
  for (const { terms, official } of years) {
    for (const [at, { opens, closes }] of terms.entries()) {
      const term = (at + 1) as 1 | 2 | 3;
      if (day < opens) return { kind: "holiday", next: { term, opens, official } };
      if (day <= closes) return { kind: "term", term, week: Math.floor(daysBetween(mondayOf(opens), day) / 7) + 1 };
    }
  }
  return { kind: "unknown" };
}

export type AssessmentAhead = {
  name: Assessment;
  opens: Day;
  closes: Day;
  official: boolean;
  /** Days until the first paper; 0 or less while it runs. */
  days: number;
};

const sits: Record<Assessment, number> = { KPSEA: grades.indexOf("G6"), KJSEA: grades.indexOf("G9") };

/**
 * The national assessment a child sits within the next twelve months: KPSEA at the end of Grade 6, KJSEA at the end of
 * Grade 9. Children move up with the calendar year, so a Grade 8 child sits KJSEA in the next one. Null when it is
 * further off, already over, or its year is not known yet.
 */
export function assessmentAhead(
  grade: Grade,
  today: Day,
  years: readonly SchoolYear[] = schoolYears,
): AssessmentAhead | null {
  for (const name of ["KPSEA", "KJSEA"] as const) {
    const offset = sits[name] - grades.indexOf(grade);
    if (offset < 0 || offset > 1) continue;
    const year = years.find((one) => one.year === Number(today.slice(0, 4)) + offset);
    if (!year) continue;
    const { opens, closes } = year.assessments[name];
    const days = daysBetween(today, opens);
    if (closes >= today && days <= 366) return { name, opens, closes, official: year.official, days };
  }
  return null;
}
