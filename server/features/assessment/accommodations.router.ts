import { allow, router } from "@/server/platform/trpc";
import { setAccommodationInput } from "./accommodations.schema";
import { setAccommodation } from "./accommodations.service";

export const accommodationsRouter = router({
  set: allow("accommodation:write")
    .input(setAccommodationInput)
    .mutation(({ ctx, input }) => setAccommodation(ctx, input)),
});
