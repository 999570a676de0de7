/** What the documents draw themselves: the mark, a few icons in Lucide's manner, and a kanga. No file is fetched for them. */

export function DocumentMark() {
  return (
    <svg className="mark" viewBox="0 0 30 30" aria-hidden="true">
      <rect width="30" height="30" rx="8" fill="var(--accent)" />
      <g fill="none" stroke="var(--on-accent)" strokeWidth="2.2" strokeLinejoin="round">
        <path d="M5 17 15 8l10 9" />
        <path d="M8.5 15v8.5h13V15" />
      </g>
      <path d="m15 14.5 3 3-3 3-3-3z" fill="var(--on-accent)" />
    </svg>
  );
}

const paths = {
  steps: "M4 20h5v-5h5v-5h5V5M4 20V4",
  heart: "M12 20s-7.5-4.6-7.5-10.2A4.3 4.3 0 0 1 12 7.3a4.3 4.3 0 0 1 7.5 2.5C19.5 15.4 12 20 12 20z",
  phone: "M8 3h8a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM11 18h2",
  check: "m5 12.5 4.5 4.5L19 7.5",
  alert: "M12 8v5m0 3v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  down: "m6 9 6 6 6-6",
  cross: "M6 6l12 12M18 6 6 18",
  star: "m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z",
} as const;

export function Drawing({ name }: { name: keyof typeof paths }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** The border that runs along the top of every document: one row of a kanga's edge. */
export function KangaEdge() {
  return (
    <div className="edge" aria-hidden="true">
      <svg width="100%" height="22" aria-hidden="true">
        <pattern id="edge" width="44" height="22" patternUnits="userSpaceOnUse">
          <path className="k-line" d="M0 11 11 0l11 11-11 11zM22 11 33 0l11 11-11 11z" />
          <circle className="k-cream" cx="11" cy="11" r="3" />
          <path className="k-gold" d="m33 7.5 3.5 3.5-3.5 3.5-3.5-3.5z" />
        </pattern>
        <rect width="100%" height="22" fill="url(#edge)" />
      </svg>
    </div>
  );
}

/** One cashew, the shape every kanga has somewhere. */
const cashew = "M0 0c26-14 58 2 60 36 2 32-24 54-46 48-18-5-20-28-4-33 14-4 20 10 12 18 18-8 14-36-6-40C4 26-8 14 0 0z";
const ray = Array.from({ length: 16 }, (_, i) => i * 22.5);

/**
 * A whole cloth: edge, field, a house in the sun where the centre piece stands, and the saying that names it. Drawn as
 * one picture with its name for those who do not see it.
 */
export function Kanga({ saying, name }: { saying: string; name: string }) {
  return (
    <svg className="kanga" viewBox="0 0 560 480" role="img" aria-label={name}>
      <defs>
        <pattern id="pindo" width="40" height="40" patternUnits="userSpaceOnUse">
          <path className="k-cream" d="M20 3 37 20 20 37 3 20z" />
          <path className="k-clay" d="M20 10 30 20 20 30 10 20z" />
          <circle className="k-gold" cx="20" cy="20" r="3.5" />
          <path className="k-gold" d="M0-5 5 0 0 5-5 0zM40-5l5 5-5 5-5-5zM0 35l5 5-5 5-5-5zM40 35l5 5-5 5-5-5z" />
        </pattern>
        <pattern id="teeth" x="60" width="20" height="12" patternUnits="userSpaceOnUse">
          <path className="k-gold" d="m0 0 10 10L20 0z" />
        </pattern>
        <pattern id="dots" x="60" y="60" width="22" height="22" patternUnits="userSpaceOnUse">
          <circle className="k-dot" cx="11" cy="11" r="1.8" />
        </pattern>
        <clipPath id="mji">
          <rect x="60" y="60" width="440" height="360" />
        </clipPath>
      </defs>
      <rect className="k-teal" width="560" height="480" rx="10" />
      <rect width="560" height="480" rx="10" fill="url(#pindo)" />
      <rect className="k-cream" x="40" y="40" width="480" height="400" />
      <rect className="k-deep" x="46" y="46" width="468" height="388" />
      <rect x="60" y="60" width="440" height="360" fill="url(#dots)" />
      <rect x="60" y="46" width="440" height="12" fill="url(#teeth)" />
      <g transform="rotate(180 280 240)">
        <rect x="60" y="46" width="440" height="12" fill="url(#teeth)" />
      </g>
      <g clipPath="url(#mji)" className="k-rings">
        {[
          [60, 60],
          [500, 60],
          [60, 420],
          [500, 420],
        ].map(([x, y]) => (
          <g key={`${x}-${y}`} transform={`translate(${x} ${y})`}>
            <circle className="k-gold" r="30" />
            <circle className="k-ring" r="44" />
            <circle className="k-ring thin" r="56" />
            <circle className="k-clay" r="14" />
          </g>
        ))}
      </g>
      <g className="k-cashew">
        <path transform="translate(92 176) rotate(-10) scale(0.86)" d={cashew} />
        <path transform="translate(468 176) scale(-1 1) rotate(-10) scale(0.86)" d={cashew} />
      </g>
      <g transform="translate(280 205)">
        <g className="k-gold">
          {ray.map((turn) => (
            <path key={turn} transform={`rotate(${turn})`} d="M-9-112 0-134l9 22z" />
          ))}
        </g>
        <circle className="k-cream" r="108" />
        <circle className="k-hoop" r="97" />
        <path className="k-clay" d="M0-84 84 0 0 84-84 0z" />
        <path className="k-teal" d="M0-70 70 0 0 70-70 0z" />
        <g className="k-house">
          <path d="M-34 2 0-30 34 2" />
          <path d="M-23-6v36h46V-6" />
        </g>
        <path className="k-gold" d="m0-4 12 12L0 20-12 8z" />
      </g>
      <rect className="k-cream" x="124" y="356" width="312" height="46" rx="3" />
      <text className="k-saying" x="280" y="387" textAnchor="middle" textLength="280" lengthAdjust="spacingAndGlyphs">
        {saying.toUpperCase()}
      </text>
    </svg>
  );
}

const mouths = { 3: "M8.5 15.5h7", 4: "M8.5 14.5c2 2.2 5 2.2 7 0", 5: "M8 14c1.5 4 6.5 4 8 0z" } as const;

/** A face as families see it in the mood row; decoration here, the words beside it say the same. */
export function Face({ mood }: { mood: keyof typeof mouths }) {
  return (
    <svg className={`face m${mood}`} viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="10" />
      <path d="M9 9.5v.01M15 9.5v.01" />
      <path d={mouths[mood]} />
    </svg>
  );
}
