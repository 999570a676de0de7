import { allow, router } from "@/server/platform/trpc";
import { readChildSignIn } from "./handover.queries";
import { childInput, childKeyInput, childSessionInput } from "./handover.schema";
import { endChildSession, removeChildKey, setChildKey } from "./handover.service";

/** How a child signs in on a family device, and where it is signed in. Handing over itself is a form: app/(auth)/handover. */
export const handoverRouter = router({
  read: allow("child:sign_in")
    .input(childInput)
    .query(({ ctx, input }) => readChildSignIn(ctx, input)),
  setKey: allow("child:sign_in")
    .input(childKeyInput)
    .mutation(({ ctx, input }) => setChildKey(ctx, input)),
  removeKey: allow("child:sign_in")
    .input(childInput)
    .mutation(({ ctx, input }) => removeChildKey(ctx, input)),
  endSession: allow("child:sign_in")
    .input(childSessionInput)
    .mutation(({ ctx, input }) => endChildSession(ctx, input)),
});
