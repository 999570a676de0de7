import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { requestCtx } from "@/server/platform/context";
import { refuseForeign } from "@/server/platform/origin";
import { rootRouter } from "@/server/root.router";

export const dynamic = "force-dynamic";

/** Every procedure is reached here. Mutations come only from our own pages, as JSON, and small. */
async function handle(request: Request): Promise<Response> {
  const refused = refuseForeign(request, { maxBytes: 256 * 1024, json: true });
  if (refused) return refused;
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: rootRouter,
    createContext: () => requestCtx(request, { tokens: true }),
    allowMethodOverride: false,
    responseMeta: ({ type }) => ({
      headers: new Headers(type === "subscription" ? {} : { "cache-control": "no-store" }),
    }),
  });
}

export { handle as GET, handle as POST };
