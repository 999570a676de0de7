import { oncePerProcess } from "./once";

/** What must end when the process ends: the web process's own code and the pages' bundle share one list. */
type Shutdown = { signal: AbortController; closers: Map<string, () => Promise<unknown> | unknown> };
const shutdown = () =>
  oncePerProcess("Shutdown", (): Shutdown => ({ signal: new AbortController(), closers: new Map() }));

/** Aborted when the process is asked to stop: open event streams end their answer cleanly and the browser comes back. */
export const stopping = (): AbortSignal => shutdown().signal.signal;

/** Registers what is closed last, after requests have finished. The same name replaces. */
export const onShutdown = (name: string, close: () => Promise<unknown> | unknown) =>
  shutdown().closers.set(name, close);

/** Says that the process is stopping: readiness turns 503, streams end. */
export const beginShutdown = () => shutdown().signal.abort();

/** Closes everything registered. One that fails does not keep the others open. */
export async function closeAll(onError: (name: string, error: unknown) => void): Promise<void> {
  await Promise.all(
    [...shutdown().closers].map(async ([name, close]) => {
      try {
        await close();
      } catch (error) {
        onError(name, error);
      }
    }),
  );
}
