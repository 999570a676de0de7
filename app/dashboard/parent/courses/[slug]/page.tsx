import { notFound } from "next/navigation";
import { EnrolPage } from "@/components/catalogue/enrol-page";
import { formats } from "@/lib/format";
import { readEnrolment } from "@/server/features/catalogue/enrolment.queries";
import { courseNameInput } from "@/server/features/catalogue/enrolment.schema";
import { getT } from "@/server/platform/i18n";
import { recordOf, requirePage } from "@/server/platform/page";

/** Enrolling in one course: where its public page leads, by way of signing in. */
export default async function EnrolCoursePage({ params }: { params: Promise<{ slug: string }> }) {
  const ctx = await requirePage("course:enrol");
  const input = courseNameInput.safeParse(await params);
  if (!input.success) notFound();
  const enrolment = await recordOf(ctx, input.data.slug, readEnrolment(ctx, input.data.slug));
  const t = await getT("enrolment");
  return <EnrolPage {...enrolment} t={t} locale={ctx.locale} format={formats(ctx.locale, ctx.actor.timeZone)} />;
}
