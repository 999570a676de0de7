import { uploaderLabels } from "@/components/files/uploader-labels";
import { ActionButton } from "@/components/forms/action-button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Item, ItemList } from "@/components/ui/item";
import type { FileVersion, ResourceView } from "@/server/features/courses/resources.schema";
import { purposes } from "@/server/features/files/files.schema";
import type { T } from "@/server/platform/i18n";
import { courseFile, courseFileTypes } from "./course-file";
import { ResourceUploader } from "./resource-uploader";
import type { CourseWords } from "./words";

type Versioned = CourseWords & { a: T; resource: ResourceView; versions: readonly FileVersion[] };

/** One file that stood here, who sent it and when, and the way back to it. */
function Version({
  version,
  resource,
  a,
  ui,
  format,
  now,
}: Omit<Versioned, "versions" | "course"> & { version: FileVersion }) {
  const { fileId, number, name, size, createdAt, by } = version;
  const shown = fileId === resource.file.id;
  return (
    <Item
      title={
        <a href={`${courseFile(fileId)}?show=attachment`} className="text-accent underline-offset-4 hover:underline">
          {a("versions.number", { number })}
        </a>
      }
      text={[name, format.bytes(size), by, format.relative(createdAt, now)].filter(Boolean).join(" · ")}
      aside={shown ? a("versions.shown") : null}
      action={
        shown ? null : (
          <ActionButton
            procedure="resources.restore"
            input={{ resourceId: resource.id, fileId }}
            size="small"
            done={a("versions.restored")}
            failed={ui("form.failed")}
          >
            {a("versions.restore")}
            <span className="sr-only"> {a("versions.number", { number })}</span>
          </ActionButton>
        )
      }
    />
  );
}

/** A newer file under the same name, and the earlier ones to go back to. */
export function FileVersions({ versions, ...words }: Versioned) {
  const { resource, a, ui, locale } = words;
  const dialog = `versions-${resource.id}`;
  return (
    <>
      <DialogTrigger dialog={dialog} variant="ghost" size="small">
        {a("versions.open", { count: versions.length })}
        <span className="sr-only"> {resource.title}</span>
      </DialogTrigger>
      <Dialog
        id={dialog}
        title={a("versions.title", { title: resource.title })}
        description={a("versions.text")}
        closeLabel={ui("close")}
        insistent
      >
        <div className="grid gap-5">
          <ResourceUploader
            sent={{ procedure: "resources.replace", input: { resourceId: resource.id } }}
            label={a("versions.send")}
            accept={courseFileTypes}
            mostBytes={purposes.course.most.video}
            labels={uploaderLabels(locale)}
            failed={ui("form.failed")}
          />
          {versions.length ? (
            <ItemList label={a("versions.list")}>
              {versions.map((version) => (
                <Version key={version.fileId} version={version} {...words} />
              ))}
            </ItemList>
          ) : null}
        </div>
      </Dialog>
    </>
  );
}
