/** The school's mark: a roof, a door and the kanga's diamond on the role's colour. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 30 30" aria-hidden="true" focusable="false" className={className}>
      <rect width="30" height="30" rx="8" className="fill-accent" />
      <g className="stroke-on-accent" fill="none" strokeWidth="2.2" strokeLinejoin="round">
        <path d="M5 17 15 8l10 9" />
        <path d="M8.5 15v8.5h13V15" />
      </g>
      <path d="m15 14.5 3 3-3 3-3-3z" className="fill-on-accent" />
    </svg>
  );
}
