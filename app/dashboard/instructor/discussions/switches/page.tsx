import { LiveRefresh } from "@/components/live/live-refresh";
import { SwitchesPage } from "@/components/talk/led-page";
import { listSwitches } from "@/server/features/talk/talk.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** IN-14: what families may do in one's courses. */
export default async function TalkSwitchesPage() {
  const ctx = await requirePage("talk:lead");
  const [courses, t] = await Promise.all([listSwitches(ctx), getT("talk")]);
  return (
    <>
      <LiveRefresh topics={["courses"]} />
      <SwitchesPage courses={courses} t={t} />
    </>
  );
}
