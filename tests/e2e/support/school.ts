import { password, people } from "./people";

/** The school under test, spoken to without a browser. */
export const base = process.env.BASE_URL ?? "http://localhost:3000";
export const sandbox = process.env.SANDBOX_URL ?? "http://localhost:3002";
/** Its folder, when it runs on this machine: who it consists of stands there. */
export const data = process.env.SCHOOL_DATA;

type Cookie = string;
/** Signs in, and gives what every later request carries. */
export async function session(who: keyof typeof people): Promise<Cookie> {
  const answer = await fetch(`${base}/login`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: base, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ email: people[who].email, password }),
  });
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** Does something; throws when it is not acknowledged within ten seconds. */
export async function call(cookie: Cookie, procedure: string, json: unknown): Promise<unknown> {
  const answer = await fetch(`${base}/api/trpc/${procedure}`, {
    method: "POST",
    headers: { cookie, origin: base, "content-type": "application/json" },
    body: JSON.stringify({ json }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`${procedure} ${answer.status}`);
  return (await answer.json()).result.data.json;
}

export async function read(cookie: Cookie, procedure: string, json?: unknown): Promise<Record<string, unknown>> {
  const input = json === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify({ json }))}`;
  const answer = await fetch(`${base}/api/trpc/${procedure}${input}`, { headers: { cookie } });
  if (!answer.ok) throw new Error(`${procedure} ${answer.status}`);
  return (await answer.json()).result.data.json;
}
