"use client";

/**
 * The last net: the frame itself could not be drawn, so neither language nor style sheet is known. Both languages, and
 * style attributes only (the content policy lets no style element through).
 */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const box = { maxWidth: "32rem", margin: "0 auto", padding: "5rem 1.5rem", textAlign: "center" } as const;
  const button = {
    font: "inherit",
    fontWeight: 600,
    minHeight: "2.875rem",
    padding: "0 1.25rem",
    border: 0,
    borderRadius: "7px",
    background: "#00605c",
    color: "#fff",
    cursor: "pointer",
  } as const;
  return (
    <html lang="en" style={{ colorScheme: "light dark", font: "400 1rem/1.5 system-ui, sans-serif" }}>
      <body style={{ margin: 0 }}>
        <main style={box}>
          <title>Urban Home School</title>
          <h1 style={{ fontSize: "1.75rem", lineHeight: 1.2 }}>This page did not open</h1>
          <p>Something failed on our side. Nothing you saved was lost. Please try again in a moment.</p>
          <p lang="sw">
            Kuna hitilafu upande wetu. Hakuna ulichohifadhi kilichopotea. Tafadhali jaribu tena baada ya muda mfupi.
          </p>
          <p style={{ marginTop: "2rem" }}>
            <button type="button" onClick={reset} style={button}>
              Try again · <span lang="sw">Jaribu tena</span>
            </button>
          </p>
          {error.digest ? <p style={{ fontVariantNumeric: "tabular-nums", opacity: 0.75 }}>{error.digest}</p> : null}
        </main>
      </body>
    </html>
  );
}
