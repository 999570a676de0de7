"use client";
import { useEffect, useState } from "react";
import "./globals.css";

const words = {
  en: {
    title: "The school does not answer right now",
    text: "What you saved is safe. Wait a moment and try again; if it stays, send the school office the reference below.",
    again: "Try again",
    reference: "Reference",
  },
  sw: {
    title: "Shule haijibu kwa sasa",
    text: "Ulichohifadhi kiko salama. Subiri kidogo ujaribu tena; ikiendelea, tuma kumbukumbu iliyo hapa chini kwa ofisi ya shule.",
    again: "Jaribu tena",
    reference: "Kumbukumbu",
  },
};

/**
 * Stands in when even the frame cannot be drawn: the database is away, so nobody knows who is asking or in which
 * language. The browser's own choice decides, and the words travel with the page.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const [locale, setLocale] = useState<"en" | "sw">("en");
  useEffect(() => {
    if (navigator.languages.some((tag) => tag.toLowerCase().startsWith("sw"))) setLocale("sw");
  }, []);
  const { title, text, again, reference } = words[locale];
  return (
    <html lang={locale} data-density="airy">
      <body>
        <title>{`${title} · Urban Home School`}</title>
        <main className="mx-auto grid min-h-dvh max-w-[34rem] content-center justify-items-center gap-2 px-6 py-16 text-center">
          <h1 className="text-2xl">{title}</h1>
          <p className="text-balance text-muted">{text}</p>
          <button
            type="button"
            className="mt-4 min-h-control rounded-s bg-accent px-4 font-semibold text-on-accent"
            onClick={() => location.reload()}
          >
            {again}
          </button>
          {error.digest ? (
            <p className="num mt-3 select-all text-faint text-sm">
              {reference} {error.digest}
            </p>
          ) : null}
        </main>
      </body>
    </html>
  );
}
