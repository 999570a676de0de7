import { courseFile } from "@/components/courses/course-file";
import { gradeSign } from "@/lib/grades";
import type { CatalogueRow } from "@/server/features/catalogue/catalogue.schema";

/** One small piece of a kanga each; a learning area keeps its own. */
const motifs = [
  <path key="diamonds" className="k-line" d="M0 12 12 0l12 12-12 12zM12 6l6 6-6 6-6-6z" />,
  <g key="rings">
    <circle className="k-line" cx="12" cy="12" r="9" />
    <circle className="k-gold" cx="12" cy="12" r="3" />
  </g>,
  <path key="waves" className="k-line" d="M0 6q6-6 12 0t12 0M0 18q6-6 12 0t12 0" />,
  <path key="teeth" className="k-line" d="m0 12 6-9 6 9 6-9 6 9M0 24l6-9 6 9 6-9 6 9" />,
  <g key="seeds">
    <path className="k-gold" d="M6 3q5 3 0 8-5-5 0-8zM18 13q5 3 0 8-5-5 0-8z" />
    <circle className="k-cream" cx="18" cy="6" r="1.8" />
    <circle className="k-cream" cx="6" cy="18" r="1.8" />
  </g>,
  <path key="weave" className="k-line" d="M0 0h9v9H0zM12 12h9v9h-9zM3 12v9M7 12v9M12 3h9M12 7h9" />,
];
const grounds = ["k-teal", "k-deep", "k-clay"] as const;

/** The same number for the same word, every time. */
const numberOf = (word: string) => [...word].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 9973, 7);

/** The patterns that covers are cut from: once on a page, before the first of them. */
export function CoverCloth() {
  return (
    <svg className="cloth-store" width="0" height="0" aria-hidden="true">
      <defs>
        {motifs.map((motif, at) => (
          <pattern key={motif.key} id={`cloth-${at}`} width="24" height="24" patternUnits="userSpaceOnUse">
            {motif}
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

type Covered = Pick<CatalogueRow, "cover" | "areaCode" | "grade" | "language">;

/** A course's cover: the picture its teacher chose, in the size of a phone, fetched when it comes near; else the drawn one. */
export function Cover({ course: { cover, areaCode, grade, language } }: { course: Covered }) {
  return cover ? (
    // biome-ignore lint/performance/noImgElement: the school makes its own sizes and asks at each who is looking
    <img
      className="cover"
      src={courseFile(cover.fileId, "w320")}
      alt={cover.alt}
      lang={language}
      width="320"
      height="108"
      loading="lazy"
      decoding="async"
    />
  ) : (
    <DrawnCover area={areaCode} grade={grade} />
  );
}

/** The cloth of a learning area with a grade on it. Decoration; the words beside it say the same. */
function DrawnCover({ area, grade }: { area: string; grade: string }) {
  const turn = numberOf(area);
  return (
    <svg className="cover" viewBox="0 0 320 108" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect className={grounds[Math.floor(turn / motifs.length) % grounds.length]} width="320" height="108" />
      <rect width="320" height="108" fill={`url(#cloth-${turn % motifs.length})`} opacity="0.75" />
      <circle className="k-cream" cx="266" cy="54" r="34" />
      <text className={grade.startsWith("G") ? "cover-grade" : "cover-grade early"} x="266" y="66" textAnchor="middle">
        {gradeSign(grade)}
      </text>
    </svg>
  );
}
