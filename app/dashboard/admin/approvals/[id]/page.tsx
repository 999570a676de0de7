import { notFound } from "next/navigation";
import { z } from "zod";
import { ApplicationRecordView } from "@/components/identity/approvals/application-record";
import { formats } from "@/lib/format";
import { readApplication } from "@/server/features/identity/applications.queries";
import { isAppError } from "@/server/platform/errors";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** AD-3: one application and its decision. */
export default async function ApplicationPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requirePage("application:review");
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const application = await readApplication(ctx, id.data).catch((error: unknown) => {
    if (isAppError(error) && error.kind === "NOT_FOUND") notFound();
    throw error;
  });
  const t = await getT("approvals");
  return (
    <ApplicationRecordView
      application={application}
      t={t}
      format={formats(ctx.locale, ctx.actor.timeZone)}
      now={ctx.now}
    />
  );
}
