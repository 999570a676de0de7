import { allow, router } from "@/server/platform/trpc";
import { readContactChanges } from "./contact.queries";
import { changeEmailInput, changePhoneInput, confirmPhoneInput, dropContactInput } from "./contact.schema";
import { changeEmail, changePhone, confirmPhone, dropContactChange } from "./contact.service";

/** How the school reaches one. Changing it asks for a fresh proof of who one is. */
export const contactRouter = router({
  changes: allow("self:read").query(({ ctx }) => readContactChanges(ctx)),
  changeEmail: allow("self:write", { stepUp: true })
    .input(changeEmailInput)
    .mutation(({ ctx, input }) => changeEmail(ctx, input)),
  changePhone: allow("self:write", { stepUp: true })
    .input(changePhoneInput)
    .mutation(({ ctx, input }) => changePhone(ctx, input)),
  confirmPhone: allow("self:write")
    .input(confirmPhoneInput)
    .mutation(({ ctx, input }) => confirmPhone(ctx, input)),
  drop: allow("self:write")
    .input(dropContactInput)
    .mutation(({ ctx, input }) => dropContactChange(ctx, input)),
});
