import { allow, router } from "@/server/platform/trpc";
import { readProfile } from "./identity.profile.queries";
import { saveProfileInput } from "./identity.profile.schema";
import { removePhoto, saveProfile } from "./identity.profile.service";

/** One's own profile. The photo itself arrives at POST /api/files/profile-photo. */
export const profileRouter = router({
  read: allow("self:read").query(({ ctx }) => readProfile(ctx)),
  save: allow("self:write")
    .input(saveProfileInput)
    .mutation(({ ctx, input }) => saveProfile(ctx, input)),
  removePhoto: allow("self:write").mutation(({ ctx }) => removePhoto(ctx)),
});
