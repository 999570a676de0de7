import { assertOutsideWork } from "@/server/platform/db/work";
import { env } from "@/server/platform/env";
import { balanceAnswer, judge, parseCost, sendAnswer } from "./parse";

export type Sms = {
  to: string;
  text: string;
  /** The same on every attempt: a gateway that knows it drops the repeat of a message whose sender was killed. */
  idempotencyKey?: string;
};
export type SmsClient = {
  send(sms: Sms): Promise<{ providerId: string; costCents: bigint | null }>;
  /** Credit left, in cents. */
  balance(): Promise<bigint>;
};

/** The number will never take it. */
export class SmsRefused extends Error {
  override name = "SmsRefused";
}
/** The person does not want it. */
export class SmsUnwanted extends Error {
  override name = "SmsUnwanted";
}

const TIMEOUT_MS = 20_000;

/** Our own client of Africa's Talking: theirs cannot be pointed at a sandbox. */
export function africasTalking(options: {
  baseUrl: string;
  username: string;
  apiKey: string;
  sender?: string | undefined;
}): SmsClient {
  const base = options.baseUrl.replace(/\/$/, "");
  const headers = { apiKey: options.apiKey, accept: "application/json" };

  async function read(response: Response): Promise<unknown> {
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(`Africa's Talking answered ${response.status}: ${text.slice(0, 200)}`);
    }
  }

  return {
    async send({ to, text, idempotencyKey }) {
      assertOutsideWork("The SMS client");
      const body = new URLSearchParams({
        username: options.username,
        to,
        message: text,
        bulkSMSMode: "1",
        enqueue: "1",
      });
      if (options.sender) body.set("from", options.sender);
      const response = await fetch(`${base}/version1/messaging`, {
        method: "POST",
        headers: {
          ...headers,
          "content-type": "application/x-www-form-urlencoded",
          ...(idempotencyKey ? { "idempotency-key": idempotencyKey } : {}),
        },
        body,
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const json = await read(response);
      if (response.status !== 201)
        throw new Error(`Africa's Talking answered ${response.status}: ${JSON.stringify(json).slice(0, 200)}`);
      const { Recipients, Message } = sendAnswer.parse(json).SMSMessageData;
      // A wrong sender is answered with 201 and nobody in the list: nobody was told, whatever the status says.
      const recipient = Recipients[0];
      if (!recipient) throw new Error(`Africa's Talking accepted no recipient: ${Message}`);
      const verdict = judge(recipient.statusCode);
      const reason = `${recipient.statusCode} ${recipient.status}`;
      if (verdict === "unwanted") throw new SmsUnwanted(reason);
      if (verdict === "refused") throw new SmsRefused(reason);
      if (verdict === "later" || !recipient.messageId) throw new Error(`Africa's Talking did not take it: ${reason}`);
      return { providerId: recipient.messageId, costCents: parseCost(recipient.cost) };
    },
    async balance() {
      assertOutsideWork("The SMS client");
      const url = `${base}/version1/user?username=${encodeURIComponent(options.username)}`;
      const response = await fetch(url, { headers, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
      const cents = parseCost(balanceAnswer.parse(await read(response)).UserData.balance);
      if (cents === null) throw new Error("Africa's Talking told a balance that cannot be read");
      return cents;
    },
  };
}

let client: SmsClient | undefined;
/** The SMS client of this process. */
export function smsClient(): SmsClient {
  const { AT_BASE_URL, AT_USERNAME, AT_API_KEY, AT_SENDER } = env();
  client ??= africasTalking({ baseUrl: AT_BASE_URL, username: AT_USERNAME, apiKey: AT_API_KEY, sender: AT_SENDER });
  return client;
}
