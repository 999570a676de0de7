import localFont from "next/font/local";

/**
 * Atkinson Hyperlegible Next, drawn for low vision, from our own server. The first file covers English and Kiswahili;
 * the second is fetched only when a page holds a letter such as the ũ of Wanjikũ.
 */
const latin = localFont({
  src: "../node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
  variable: "--font-latin",
  weight: "200 800",
  display: "swap",
  // Its stand-in is in globals.css: it must come after the second file, or its ũ would be taken for ours.
  adjustFontFallback: false,
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    },
  ],
});

const latinExtended = localFont({
  src: "../node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
  variable: "--font-latin-extended",
  weight: "200 800",
  display: "swap",
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: "unicode-range",
      value: "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1E00-1E9F,U+20A0-20AB",
    },
  ],
});

/** Goes on <html className>: it only declares the two variables that app/globals.css uses. */
export const fonts = `${latin.variable} ${latinExtended.variable}`;
