import { expect, type Page } from "@playwright/test";

/** What a call of the person of this page carries. */
export const headersOf = (page: Page) => ({
  origin: new URL(page.url()).origin,
  "content-type": "application/json",
});

/** Does something as the person of this page, without the page; tells the answer. */
export async function ask(page: Page, procedure: string, json: object): Promise<Record<string, string>> {
  const answer = await page.request.post(`/api/trpc/${procedure}`, { headers: headersOf(page), data: { json } });
  expect(answer.ok(), `${procedure}: ${await answer.text()}`).toBe(true);
  return (await answer.json()).result.data.json;
}

/** Reads something as the person of this page. */
export async function read<T>(page: Page, procedure: string, json?: object): Promise<T> {
  const input = json ? `?input=${encodeURIComponent(JSON.stringify({ json }))}` : "";
  const answer = await page.request.get(`/api/trpc/${procedure}${input}`, { headers: headersOf(page) });
  expect(answer.ok(), `${procedure}: ${await answer.text()}`).toBe(true);
  return (await answer.json()).result.data.json;
}
