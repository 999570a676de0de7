import { allow, router } from "@/server/platform/trpc";
import { forgetDevices } from "./factors.devices.service";
import {
  beginCodes,
  beginTotp,
  confirmTotp,
  disableCodes,
  enableCodes,
  enrollingCtx,
  newCodes,
  removeTotp,
} from "./factors.enrol.service";
import { addPasskey, beginPasskey, removePasskey, renamePasskey } from "./factors.passkeys.service";
import { changePassword } from "./factors.password.service";
import { resetPersonFactors, setFactorPolicy } from "./factors.policy.service";
import { readSecurity } from "./factors.queries";
import {
  addPasskeyInput,
  changePasswordInput,
  channelInput,
  codeInput,
  createTokenInput,
  enableCodeInput,
  labelInput,
  policyInput,
  rowInput,
} from "./factors.schema";
import { readTokens } from "./factors.tokens.queries";
import { createToken, revokeToken } from "./factors.tokens.service";
import { suspendInput } from "./people.schema";

const fresh = { stepUp: true };

/** How one signs in: second factors, password, remembered devices. What changes it asks for a fresh proof. */
export const securityRouter = router({
  read: allow("self:read").query(({ ctx }) => readSecurity(ctx)),
  beginTotp: allow("self:write", fresh).mutation(({ ctx }) => beginTotp(ctx, enrollingCtx(ctx))),
  confirmTotp: allow("self:write", fresh)
    .input(codeInput)
    .mutation(({ ctx, input }) => confirmTotp(ctx, input)),
  removeTotp: allow("self:write", fresh).mutation(({ ctx }) => removeTotp(ctx)),
  beginCodes: allow("self:write", fresh)
    .input(channelInput)
    .mutation(({ ctx, input }) => beginCodes(ctx, input)),
  enableCodes: allow("self:write", fresh)
    .input(enableCodeInput)
    .mutation(({ ctx, input }) => enableCodes(ctx, input)),
  disableCodes: allow("self:write", fresh)
    .input(channelInput)
    .mutation(({ ctx, input }) => disableCodes(ctx, input)),
  newCodes: allow("self:write", fresh).mutation(({ ctx }) => newCodes(ctx)),
  beginPasskey: allow("self:write", fresh).mutation(({ ctx }) => beginPasskey(ctx)),
  addPasskey: allow("self:write", fresh)
    .input(addPasskeyInput)
    .mutation(({ ctx, input }) => addPasskey(ctx, input)),
  renamePasskey: allow("self:write")
    .input(labelInput)
    .mutation(({ ctx, input }) => renamePasskey(ctx, input)),
  removePasskey: allow("self:write", fresh)
    .input(rowInput)
    .mutation(({ ctx, input }) => removePasskey(ctx, input)),
  forgetDevice: allow("self:write")
    .input(rowInput)
    .mutation(({ ctx, input }) => forgetDevices(ctx, input)),
  forgetDevices: allow("self:write").mutation(({ ctx }) => forgetDevices(ctx, null)),
  changePassword: allow("self:write")
    .input(changePasswordInput)
    .mutation(({ ctx, input }) => changePassword(ctx, input)),
  resetPerson: allow("person:write", fresh)
    .input(suspendInput)
    .mutation(({ ctx, input }) => resetPersonFactors(ctx, input)),
  setPolicy: allow("flag:write", fresh)
    .input(policyInput)
    .mutation(({ ctx, input }) => setFactorPolicy(ctx, input)),
});

/** Tokens for programs: they ask within their scopes and change nothing. */
export const tokensRouter = router({
  list: allow("token:write").query(({ ctx }) => readTokens(ctx)),
  create: allow("token:write", fresh)
    .input(createTokenInput)
    .mutation(({ ctx, input }) => createToken(ctx, input)),
  revoke: allow("token:write")
    .input(rowInput)
    .mutation(({ ctx, input }) => revokeToken(ctx, input)),
});
