import { allow, router } from "@/server/platform/trpc";
import { readOwnPreferences } from "./identity.preferences.queries";
import { chooseInput, presenceInput, quietHoursInput, workingHoursInput } from "./identity.preferences.schema";
import { choose, savePresence, saveQuietHours, saveWorkingHours } from "./identity.preferences.service";

/** How the school speaks to a person and when. Which channel carries what is set at notify.setPreference. */
export const preferencesRouter = router({
  read: allow("self:read").query(({ ctx }) => readOwnPreferences(ctx)),
  choose: allow("self:write")
    .input(chooseInput)
    .mutation(({ ctx, input }) => choose(ctx, input)),
  saveQuietHours: allow("self:write")
    .input(quietHoursInput)
    .mutation(({ ctx, input }) => saveQuietHours(ctx, input)),
  saveWorkingHours: allow("self:write")
    .input(workingHoursInput)
    .mutation(({ ctx, input }) => saveWorkingHours(ctx, input)),
  savePresence: allow("self:write")
    .input(presenceInput)
    .mutation(({ ctx, input }) => savePresence(ctx, input)),
});
