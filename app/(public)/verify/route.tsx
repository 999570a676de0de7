import { keeping } from "@/components/documents/frame";
import { documentRoute, readReader } from "@/server/platform/document";
import { verifyResponse } from "./verify";

export const dynamic = "force-dynamic";

/** PUB-5: the field for a code. What is typed into it leads to the code's own address, the one a QR code holds. */
export const GET = documentRoute(async (request) => {
  const typed = new URL(request.url).searchParams.get("code")?.trim().slice(0, 100);
  const reader = await readReader(request, "/verify");
  if (!typed) return verifyResponse(reader, "", null);
  const location = keeping(`/verify/${encodeURIComponent(typed)}`, reader.frame.lang);
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
});
