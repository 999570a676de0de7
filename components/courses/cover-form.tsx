"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Uploader } from "@/components/files/uploader";
import type { UploaderLabels } from "@/components/files/uploader-words";
import { Button } from "@/components/ui/button";
import { SelectField, TextareaField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { CallError, call } from "@/lib/call";
import type { CourseCover } from "@/server/features/courses/courses.schema";

type Picture = { id: string; name: string };
type Errors = { fileId?: string; alt?: string };
type Labels = Record<
  "send" | "help" | "choose" | "none" | "current" | "alt" | "altHelp" | "required" | "chooseOne" | "save" | "saved",
  string
> & { uploader: UploaderLabels };

/** Chooses a course's cover: a picture sent from here, or one the course has. What it shows is said in words. */
export function CoverForm({
  courseId,
  cover,
  pictures,
  mostBytes,
  mostAlt,
  labels,
}: {
  courseId: string;
  cover: CourseCover | null;
  /** The pictures the course has. */
  pictures: readonly Picture[];
  mostBytes: number;
  mostAlt: number;
  labels: Labels;
}) {
  const router = useRouter();
  const [sent, setSent] = useState<readonly Picture[]>([]);
  const [chosen, setChosen] = useState(cover?.fileId ?? "");
  const [alt, setAlt] = useState(cover?.alt ?? "");
  const [errors, setErrors] = useState<Errors>({});
  const [busy, setBusy] = useState(false);

  const current = cover ? [{ id: cover.fileId, name: labels.current }] : [];
  const choices = [...new Map([...sent, ...pictures, ...current].map((one) => [one.id, one.name]))];
  const refuse = (refused: Errors) => {
    setErrors(refused);
    document.getElementById(refused.fileId ? "cover-file" : "cover-alt")?.focus();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (!chosen) return refuse({ fileId: labels.chooseOne });
    if (!alt.trim()) return refuse({ alt: labels.required });
    setBusy(true);
    setErrors({});
    try {
      await call("courses.setCover", { id: courseId, fileId: chosen, alt });
      toast({ title: labels.saved });
      router.refresh();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      refuse(error.fields.alt ? { alt: error.fields.alt } : { fileId: error.fields.fileId ?? error.message });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-4">
      <Uploader
        purpose="course"
        label={labels.send}
        help={labels.help}
        accept="image/*"
        mostBytes={mostBytes}
        labels={labels.uploader}
        onSent={({ id, name }) => {
          setSent((before) => [{ id, name }, ...before]);
          // Words of another picture say nothing of this one.
          setAlt("");
          setChosen(id);
          document.getElementById("cover-alt")?.focus();
        }}
      />
      <SelectField
        id="cover-file"
        name="fileId"
        label={labels.choose}
        error={errors.fileId}
        value={chosen}
        onChange={({ target }) => setChosen(target.value)}
      >
        <option value="">{labels.none}</option>
        {choices.map(([id, name]) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextareaField
        id="cover-alt"
        name="alt"
        label={labels.alt}
        help={labels.altHelp}
        error={errors.alt}
        maxLength={mostAlt}
        rows={2}
        value={alt}
        onChange={({ target }) => setAlt(target.value)}
      />
      <Button type="submit" variant="main" busy={busy} className="justify-self-start">
        {labels.save}
      </Button>
    </form>
  );
}
