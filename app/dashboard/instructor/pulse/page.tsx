import { z } from "zod";
import { PulsePage } from "@/components/learners/pulse-page";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { readPulse } from "@/server/features/learners/pulse.queries";
import { pulseInput } from "@/server/features/learners/pulse.schema";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

/** IN-13: how one's groups and learners get on. */
export default async function InstructorPulsePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("learner:read");
  const params = await searchParams;
  const state = { ...parseList(pulseInput, params), courseId: z.uuid().safeParse(params.course).data };
  const pulse = await recordOf(ctx, state.courseId ?? "all", readPulse(ctx, state));
  const [t, ui] = await Promise.all([getT("learners"), getT("ui")]);
  return (
    <>
      <LiveRefresh topics={["learners", "consent"]} />
      <PulsePage
        pulse={pulse}
        state={state}
        t={t}
        ui={ui}
        format={formats(ctx.locale, ctx.actor.timeZone)}
        now={ctx.now}
      />
    </>
  );
}
