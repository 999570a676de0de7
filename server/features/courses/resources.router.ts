import { allow, router } from "@/server/platform/trpc";
import { listAllResources, listResourceHints, listResources } from "./resources.queries";
import {
  addResourceInput,
  allResourcesInput,
  editResourceInput,
  replaceFileInput,
  resourceInput,
  resourceListInput,
  showFileInput,
} from "./resources.schema";
import { addResource, editResource, removeResource, showFile } from "./resources.service";
import { replaceFile, restoreFile } from "./resources.versions.service";

/** IN-4: the files of a course. IN-8: those of all courses one changes. */
export const resourcesRouter = router({
  list: allow("course:write")
    .input(resourceListInput)
    .query(({ ctx, input }) => listResources(ctx, input)),
  all: allow("course:write")
    .input(allResourcesInput)
    .query(({ ctx, input }) => listAllResources(ctx, input)),
  hints: allow("course:write").query(({ ctx }) => listResourceHints(ctx)),
  add: allow("course:write")
    .input(addResourceInput)
    .mutation(({ ctx, input }) => addResource(ctx, input)),
  show: allow("course:write")
    .input(showFileInput)
    .mutation(({ ctx, input }) => showFile(ctx, input)),
  edit: allow("course:write")
    .input(editResourceInput)
    .mutation(({ ctx, input }) => editResource(ctx, input)),
  replace: allow("course:write")
    .input(replaceFileInput)
    .mutation(({ ctx, input }) => replaceFile(ctx, input)),
  restore: allow("course:write")
    .input(replaceFileInput)
    .mutation(({ ctx, input }) => restoreFile(ctx, input)),
  remove: allow("course:write")
    .input(resourceInput)
    .mutation(({ ctx, input }) => removeResource(ctx, input)),
});
