const holder = globalThis as Record<string, unknown>;
const keyOf = (name: string) => `__uhs${name}`;

/**
 * What a process remembers between requests, made on first use. It hangs on globalThis, because the bundler makes several
 * copies of a module and they must count together; tests begin each file without it (tests/harness/setup.ts).
 */
export function oncePerProcess<T>(name: string, make: () => T): T {
  const key = keyOf(name);
  holder[key] ??= make();
  return holder[key] as T;
}

/** Lets go of it, for whoever asks to end it; the next use makes it anew. Undefined when nothing was made. */
export function forget<T>(name: string): T | undefined {
  const key = keyOf(name);
  const old = holder[key] as T | undefined;
  delete holder[key];
  return old;
}
