import { allow, router } from "@/server/platform/trpc";
import { listViews } from "./platform.queries";
import { rememberSettingInput, removeViewInput, saveViewInput, searchInput, viewsInput } from "./platform.schema";
import { search } from "./platform.search.queries";
import { rememberSetting, removeView, saveView } from "./platform.service";

/** What every screen needs: its memory, saved views, and search. */
export const platformRouter = router({
  rememberSetting: allow("self:write")
    .input(rememberSettingInput)
    .mutation(({ ctx, input }) => rememberSetting(ctx, input)),
  views: allow("self:read")
    .input(viewsInput)
    .query(({ ctx, input }) => listViews(ctx, input.list)),
  saveView: allow("self:write")
    .input(saveViewInput)
    .mutation(({ ctx, input }) => saveView(ctx, input)),
  removeView: allow("self:write")
    .input(removeViewInput)
    .mutation(({ ctx, input }) => removeView(ctx, input)),
  search: allow("search:use")
    .input(searchInput)
    .query(({ ctx, input }) => search(ctx, input)),
});
