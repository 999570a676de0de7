import { z } from "zod";
import { type Permission, permissionNames } from "@/lib/permissions";

const code = z.string().trim().min(6).max(20);
export const messageChannels = ["sms", "email"] as const;
export type MessageChannel = (typeof messageChannels)[number];

export const codeInput = z.object({ code }).strict();
export const channelInput = z.object({ channel: z.enum(messageChannels) }).strict();
export const enableCodeInput = z.object({ channel: z.enum(messageChannels), challengeId: z.uuid(), code }).strict();
export const rowInput = z.object({ id: z.uuid() }).strict();
export const labelInput = z.object({ id: z.uuid(), label: z.string().trim().min(1).max(60) }).strict();

/** What a browser's authenticator answers; the library reads every part of it again. */
const b64 = z.string().max(20_000);
const attached = {
  id: b64,
  rawId: b64,
  type: z.literal("public-key"),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  authenticatorAttachment: z.enum(["cross-platform", "platform"]).optional(),
};
export const registrationAnswer = z.object({
  ...attached,
  response: z.object({
    clientDataJSON: b64,
    attestationObject: b64,
    authenticatorData: b64.optional(),
    transports: z.array(z.string().max(20)).max(8).optional(),
    publicKeyAlgorithm: z.number().optional(),
    publicKey: b64.optional(),
  }),
});
export const signInAnswer = z.object({
  ...attached,
  response: z.object({
    clientDataJSON: b64,
    authenticatorData: b64,
    signature: b64,
    userHandle: b64.optional(),
  }),
});
export type SignInAnswer = z.output<typeof signInAnswer>;
export const addPasskeyInput = z
  .object({ label: z.string().trim().min(1).max(60), answer: registrationAnswer })
  .strict();

/** Nothing is cut off: what is too long is refused with its limit. */
export const changePasswordInput = z
  .object({ current: z.string().min(1).max(512), password: z.string().min(1).max(512) })
  .strict();

/** What a token may be given: to ask, never to change. */
export const tokenScopes = permissionNames.filter((name) => /:read(?:_all)?$/.test(name));
export const createTokenInput = z
  .object({
    name: z.string().trim().min(1).max(60),
    scopes: z
      .array(z.enum(tokenScopes as [Permission, ...Permission[]]))
      .min(1)
      .max(50),
    days: z.int().min(1).max(365),
  })
  .strict();

export const policyInput = z.object({ required: z.boolean() }).strict();

/** What the second step's form sends. */
export const secondStepInput = z.object({
  method: z.enum(["totp", "backup", "sms", "email", "passkey", "password"]),
  code: z.string().trim().max(600).default(""),
  challengeId: z.uuid().optional(),
  answer: z.string().max(30_000).optional(),
  remember: z.literal("yes").optional(),
});
export type SecondStepInput = z.output<typeof secondStepInput>;
