import type { IconType } from "./icon";

/**
 * The few Lucide icons (ISC licence) that client components of family pages show, as one path each: the library and the
 * code it draws with would weigh more than the page's own script. Everywhere else import from lucide-react.
 */
const drawn =
  (d: string): IconType =>
  ({ size = 24, ...rest }) => (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      {...rest}
    >
      <path d={d} />
    </svg>
  );

const round = "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20";
const eyes = "M15 10V9M9 10V9";

export const Frown = drawn(`${round}${eyes}M9 16a5 5 0 016 0`);
export const Annoyed = drawn(`${round}M14 10h2M8 10h2M8 16h8`);
export const Meh = drawn(`${round}${eyes}M8 16h8`);
export const Smile = drawn(`${round}${eyes}M16.472 15a6 6 0 01-8.943 0`);
export const Laugh = drawn(
  `${round}${eyes}M7.084 14.302a5.12 5.12 0 009.833 0 .24.24 0 00-.235-.302H7.32a.24.24 0 00-.235.302`,
);
export const Check = drawn("M20 6 9 17l-5-5");
export const Minus = drawn("M5 12h14");
export const Plus = drawn("M5 12h14M12 5v14");
export const PencilLine = drawn(
  "M13 21h8m-6-16 4 4m2.174-2.188a1 1 0 0 0-3.986-3.987L3.842 16.174a2 2 0 0 0-.5.83l-1.321 4.352a.5.5 0 0 0 .623.622l4.353-1.32a2 2 0 0 0 .83-.497z",
);
export const Cross = drawn("M18 6 6 18M6 6l12 12");
export const ChevronDown = drawn("m6 9 6 6 6-6");
export const CircleAlert = drawn(`${round}M12 8v4M12 16h.01`);
export const ArrowUp = drawn("m5 12 7-7 7 7M12 19V5");
export const ArrowDown = drawn("M12 5v14m7-7-7 7-7-7");
