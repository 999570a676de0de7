import { hash, parseOptions, verify } from "@node-rs/argon2";

/** argon2id with OWASP's first choice of cost. Raising it here rehashes each person at their next sign-in. */
export const passwordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Long enough for any phrase, short enough that hashing it is no burden. Nothing below it is cut off. */
export const maxPasswordLength = 512;

/** One spelling for one password, whichever keyboard typed it. */
const normal = (password: string) => password.normalize("NFKC");

/** The PHC string to store: `$argon2id$v=19$m=19456,t=2,p=1$…`. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(normal(password), passwordCost));

/** What is verified for an account that does not exist, so that both answers cost the same. */
let decoy: Promise<string> | undefined;

/**
 * Whether the password is the account's. Without a hash it does the same work and says no. `stale` asks the caller to
 * store a fresh hash: the old one was made with weaker parameters.
 */
export async function verifyPassword(
  stored: string | null | undefined,
  password: string,
): Promise<{ ok: boolean; stale: boolean }> {
  decoy ??= hashPassword("nobody has this password");
  const against = stored ?? (await decoy);
  const ok = await inTurn(() => verify(against, normal(password))).catch(() => false);
  return { ok: ok && stored != null, stale: ok && stored != null && isStale(stored) };
}

/** Made with less than today's cost. */
export function isStale(stored: string): boolean {
  const made = parseOptions(stored);
  return (
    !stored.startsWith("$argon2id$v=19$") ||
    made.memoryCost < passwordCost.memoryCost ||
    made.timeCost < passwordCost.timeCost
  );
}

/** Each hash holds 19 MB and a pool thread for 20 ms: a crowd at the door waits its turn instead of taking them all. */
const places = 3;
let busy = 0;
const waiting: (() => void)[] = [];
async function inTurn<T>(task: () => Promise<T>): Promise<T> {
  if (busy < places) busy += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await task();
  } finally {
    const next = waiting.shift();
    // The place is handed on, so nobody can slip in between.
    if (next) next();
    else busy -= 1;
  }
}
