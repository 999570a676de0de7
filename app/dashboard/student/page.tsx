import { DueWork } from "@/components/assignments/work-list";
import { Areas, areaName } from "@/components/curriculum/areas";
import { Competencies } from "@/components/curriculum/competencies";
import { StudentHome } from "@/components/families/student-home";
import { wordsOf } from "@/components/families/words";
import { Earned, NextLessonCard } from "@/components/learning/learning-home";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formats } from "@/lib/format";
import { type ListPatch, listHref, parseList, type SearchParams } from "@/lib/list";
import { partOfDay } from "@/lib/part-of-day";
import { readDueWork } from "@/server/features/assignments/work.queries";
import { listCompetencies } from "@/server/features/curriculum/curriculum.queries";
import { curriculumInput } from "@/server/features/curriculum/curriculum.schema";
import { readMyDay } from "@/server/features/families/families.queries";
import { readLearningHome } from "@/server/features/learning/home.queries";
import { pageShell } from "@/server/features/platform/platform.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

const path = "/dashboard/student";
/** Pieces of work the home tells of; the rest stands on a page of its own. */
const fewPieces = 3;

/** SU-1: a pupil's day. `?area=MATH` opens a learning area of their grade. */
export default async function StudentHomePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("mood:record");
  const { actor, locale } = ctx;
  const { day, home, due } = await ctx.work(async () => ({
    day: await readMyDay(ctx),
    home: await readLearningHome(ctx),
    due: await readDueWork(ctx, fewPieces),
  }));
  const [shell, t, families, curriculum, lessons, assignments] = await Promise.all([
    pageShell(),
    getT("student"),
    getT("families"),
    getT("curriculum"),
    getT("learning"),
    getT("assignments"),
  ]);
  const words = { t: lessons, locale, now: ctx.now };
  const asked = parseList(curriculumInput, await searchParams);
  const area = day.areas.find(({ code }) => code === asked.filters.area);
  const { grade } = day.child;
  const input = { ...asked, limit: 100, filters: { grade, area: area?.code } };
  const list = area ? await listCompetencies(ctx, input) : null;
  const link = (patch: ListPatch) =>
    `${listHref(path, { ...input, filters: { area: area?.code } }, patch, { sort: "code", limit: 100 })}#area`;
  return (
    <>
      <LiveRefresh topics={[`family:${day.child.familyId}`, "notifications"]} />
      <StudentHome
        day={day}
        unread={shell?.data.counters.unreadNotifications ?? 0}
        me={actor.userId}
        greeting={families(`greeting.${partOfDay(ctx.now, actor.timeZone)}`, { name: actor.preferredName })}
        locale={locale}
        words={wordsOf(families, locale)}
        t={t}
        next={
          <>
            <NextLessonCard home={home} words={words} />
            <DueWork rows={due} t={assignments} format={formats(locale, actor.timeZone)} now={ctx.now} />
          </>
        }
        earned={<Earned home={home} words={words} />}
        learning={
          area && list ? (
            <Competencies
              title={areaName(area, locale)}
              competencies={list.rows}
              count={area.count}
              t={curriculum}
              back={`${path}#curriculum`}
              more={list.next ? link({ cursor: list.next, dir: "after" }) : null}
            />
          ) : (
            <Areas
              areas={day.areas}
              title={curriculum("own")}
              locale={locale}
              t={curriculum}
              big
              href={({ code }) => `${path}?area=${encodeURIComponent(code)}#area`}
            />
          )
        }
      />
    </>
  );
}
