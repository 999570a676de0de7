import { createCallerFactory, router } from "./platform/trpc";

/** The list of feature routers, nothing else. */
export const rootRouter = router({});
export type RootRouter = typeof rootRouter;
export const createCaller = createCallerFactory(rootRouter);
