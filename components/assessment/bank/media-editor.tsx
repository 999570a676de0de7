"use client";
import { ImagePlus, Volume2 } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { courseFile } from "@/components/courses/course-file";
import { ChooseFile, type ChosenFile } from "@/components/courses/editor/choose-file";
import { picturesAndSound } from "@/components/courses/editor/held-files";
import { uploaderWords } from "@/components/files/uploader-words";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import type { ProseMedia } from "@/lib/prose";
import type { Part } from "@/server/features/assessment/question.schema";
import { purposes } from "@/server/features/files/files.schema";
import type { Door } from "./door";
import { swapped } from "./draft";
import { PartButtons } from "./part-buttons";
import { useWords } from "./use-words";

export type MediaProps = {
  id: string;
  value: readonly ProseMedia[];
  /** How many there may be. */
  most: number;
  bank: Door["bank"];
  onChange: (media: ProseMedia[]) => void;
  /** The server's word about a place of the list, or about the only one there may be. */
  said: (path: string) => string | undefined;
};

/** Pictures and sound that stand with a question or with one of its parts: sent from here or chosen, with their words. */
export function MediaEditor({ id, value, most, bank, onChange, said }: MediaProps) {
  const t = useWords("bank");
  const [adding, setAdding] = useState(false);
  const [fresh, setFresh] = useState("");
  const put = (at: number, next: ProseMedia) => onChange(value.map((one, place) => (place === at ? next : one)));
  const add = ({ id: fileId, kind }: ChosenFile) => {
    if (kind !== "image" && kind !== "audio") return;
    setAdding(false);
    setFresh(`${id}-media-${value.length}`);
    onChange([...value, { fileId, kind, alt: "" }]);
  };
  // Once its field stands there, the author goes on with the words.
  useEffect(() => {
    if (fresh) document.getElementById(fresh)?.focus();
  }, [fresh]);
  return (
    <div className="grid gap-2">
      {value.map((one, at) => (
        <MediaRow
          key={one.fileId}
          id={`${id}-media-${at}`}
          of={one}
          error={said(most === 1 ? "alt" : `${at}.alt`)}
          onChange={(next) => put(at, next)}
        >
          <PartButtons
            name={one.alt || t(`media.${one.kind}`)}
            at={at}
            count={value.length}
            least={0}
            onMove={most > 1 ? (step) => onChange(swapped(value, at, step)) : undefined}
            onRemove={() => onChange(value.filter((_, place) => place !== at))}
          />
        </MediaRow>
      ))}
      {adding ? (
        <AddMedia id={id} bank={bank} used={value} onChosen={add} onClose={() => setAdding(false)} />
      ) : value.length < most ? (
        <Button size="small" variant="ghost" className="justify-self-start" onClick={() => setAdding(true)}>
          <Icon as={ImagePlus} size={16} />
          {t("media.add")}
        </Button>
      ) : null}
    </div>
  );
}

/** The picture or recording of one part, where it has one. */
export function PartMedia({
  part,
  onChange,
  ...props
}: Omit<MediaProps, "value" | "most" | "onChange"> & { part: Part; onChange: (part: Part) => void }) {
  return (
    <MediaEditor
      {...props}
      value={part.media ? [part.media] : []}
      most={1}
      onChange={([media]) => onChange({ ...part, media })}
    />
  );
}

/** A picture with what it shows, or a recording with what it is called and what is said in it. */
function MediaRow({
  id,
  of,
  error,
  onChange,
  children,
}: {
  id: string;
  of: ProseMedia;
  error: string | undefined;
  onChange: (next: ProseMedia) => void;
  children: ReactNode;
}) {
  const t = useWords("bank");
  const { kind, fileId, alt, transcript = "" } = of;
  return (
    <div className="grid grid-cols-[1fr_auto] items-start gap-3 rounded border border-line p-3 sm:grid-cols-[auto_1fr_auto]">
      {kind === "image" ? (
        // biome-ignore lint/performance/noImgElement: the school makes its own sizes and asks at each who is looking
        <img
          src={courseFile(fileId, "w320")}
          alt=""
          width={80}
          height={80}
          className="size-20 shrink-0 rounded-s bg-sunken object-contain"
        />
      ) : (
        <span className="grid size-20 shrink-0 place-items-center rounded-s bg-sunken">
          <Icon as={Volume2} size={20} />
        </span>
      )}
      <div className="grid min-w-0 gap-2 max-sm:col-span-2 max-sm:row-start-2">
        <Field
          id={id}
          label={t(`media.${kind}_words`)}
          help={kind === "image" ? t("media.help") : undefined}
          error={error}
        >
          <Input
            id={id}
            value={alt}
            maxLength={500}
            autoComplete="off"
            aria-invalid={error ? true : undefined}
            aria-describedby={
              [kind === "image" && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ") || undefined
            }
            onChange={(event) => onChange({ ...of, alt: event.target.value })}
          />
        </Field>
        {kind === "audio" ? (
          <Field id={`${id}-said`} label={t("media.transcript")} help={t("media.transcript_help")}>
            <Textarea
              id={`${id}-said`}
              rows={2}
              value={transcript}
              maxLength={4_000}
              aria-describedby={`${id}-said-help`}
              onChange={(event) => onChange({ ...of, transcript: event.target.value || undefined })}
            />
          </Field>
        ) : null}
      </div>
      {children}
    </div>
  );
}

function AddMedia({
  id,
  bank,
  used,
  onChosen,
  onClose,
}: Pick<MediaProps, "id" | "bank"> & {
  used: readonly ProseMedia[];
  onChosen: (file: ChosenFile) => void;
  onClose: () => void;
}) {
  const t = useWords("bank");
  const files = useWords("files");
  const [error, setError] = useState<string>();
  const choose = (file: ChosenFile) => {
    const wrong = file.kind !== "image" && file.kind !== "audio";
    if (wrong) setError(t("media.kind"));
    else if (used.some(({ fileId }) => fileId === file.id)) setError(t("media.twice"));
    else onChosen(file);
  };
  return (
    <div className="grid gap-3 rounded border border-line bg-sunken p-3">
      <ChooseFile
        id={`${id}-choose`}
        list={bank === "own" ? picturesAndSound : null}
        chosen={null}
        accept="image/*,audio/*"
        mostBytes={purposes.course.most.audio}
        error={error}
        labels={{
          send: t("media.send"),
          sendHelp: t("media.send_help"),
          held: t("media.held"),
          none: t("media.none"),
          failed: t("media.failed"),
          uploader: uploaderWords(files),
        }}
        onChoose={(file) => file && choose(file)}
        onSent={choose}
      />
      <Button size="small" className="justify-self-start" onClick={onClose}>
        {t("media.cancel")}
      </Button>
    </div>
  );
}
