"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, TRPCClientError } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import superjson from "superjson";
import type { RootRouter } from "@/server/root.router";

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<RootRouter>();

export { useTRPC, useTRPCClient };

/** What the person did wrong does not get right by asking again; a busy or silent server may. */
function mayRetry(failures: number, error: unknown): boolean {
  const status = error instanceof TRPCClientError ? Number(error.data?.httpStatus ?? 0) : 0;
  return failures < 2 && (status === 0 || status >= 500);
}

const makeQueries = () =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: mayRetry, refetchOnWindowFocus: "always", throwOnError: false },
      mutations: { retry: false },
    },
  });

const url = "/api/trpc";
const makeClient = () =>
  createTRPCClient<RootRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({ url, transformer: superjson }),
        // The server takes 14 KB of address; more calls make another batch.
        false: httpBatchLink({ url, transformer: superjson, maxURLLength: 6000, maxItems: 12 }),
      }),
    ],
  });

/**
 * Typed queries with a cache, for the parts of working screens that ask again and again: wrap only those, and not on
 * family pages, where lib/call.ts does. Each wrapped part has its own cache; it lives as long as the part is shown.
 */
export function TrpcProvider({ children }: { children: ReactNode }) {
  const [queries] = useState(makeQueries);
  const [client] = useState(makeClient);
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={client} queryClient={queries}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
