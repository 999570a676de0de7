import { FileText } from "lucide-react";
import { ActionButton } from "@/components/forms/action-button";
import { Icon } from "@/components/ui/icon";
import type { WorkFileView } from "@/server/features/assignments/work.queries";
import type { WorkWords } from "./words";

const open = (id: string, size: "whole" | "w320" = "whole") => `/api/files/work/${id}?show=inline&size=${size}`;

/** The photos and files of a piece of work; each may be taken away while the work is being written. */
export function WorkFiles({
  files,
  mayRemove = false,
  t,
  format,
}: WorkWords & { files: readonly WorkFileView[]; mayRemove?: boolean }) {
  if (files.length === 0) return null;
  return (
    <ul className="grid gap-3 sm:grid-cols-2">
      {files.map(({ id, name, mime, size, ready }) => (
        <li key={id} className="flex items-center gap-3 rounded border border-line bg-surface p-3">
          {ready && mime.startsWith("image/") ? (
            // biome-ignore lint/performance/noImgElement: a child's own photo, by a link made for this moment
            <img src={open(id, "w320")} alt="" className="size-16 shrink-0 rounded-s object-cover" />
          ) : (
            <span className="grid size-16 shrink-0 place-items-center rounded-s bg-sunken text-muted">
              <Icon as={FileText} />
            </span>
          )}
          <div className="min-w-0 flex-1">
            {ready ? (
              <a
                href={open(id)}
                className="inline-block min-h-6 break-all font-semibold text-accent underline-offset-4 hover:underline"
                aria-label={t("work.open_file", { name })}
              >
                {name}
              </a>
            ) : (
              <span className="break-all font-semibold">{name}</span>
            )}
            <p className="text-muted text-small">{ready ? format.bytes(size) : t("work.checking")}</p>
            {mayRemove ? (
              <ActionButton
                procedure="files.remove"
                input={{ id }}
                variant="ghost"
                size="small"
                className="-ml-3 min-h-10"
                failed={t("work.remove_file_failed")}
              >
                {t("work.remove_file")}
                <span className="sr-only"> {name}</span>
              </ActionButton>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}
