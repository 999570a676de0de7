/**
 * What a process remembers between requests, made on first use. It hangs on globalThis, because the bundler makes several
 * copies of a module and they must count together; tests begin each file without it (tests/harness/setup.ts).
 */
export function oncePerProcess<T>(name: string, make: () => T): T {
  const holder = globalThis as Record<string, unknown>;
  const key = `__uhs${name}`;
  holder[key] ??= make();
  return holder[key] as T;
}
