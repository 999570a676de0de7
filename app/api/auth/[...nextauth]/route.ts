import NextAuth from "next-auth";
import { authOptions } from "@/server/features/identity/identity.nextauth";
import { refuseForeign } from "@/server/platform/origin";
import { requestInfo } from "@/server/platform/request";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth's own addresses, behind the same origin check as every other door. */
async function handle(request: Request, context: Context): Promise<Response> {
  const refused = refuseForeign(request, { maxBytes: 8 * 1024 });
  if (refused) return refused;
  const options = authOptions(() => ({ now: new Date(), ...requestInfo(request.headers) }));
  const response: Response = await NextAuth(options)(request, context);
  response.headers.set("cache-control", "no-store");
  return response;
}

export { handle as GET, handle as POST };
