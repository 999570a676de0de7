import { FileUp } from "lucide-react";
import { CoursesTable } from "@/components/courses/courses-table";
import { NewCourse } from "@/components/courses/new-course";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { formats } from "@/lib/format";
import { parseList, type SearchParams } from "@/lib/list";
import { listCourses, readAreaChoices } from "@/server/features/courses/courses.queries";
import { courseListInput } from "@/server/features/courses/courses.schema";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** IN-3: the courses one teaches. */
export default async function CoursesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("course:write");
  const state = parseList(courseListInput, await searchParams);
  const [page, areas, t, travel, ui] = await Promise.all([
    listCourses(ctx, state),
    readAreaChoices(ctx),
    getT("courses"),
    getT("travel"),
    getT("ui"),
  ]);
  const words = { t, ui, locale: ctx.locale };
  return (
    <Page
      title={t("list.title")}
      subtitle={t("list.sentence", { count: page.total ?? 0 })}
      action={
        <>
          <ButtonLink href="/dashboard/instructor/courses/import">
            <Icon as={FileUp} size={16} />
            {travel("import.open")}
          </ButtonLink>
          <NewCourse areas={areas} {...words} />
        </>
      }
    >
      <LiveRefresh topics={["courses"]} />
      <CoursesTable
        page={page}
        state={state}
        format={formats(ctx.locale, ctx.actor.timeZone)}
        now={ctx.now}
        {...words}
      />
    </Page>
  );
}
