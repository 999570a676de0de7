import { wordsOf } from "@/components/families/words";
import { AchievementsView } from "@/components/progress/achievements";
import { Certificates } from "@/components/recognition/certificates";
import { Page } from "@/components/shell/page";
import { readOwnChild } from "@/server/features/families/families.queries";
import { readAchievements } from "@/server/features/progress/progress.queries";
import { listCertificates } from "@/server/features/recognition/certificates.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** SU-7: certificates, and badges earned and still ahead, each with what it is given for. */
export default async function AchievementsPage() {
  const ctx = await requirePage("lesson:learn");
  const child = await readOwnChild(ctx);
  const [earned, certificates, t, p, c] = await Promise.all([
    readAchievements(ctx, child.id),
    listCertificates(ctx, child.id),
    getT("families"),
    getT("progress"),
    getT("certificates"),
  ]);
  const words = { ...wordsOf(t, ctx.locale), p, locale: ctx.locale };
  return (
    <Page title={p("own.achievements")} subtitle={p("own.achievements_note")}>
      <Certificates certificates={certificates} none={c("none.own")} c={c} day={words.day} />
      <AchievementsView {...earned} words={words} />
    </Page>
  );
}
