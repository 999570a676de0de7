import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { preload } from "react-dom";
import { earlyScript } from "@/lib/early-script";
import { densityOf } from "@/lib/roles";
import { themeAttribute } from "@/lib/theme";
import { pageShell } from "@/server/features/platform/platform.queries";
import { pageCtx } from "@/server/platform/context";
import { assets } from "@/server/platform/document";
import { translator } from "@/server/platform/i18n";
import "./globals.css";
import "@/components/shell/shell.css";

export function generateMetadata(): Metadata {
  return {
    title: { default: "Urban Home School", template: "%s · Urban Home School" },
    icons: { icon: { url: assets().icon, type: "image/svg+xml" } },
    robots: { index: false, follow: false },
    referrer: "same-origin",
    formatDetection: { telephone: false, email: false, address: false },
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, viewportFit: "cover" };

/** Language, role, theme and room of the whole document come from the person, before the first byte. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [ctx, shell] = await Promise.all([pageCtx(), pageShell()]);
  const actor = ctx.actor.kind === "user" ? ctx.actor : null;
  // The same file as the documents', so that signing in has fetched it already.
  preload(assets().font, { as: "font", type: "font/woff2", crossOrigin: "" });
  const said = translator(ctx.locale, "shell");
  const chosen = shell?.data.density ?? "auto";
  return (
    <html
      lang={ctx.locale}
      data-role={actor?.role.toLowerCase()}
      data-theme={actor ? themeAttribute(actor.theme, actor.role) : "system"}
      data-density={chosen === "auto" ? (actor ? densityOf(actor.role) : "airy") : chosen}
      data-offline={said("offline")}
      data-reference={said("error.reference", { reference: "{reference}" })}
    >
      <body>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own text, allowed by its hash */}
        <script dangerouslySetInnerHTML={{ __html: earlyScript }} />
        {children}
      </body>
    </html>
  );
}
