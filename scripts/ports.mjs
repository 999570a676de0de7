/**
 * Every process of the school listens on a port derived from one: PORT.
 * Plain JavaScript because the start command runs it on Node 20 before anything is installed.
 */
export function ports(base = Number(process.env.PORT || 3000)) {
  return { web: base, collab: base + 1, sandbox: base + 2, smtp: base + 3, database: base + 4, runner: base + 5 };
}
