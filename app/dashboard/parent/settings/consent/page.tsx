import { notFound } from "next/navigation";
import { z } from "zod";
import { ConsentView } from "@/components/consent/consent-view";
import { wordsOf } from "@/components/families/words";
import { LiveRefresh } from "@/components/live/live-refresh";
import { listConsentChildren, readMatrix } from "@/server/features/consent/consent.matrix.queries";
import { dataTypes, namedRecipients, recipientTypes } from "@/server/features/consent/consent.schema";
import { simulateSight } from "@/server/features/consent/consent.simulate.service";
import { readTrail } from "@/server/features/consent/consent.trail.queries";
import { isAppError } from "@/server/platform/errors";
import { getT } from "@/server/platform/i18n";
import { requirePage } from "@/server/platform/page";

/** What the address says; whatever does not fit is as if it were not there. */
const address = z.object({
  child: z.uuid().optional().catch(undefined),
  record: z.enum(dataTypes).optional().catch(undefined),
  recipient: z.enum(recipientTypes).optional().catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
  see: z
    .templateLiteral([z.enum(namedRecipients), ":", z.uuid()])
    .optional()
    .catch(undefined),
});

/** PA-6: consent, child by child. */
export default async function ConsentPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const ctx = await requirePage("consent:read");
  const asked = address.parse(await searchParams);
  const [children, t] = await Promise.all([listConsentChildren(ctx), getT("consent")]);
  const studentId = asked.child ?? children[0]?.id;
  const gone = (error: unknown) => {
    if (isAppError(error) && error.kind === "NOT_FOUND") notFound();
    throw error;
  };
  const matrix = studentId ? await readMatrix(ctx, studentId).catch(gone) : null;
  const filter = { dataType: asked.record, recipientType: asked.recipient };
  const trail = studentId ? await readTrail(ctx, { studentId, ...filter, before: asked.before }) : null;
  const [recipientType, recipientId] = (asked.see?.split(":") ?? []) as ["INSTRUCTOR" | "PARTNER" | undefined, string?];
  const sight =
    matrix?.canDecide && studentId && recipientType && recipientId
      ? await simulateSight(ctx, { studentId, recipientType, recipientId }).catch(gone)
      : null;
  return (
    <>
      <LiveRefresh topics={["consent"]} />
      <ConsentView
        matrix={matrix}
        trail={trail}
        filter={filter}
        sight={sight}
        chosen={asked.see}
        siblings={children}
        words={wordsOf(t, ctx.locale)}
      />
    </>
  );
}
