import { createHash, timingSafeEqual } from "node:crypto";
import { smsReported } from "@/server/features/notify/notify.delivery.events";
import { deliveryReport } from "@/server/integrations/sms/parse";
import { systemActor } from "@/server/platform/actor";
import { work } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { enqueue } from "@/server/platform/outbox";

export const dynamic = "force-dynamic";

const MAX_BYTES = 4_096;
const digest = (text: string) => createHash("sha256").update(text).digest();

/**
 * Delivery reports of the SMS gateway. They are unsigned, so the address itself is the secret; they are kept once per
 * id and status, answered at once, and applied by a job.
 */
export async function POST(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;
  if (!timingSafeEqual(digest(token), digest(env().AT_CALLBACK_TOKEN))) return new Response(null, { status: 404 });
  if (Number(request.headers.get("content-length") ?? MAX_BYTES + 1) > MAX_BYTES)
    return new Response(null, { status: 413 });
  const body = await request.text();
  if (body.length > MAX_BYTES) return new Response(null, { status: 413 });
  const report = deliveryReport.safeParse(Object.fromEntries(new URLSearchParams(body)));
  if (!report.success) return new Response(null, { status: 400 });
  await work(systemActor("outbox"), (db) =>
    enqueue(db, smsReported, report.data, `${report.data.id}:${report.data.status}`),
  );
  return new Response(null, { status: 204 });
}
