import { z } from "zod";

/** Africa's Talking's answers and reports, as they really come. */
export const sendAnswer = z.object({
  SMSMessageData: z.object({
    Message: z.string().default(""),
    Recipients: z.array(
      z.object({
        statusCode: z.coerce.number().int(),
        number: z.string(),
        status: z.string().default(""),
        cost: z.string().default("0"),
        messageId: z.string().nullish(),
      }),
    ),
  }),
});

export const balanceAnswer = z.object({ UserData: z.object({ balance: z.string() }) });

/** A delivery report: form fields, unsigned, sent as often as they like. */
export const deliveryReport = z.object({
  id: z.string().min(1).max(200),
  status: z.enum(["Sent", "Submitted", "Buffered", "Success", "Rejected", "Failed"]),
  phoneNumber: z.string().max(30).optional(),
  networkCode: z.string().max(30).optional(),
  failureReason: z.string().max(200).optional(),
});
export type DeliveryReport = z.infer<typeof deliveryReport>;

/** "KES 0.8000" → 80 cents, rounded up so that a cost is never shown smaller than it is. Null when it cannot be read. */
export function parseCost(text: string): bigint | null {
  const match = /^(?:[A-Z]{3}\s*)?(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const fraction = (match[2] ?? "").padEnd(2, "0");
  const beyond = /[1-9]/.test(fraction.slice(2)) ? 1n : 0n;
  return BigInt(match[1] ?? "0") * 100n + BigInt(fraction.slice(0, 2)) + beyond;
}

export type Verdict = "accepted" | "unwanted" | "refused" | "later";

/** What a recipient's status code means for us. */
export function judge(statusCode: number): Verdict {
  if ([100, 101, 102].includes(statusCode)) return "accepted";
  // The person has opted out with the operator.
  if ([406, 409].includes(statusCode)) return "unwanted";
  if ([403, 404].includes(statusCode)) return "refused";
  // Our sender, our balance or their gateway: the message itself is fine.
  return "later";
}
