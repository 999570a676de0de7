import { FileText } from "lucide-react";
import { uploaderLabels } from "@/components/files/uploader-labels";
import { ActionButton } from "@/components/forms/action-button";
import { SchemaForm } from "@/components/forms/schema-form";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Item, ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import type { OutlineModule } from "@/server/features/courses/lessons.schema";
import type { FileHistory } from "@/server/features/courses/resources.queries";
import { editResourceInput, type FileVersion, type ResourceView } from "@/server/features/courses/resources.schema";
import { purposes } from "@/server/features/files/files.schema";
import type { T } from "@/server/platform/i18n";
import { courseFile, courseFileTypes } from "./course-file";
import { FileVersions } from "./file-versions";
import { ResourceUploader } from "./resource-uploader";
import type { CourseWords } from "./words";

type Words = CourseWords & { a: T; history: FileHistory };
type Lessons = { lessons: Record<string, string> };

/** The lessons of a course by id, as the options of a field. */
export const lessonOptions = (modules: readonly OutlineModule[]): Record<string, string> =>
  Object.fromEntries(modules.flatMap(({ lessons }) => lessons.map(({ id, title }) => [id, title])));

function Change({ resource, lessons, a, ui }: Words & Lessons & { resource: ResourceView }) {
  const dialog = `resource-${resource.id}`;
  return (
    <>
      <DialogTrigger dialog={dialog} variant="ghost" size="small">
        {a("resources.edit")}
        <span className="sr-only"> {resource.title}</span>
      </DialogTrigger>
      <Dialog
        id={dialog}
        title={a("resources.edit_title", { title: resource.title })}
        closeLabel={ui("close")}
        insistent
      >
        <SchemaForm
          schema={editResourceInput}
          procedure="resources.edit"
          t={ui}
          submit={a("resources.save")}
          words={{
            title: { label: a("resources.name") },
            lessonId: { label: a("resources.lesson"), kind: "select", options: lessons },
          }}
          values={{ title: resource.title, lessonId: resource.lesson?.id ?? null }}
          hidden={{ resourceId: resource.id }}
          after={{ toast: a("resources.saved"), refresh: true }}
        />
      </Dialog>
    </>
  );
}

/** All files that stood where this one stands, the newest first; none where it is the only one. */
function versionsOf({ versions }: FileHistory, fileId: string): readonly FileVersion[] {
  const series = versions.find((one) => one.fileId === fileId)?.seriesId;
  return versions.filter(({ seriesId }) => seriesId === series);
}

function Resource({ resource, ...words }: Words & Lessons & { resource: ResourceView }) {
  const { course, a, ui, format, history } = words;
  const { id, title, lesson, file, ready } = resource;
  return (
    <Item
      icon={FileText}
      title={
        ready ? (
          <a
            href={`${courseFile(file.id)}?show=attachment`}
            className="break-all text-accent underline-offset-4 hover:underline"
          >
            {title}
          </a>
        ) : (
          title
        )
      }
      text={[
        lesson?.title ?? a("resources.whole"),
        file.name,
        ready ? format.bytes(file.size) : a("resources.checking"),
        file.mime.startsWith("image/") ? null : a("resources.opens", { count: history.opens.get(file.id) ?? 0 }),
      ]
        .filter(Boolean)
        .join(" · ")}
      action={
        course.abilities.edit ? (
          <>
            <Change resource={resource} {...words} />
            <FileVersions resource={resource} versions={versionsOf(history, file.id)} {...words} />
            <ActionButton
              procedure="resources.remove"
              input={{ resourceId: id }}
              variant="ghost"
              size="small"
              failed={a("resources.failed")}
              confirm={{
                title: a("resources.remove_title", { title }),
                text: a("resources.remove_text"),
                action: a("resources.remove"),
                cancel: ui("cancel"),
              }}
            >
              {a("resources.remove")}
              <span className="sr-only"> {title}</span>
            </ActionButton>
          </>
        ) : null
      }
    />
  );
}

/** IN-4: the files of a course, and sending one more. */
export function ResourceList({ rows, ...words }: Words & Lessons & { rows: readonly ResourceView[] }) {
  const { course, a, locale } = words;
  return (
    <Section id="resources" title={a("resources.title")} note={a("resources.note", { count: rows.length })}>
      <div className="grid gap-5">
        {course.abilities.edit ? (
          <div className="max-w-[44rem] rounded border border-line bg-surface p-4">
            <ResourceUploader
              sent={{ procedure: "resources.add", input: { courseId: course.id, lessonId: null }, named: true }}
              label={a("resources.add")}
              help={a("resources.add_help")}
              accept={courseFileTypes}
              mostBytes={purposes.course.most.video}
              labels={uploaderLabels(locale)}
              failed={a("resources.failed")}
            />
          </div>
        ) : null}
        {rows.length ? (
          <ItemList>
            {rows.map((resource) => (
              <Resource key={resource.id} resource={resource} {...words} />
            ))}
          </ItemList>
        ) : (
          <p className="text-muted">{a("resources.none")}</p>
        )}
      </div>
    </Section>
  );
}
