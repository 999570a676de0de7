import { z } from "zod";
import type { SandboxRoute } from "@/server/sandbox/route";
import type { Scenario } from "@/server/sandbox/scenario";
import type { SandboxStore } from "@/server/sandbox/store";

const input = z.object({
  username: z.string().min(1),
  to: z.string().min(1),
  message: z.string().min(1).max(1600),
  from: z.string().optional(),
});
const PRICE = 0.8;

/** Numbers that always behave in one way, known by how they end. */
const BY_ENDING: Record<string, { statusCode: number; status: string }> = {
  "0401": { statusCode: 401, status: "RiskHold" },
  "0403": { statusCode: 403, status: "InvalidPhoneNumber" },
  "0405": { statusCode: 405, status: "InsufficientBalance" },
  "0406": { statusCode: 406, status: "UserInBlacklist" },
  "0409": { statusCode: 409, status: "DoNotDisturbRejection" },
  "0500": { statusCode: 500, status: "InternalServerError" },
};

/** Africa's Talking's wire protocol: nobody's phone rings, the words are kept to be read. */
export function smsSandbox(store: SandboxStore, scenario: Scenario, reportUrl: string | null): SandboxRoute[] {
  let counter = 0;
  /** Answers by idempotency key: a repeat is answered as before and rings nobody's phone. */
  const answered = new Map<string, unknown>();
  const unauthorised = (headers: Record<string, string | string[] | undefined>) =>
    headers.apikey ? null : { status: 401, text: "The supplied authentication is invalid" };

  return [
    {
      method: "POST",
      path: /^(?:\/africastalking)?\/version1\/messaging$/,
      async handle({ headers, body }) {
        const refused = unauthorised(headers);
        if (refused) return refused;
        const parsed = input.safeParse(Object.fromEntries(new URLSearchParams(body)));
        if (!parsed.success)
          return {
            status: 400,
            text: `Request is missing required form field '${String(parsed.error.issues[0]?.path[0])}'`,
          };
        const failure = await scenario.next("sms");
        if (failure === "drop") return "drop";
        if (failure === "busy") return { status: 503, text: "Service temporarily unavailable" };
        const { to, message, from } = parsed.data;
        const key = String(headers["idempotency-key"] ?? "");
        const before = key ? answered.get(key) : undefined;
        if (before) return { status: 201, json: before };
        // As the real one does for a sender nobody registered.
        if (from === "UNREGISTERED")
          return { status: 201, json: { SMSMessageData: { Message: "InvalidSenderId", Recipients: [] } } };
        const recipients = to.split(",").map((raw) => {
          const number = raw.trim();
          const special = failure === "reject" ? BY_ENDING["0500"] : BY_ENDING[number.slice(-4)];
          if (special) return { ...special, number, cost: "0", messageId: "None" };
          if (!/^\+[1-9]\d{7,14}$/.test(number)) {
            return { statusCode: 403, status: "InvalidPhoneNumber", number, cost: "0", messageId: "None" };
          }
          const id = `ATXid_${Date.now().toString(36)}${(counter++).toString(36)}`;
          store.add({
            channel: "sms",
            from: from ?? "AFRICASTKNG",
            to: [number],
            subject: null,
            text: message,
            html: null,
            messageId: id,
            headers: key ? { "idempotency-key": key } : {},
          });
          if (reportUrl && scenario.smsReport !== "none") void report(reportUrl, id, number, scenario.smsReport);
          const parts = Math.ceil(message.length / 160);
          return {
            statusCode: 101,
            status: "Success",
            number,
            cost: `KES ${(PRICE * parts).toFixed(4)}`,
            messageId: id,
          };
        });
        const sent = recipients.filter(({ statusCode }) => statusCode === 101);
        const total = sent.reduce((sum, { cost }) => sum + Number(cost.slice(4)), 0);
        const Message = `Sent to ${sent.length}/${recipients.length} Total Cost: KES ${total.toFixed(4)}`;
        const json = { SMSMessageData: { Message, Recipients: recipients } };
        // What was not taken may be tried again under its key.
        if (key && sent.length > 0) answered.set(key, json);
        if (failure === "swallow") return "drop";
        return { status: 201, json };
      },
    },
    {
      method: "GET",
      path: /^(?:\/africastalking)?\/version1\/user$/,
      async handle({ headers }) {
        return unauthorised(headers) ?? { status: 200, json: { UserData: { balance: "KES 1785.50" } } };
      },
    },
  ];
}

/** Tells what became of a message, as the gateway does: later, unsigned, and again when nobody listens. */
async function report(
  url: string,
  id: string,
  phoneNumber: string,
  status: "Success" | "Failed" | "Rejected",
): Promise<void> {
  const body = new URLSearchParams({ id, status, phoneNumber, networkCode: "63902" });
  if (status !== "Success") body.set("failureReason", "DeliveryFailure");
  for (let attempt = 0; attempt < 5; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 500 * 3 ** attempt));
    try {
      const response = await fetch(url, { method: "POST", body, signal: AbortSignal.timeout(10_000) });
      if (response.ok) return;
    } catch {
      // The school is not up; it is told again later.
    }
  }
}
