import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { OwnRequests } from "@/components/families/privacy/own-requests";
import { ChildChoice, PrivacyOfChild } from "@/components/families/privacy/privacy-page";
import { wordsOf } from "@/components/families/words";
import { LiveRefresh } from "@/components/live/live-refresh";
import { SettingsGroup, SettingsPage } from "@/components/shell/settings-page";
import { formats } from "@/lib/format";
import { readPrivacy, readPrivacyChildren } from "@/server/features/families/privacy.queries";
import { privacyInput } from "@/server/features/families/privacy.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT("privacy"))("title") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** PA-8: what was shared about a child, a copy of the data, corrections and deletion. */
export default async function PrivacyPage({ searchParams }: Props) {
  const ctx = await requirePage("consent:read");
  const { child: asked, cursor } = await searchParams;
  const { children, past } = await readPrivacyChildren(ctx);
  const [t, consent] = await Promise.all([getT("privacy"), getT("consent")]);
  const current =
    asked === undefined
      ? (children.find(({ decides }) => decides) ?? children[0])
      : children.find(({ id }) => id === asked);
  if (asked !== undefined && !current) notFound();
  const words = wordsOf(t, ctx.locale);
  const input = current?.decides
    ? privacyInput.safeParse({ studentId: current.id, ...(typeof cursor === "string" ? { cursor } : {}) }).data
    : undefined;
  const privacy = input ? await readPrivacy(ctx, input) : null;
  return (
    <SettingsPage
      title={t("title")}
      subtitle={t("subtitle")}
      tabs={current ? <ChildChoice among={children} current={current.id} label={t("child")} /> : null}
    >
      {current?.decides ? null : (
        <p className="max-w-read pb-6">{current ? t("not_deciding", { name: current.firstName }) : t("no_children")}</p>
      )}
      {current && privacy ? (
        <>
          <LiveRefresh topics={[`privacy:${current.id}`]} />
          <PrivacyOfChild
            child={current}
            privacy={privacy}
            words={words}
            consent={consent}
            format={formats(ctx.locale, ctx.actor.timeZone)}
            now={ctx.now}
            paged={typeof cursor === "string"}
          />
        </>
      ) : null}
      {past.length ? (
        <SettingsGroup id="past" title={t("requests.past")}>
          <OwnRequests requests={past} words={words} />
        </SettingsGroup>
      ) : null}
    </SettingsPage>
  );
}
