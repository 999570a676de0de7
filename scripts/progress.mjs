/** What the person at the terminal sees: one line per step with the time it took. */
const started = Date.now();
const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);
export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);

export function seconds(ms) {
  return ms < 60_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export const sinceStart = () => seconds(Date.now() - started);

export function say(text) {
  console.log(`${dim(sinceStart().padStart(8))}  ${text}`);
}

/** Says what is being done, does it, and says how long it took. */
export async function step(name, work) {
  const from = Date.now();
  const waiting = setInterval(() => say(dim(`${name} … ${seconds(Date.now() - from)}`)), 20_000);
  try {
    const result = await work();
    say(`${name} ${dim(seconds(Date.now() - from))}${typeof result === "string" ? ` – ${result}` : ""}`);
    return result;
  } finally {
    clearInterval(waiting);
  }
}

/** A failure whose message is all a person needs; anything else shows its stack. */
export class Stop extends Error {}

export function giveUp(error) {
  console.error(`\n${red(error instanceof Stop ? error.message : (error?.stack ?? String(error)))}`);
  process.exitCode = 1;
}
