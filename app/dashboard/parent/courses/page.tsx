import { FamilyCoursesPage } from "@/components/catalogue/family-courses";
import { LiveRefresh } from "@/components/live/live-refresh";
import { formats } from "@/lib/format";
import { listFamilyCourses } from "@/server/features/catalogue/enrolment.queries";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** The courses of one's children, the way out of them, and what one thinks of them. */
export default async function ParentCoursesPage() {
  const ctx = await requirePage("course:enrol");
  const [family, t] = await Promise.all([listFamilyCourses(ctx), getT("enrolment")]);
  const families = [...new Set(family.children.map(({ familyId }) => `family:${familyId}`))];
  return (
    <>
      <LiveRefresh topics={families} />
      <FamilyCoursesPage
        {...family}
        t={t}
        locale={ctx.locale}
        format={formats(ctx.locale, ctx.actor.timeZone)}
        now={ctx.now}
      />
    </>
  );
}
