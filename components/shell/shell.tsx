import type { ReactNode } from "react";
import { NativeBehaviour } from "@/components/ui/native";
import { Toaster } from "@/components/ui/toast";
import { allowedTree, type Counters } from "@/lib/nav";
import { roleHome } from "@/lib/roles";
import type { UserActor } from "@/server/platform/actor";
import { translator } from "@/server/platform/i18n";
import { ShellBehaviour } from "./behaviour";
import { BottomBar } from "./bottom-bar";
import { navTrees } from "./nav/trees";
import { ShellInfoProvider } from "./shell-info";
import { findWords, Sidebar } from "./sidebar";
import { TopBar } from "./top-bar";

/**
 * The frame every page for signed-in people lives in. It decides nothing about access: each page does that on its first
 * line. Drawn by the server; what the browser runs are a few leaves of some hundred bytes each.
 */
export function Shell({
  actor,
  counters,
  narrow,
  closedSections,
  family,
  photo,
  live,
  children,
}: {
  actor: UserActor;
  counters: Counters;
  narrow: boolean;
  closedSections: readonly string[];
  family: readonly { id: string; name: string; grade: string; href: string }[];
  photo: string | null;
  live: ReactNode;
  children: ReactNode;
}) {
  const words = { shell: translator(actor.locale, "shell"), nav: translator(actor.locale, "nav") };
  const { shell: t, nav } = words;
  const tree = allowedTree(navTrees[actor.role], actor.permissions);
  const home = roleHome(actor.role);
  const bar = tree.sections.some((section) => section.items.some((item) => item.bar));
  const pages = tree.sections.flatMap((section) =>
    section.items.map((item) => ({
      href: item.href as string,
      label: nav(`pages.${item.key}`),
      section: nav(`sections.${section.key}`),
      ...(item.words ? { words: findWords(item, nav) } : {}),
    })),
  );
  const error = {
    title: t("error.title"),
    text: t("error.text"),
    again: t("error.again"),
    home: t("error.home"),
    reference: t("error.reference", { reference: "{reference}" }),
  };
  return (
    <ShellInfoProvider value={{ home, prefix: home, pages, error }}>
      <div id="shell" className="shell" data-narrow={narrow ? "" : undefined} data-bar={bar ? "" : undefined}>
        <a className="skip" href="#main">
          {t("skip")}
        </a>
        <Sidebar
          tree={tree}
          role={actor.role}
          roles={actor.roles}
          counters={counters}
          narrow={narrow}
          closedSections={closedSections}
          family={family}
          words={words}
        />
        <div id="shell-body" className="shell-body">
          <TopBar person={actor} photo={photo} counters={counters} drawer={!bar} live={live} words={words} />
          <ShellBehaviour loading={t("loading")} />
          <main id="main" tabIndex={-1}>
            {children}
          </main>
        </div>
        {bar ? <BottomBar tree={tree} counters={counters} words={words} /> : null}
      </div>
      <Toaster label={t("messages")} closeLabel={t("close")} />
      <NativeBehaviour />
    </ShellInfoProvider>
  );
}
