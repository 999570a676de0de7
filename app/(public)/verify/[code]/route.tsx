import { verifyCertificate } from "@/server/features/recognition/certificates.queries";
import { documentRoute, readReader } from "@/server/platform/document";
import { limit } from "@/server/platform/rate-limit";
import { verifyResponse } from "../verify";

export const dynamic = "force-dynamic";

/** What of an address stands for the code; one that cannot be decoded is no code. */
function typedIn(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "").slice(0, 100);
  } catch {
    return "";
  }
}

/** PUB-5: whether a certificate is real. */
export const GET = documentRoute(async (request) => {
  const typed = typedIn(request.url);
  const reader = await readReader(request, `/verify/${encodeURIComponent(typed)}`);
  await limit("verify", reader.ctx.ip, 30, 60);
  return verifyResponse(reader, typed, await verifyCertificate(reader.ctx, typed));
});
