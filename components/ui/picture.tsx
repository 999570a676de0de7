import type { ReactNode } from "react";
import type { Picture as Name } from "@/lib/pictures";

const sea = "oklch(0.55 0.11 230)";
const leaf = "oklch(0.58 0.13 145)";
const earth = "oklch(0.5 0.09 55)";
const clay = "oklch(0.6 0.17 35)";
const gold = "oklch(0.78 0.15 80)";
const plum = "oklch(0.52 0.15 320)";
const rays = [0, 45, 90, 135, 180, 225, 270, 315];

/** Each told apart by its outline alone; the colours only please. */
const drawings: Record<Name, ReactNode> = {
  sun: (
    <>
      <circle cx="24" cy="24" r="9" fill={gold} />
      {rays.map((turn) => (
        <path key={turn} d="M24 4v7" stroke={gold} strokeWidth="4" transform={`rotate(${turn} 24 24)`} />
      ))}
    </>
  ),
  fish: (
    <>
      <path d="M4 24c8-14 22-14 30-3l9-8v22l-9-8C26 38 12 38 4 24z" fill={sea} />
      <circle cx="14" cy="22" r="2.5" fill="#fff" />
    </>
  ),
  tree: (
    <>
      <path d="M21 26h6v18h-6z" fill={earth} />
      <path d="M4 22C6 8 18 4 24 4s18 4 20 18c-10 6-30 6-40 0z" fill={leaf} />
    </>
  ),
  house: (
    <>
      <path d="M9 22h30v21H9z" fill={gold} />
      <path d="M3 24 24 5l21 19z" fill={clay} />
      <path d="M20 30h8v13h-8z" fill={earth} />
    </>
  ),
  drum: (
    <>
      <path d="M8 12h32l-7 32H15z" fill={earth} />
      <ellipse cx="24" cy="12" rx="16" ry="6" fill={gold} />
      <path d="m10 20 9 23m10 0 9-23M24 18v26" stroke={gold} strokeWidth="2" />
    </>
  ),
  star: <path d="m24 3 6.2 14.6L46 19 34 29.4 37.6 45 24 36.7 10.4 45 14 29.4 2 19l15.8-1.4z" fill={gold} />,
  boat: (
    <>
      <path d="M3 32h42l-7 11H10z" fill={earth} />
      <path d="M22 4v25H6zm4 6 14 19H26z" fill={sea} />
    </>
  ),
  flower: (
    <>
      <path d="M24 26v19" stroke={leaf} strokeWidth="4" />
      {[0, 72, 144, 216, 288].map((turn) => (
        <ellipse key={turn} cx="24" cy="9" rx="6" ry="8" fill={plum} transform={`rotate(${turn} 24 18)`} />
      ))}
      <circle cx="24" cy="18" r="5" fill={gold} />
    </>
  ),
  bird: (
    <>
      <path d="M6 20c10 0 10-12 20-12 9 0 13 6 13 12 0 12-9 18-19 18C11 38 6 30 6 20z" fill={sea} />
      <path d="m38 15 8 4-8 4z" fill={gold} />
      <circle cx="31" cy="16" r="2.5" fill="#fff" />
      <path d="M20 38v7m8-8v8" stroke={gold} strokeWidth="3" />
    </>
  ),
  kite: (
    <>
      <path d="m24 2 15 16-15 18L9 18z" fill={plum} />
      <path d="M24 2v34M9 18h30" stroke="#fff" strokeWidth="2" />
      <path d="M24 36c-6 4 6 6 0 11" stroke={earth} strokeWidth="3" fill="none" />
    </>
  ),
  mango: (
    <>
      <path d="M12 18c4-10 20-12 26-2 6 11-2 27-16 28C9 45 6 31 12 18z" fill={gold} />
      <path d="M24 11c0-6 6-9 13-8-1 6-6 9-13 8z" fill={leaf} />
    </>
  ),
  ball: (
    <>
      <circle cx="24" cy="24" r="20" fill={clay} />
      <path d="M4 24h40M24 4c-10 12-10 28 0 40m0-40c10 12 10 28 0 40" stroke="#fff" strokeWidth="2.5" fill="none" />
    </>
  ),
};

/** One picture of a child's key. Its name stands beside it or on what it is part of. */
export function Picture({ name, size = 48 }: { name: Name; size?: number }) {
  return (
    <svg viewBox="0 0 48 48" width={size} height={size} fill="none" strokeLinecap="round" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}
