import { expect } from "@playwright/test";

const sandbox = process.env.SANDBOX_URL ?? "http://localhost:3002";
type Message = { subject: string | null; text: string };

/** The newest mail or SMS to an address that says `says`; waited for, because it goes out after the answer. */
export async function letterTo(to: string, says: string | RegExp): Promise<Message> {
  const query = new URLSearchParams({ to, limit: "20" });
  let found: Message | undefined;
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${sandbox}/api/messages?${query}`);
        const messages = (await answer.json()) as Message[];
        found = messages.find(({ subject, text }) => new RegExp(says).test(`${subject ?? ""}\n${text}`));
        return found !== undefined;
      },
      { message: `a letter to ${to} that says ${says}`, timeout: 20_000 },
    )
    .toBe(true);
  return found as Message;
}

/** The path of the link in a letter, which opens at this school whatever its name. */
export function linkIn({ text }: Message, door: string): string {
  const link = new RegExp(`/${door}/[\\w-]{43}`).exec(text)?.[0];
  expect(link, text).toBeTruthy();
  return link ?? "";
}

let people = 0;
/** An address nobody has used in any run. */
export const newAddress = (name: string) => `${name}.${Date.now().toString(36)}${people++}@people.uhs.test`;
/** The same for phones. */
export const newPhone = () => `07${String(Date.now() + people++ * 7919).slice(-8)}`;
