import { AnnouncePage } from "@/components/talk/led-page";
import { listSwitches } from "@/server/features/talk/talk.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** IN-14: telling everybody in a course something. */
export default async function AnnouncementPage() {
  const ctx = await requirePage("talk:lead");
  const [courses, t, ui] = await Promise.all([listSwitches(ctx), getT("talk"), getT("ui")]);
  return <AnnouncePage courses={courses} t={t} ui={ui} />;
}
