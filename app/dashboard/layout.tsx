import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { LiveState } from "@/components/live/live-state";
import { PushKeeper } from "@/components/notify/push-keeper";
import { navTrees } from "@/components/shell/nav/trees";
import { Shell } from "@/components/shell/shell";
import { currentPage } from "@/lib/nav";
import { roleHome } from "@/lib/roles";
import { pageShell } from "@/server/features/platform/platform.queries";
import { pageCtx } from "@/server/platform/context";
import { getT, translator } from "@/server/platform/i18n";

const pathOf = async () => (await headers()).get("x-uhs-path") ?? "/dashboard";

/** A page's title is its name in the menu, unless the page says something better. */
export async function generateMetadata(): Promise<Metadata> {
  const [{ actor }, path, nav] = await Promise.all([pageCtx(), pathOf(), getT("nav")]);
  if (actor.kind !== "user") return {};
  const items = navTrees[actor.role].sections.flatMap((section) => section.items);
  const page = currentPage(items, path.split("?")[0] ?? path, roleHome(actor.role));
  // The template is handed down again: a page below would otherwise lose the one of the root.
  return page ? { title: { default: nav(`pages.${page.key}`), template: "%s · Urban Home School" } } : {};
}

/** The frame. Not an authorization point: it only spares a visitor the empty frame, each page guards itself. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const shell = await pageShell();
  if (!shell) redirect(`/login?next=${encodeURIComponent(await pathOf())}`);
  const { ctx, data } = shell;
  const t = translator(ctx.locale, "shell");
  const live = translator(ctx.locale, "live");
  const family = data.children.map((child) => ({
    id: child.id,
    name: `${child.firstName} ${child.lastName}`,
    grade: t(`grades.${child.grade}`),
    href: `/dashboard/parent/children/${child.id}`,
  }));
  return (
    <Shell
      actor={ctx.actor}
      counters={data.counters}
      narrow={data.sidebar === "narrow"}
      closedSections={data.closedSections}
      family={family}
      photo={data.photoFileId ? `/api/files/profile-photo/${data.photoFileId}` : null}
      live={
        <LiveState
          className="shell-live"
          labels={{
            live: live("live"),
            reconnecting: live("reconnecting"),
            offline: live("offline"),
            ended: live("ended"),
          }}
        />
      }
    >
      <PushKeeper userId={ctx.actor.userId} />
      {children}
    </Shell>
  );
}
