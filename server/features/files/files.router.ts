import { allow, router } from "@/server/platform/trpc";
import { makeLink } from "./files.link.service";
import { myFiles } from "./files.queries";
import { linkInput, myFilesInput, removeFileInput } from "./files.schema";
import { removeFile } from "./files.service";

/** Files one may see. They arrive at /api/files/uploads and leave by the links made here. */
export const filesRouter = router({
  link: allow("file:read")
    .input(linkInput)
    .query(({ ctx, input }) => makeLink(ctx, input)),
  mine: allow("file:read")
    .input(myFilesInput)
    .query(({ ctx, input }) => myFiles(ctx, input)),
  remove: allow("file:write")
    .input(removeFileInput)
    .mutation(({ ctx, input }) => removeFile(ctx, input)),
});
