"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { ChoiceField, TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Picture } from "@/components/ui/picture";
import { toast } from "@/components/ui/toast";
import { CallError, call } from "@/lib/call";
import type { Picture as Name } from "@/lib/pictures";

type Words = Record<
  "kind" | "PIN" | "PICTURES" | "pin" | "pinHelp" | "pictures" | "chosen" | "again" | "save" | "saved",
  string
>;
type Props = { studentId: string; pictures: readonly { name: Name; label: string }[]; words: Words };
type Refused = { message: string; fields: Record<string, string> };

/** A PIN or three pictures for a child. Nothing of it is kept in the page afterwards. */
export function ChildKeyForm({ studentId, pictures, words }: Props) {
  const router = useRouter();
  const id = useId();
  const [kind, setKind] = useState<"PIN" | "PICTURES">("PIN");
  const [chosen, setChosen] = useState<Name[]>([]);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const pin = String(new FormData(form).get("pin") ?? "").trim();
    setBusy(true);
    setRefused(null);
    try {
      const key = kind === "PIN" ? { kind, pin } : { kind, pictures: chosen };
      await call("handover.setKey", { studentId, ...key });
      form.reset();
      setChosen([]);
      form.closest("details")?.removeAttribute("open");
      toast({ title: words.saved });
      router.refresh();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setRefused({ message: error.message, fields: error.fields });
    } finally {
      setBusy(false);
    }
  }

  const known = refused?.fields.pin ?? refused?.fields.pictures;
  return (
    <form onSubmit={save} className="mt-4 grid gap-4" noValidate autoComplete="off">
      {refused && !known ? (
        <Notice tone="danger" role="alert">
          {refused.message}
        </Notice>
      ) : null}
      <ChoiceField
        id={`${id}-kind`}
        name="kind"
        label={words.kind}
        value={kind}
        choices={[
          { value: "PIN", label: words.PIN },
          { value: "PICTURES", label: words.PICTURES },
        ]}
        onChange={(event) => setKind(event.target.value === "PICTURES" ? "PICTURES" : "PIN")}
      />
      {kind === "PIN" ? (
        <TextField
          id={`${id}-pin`}
          name="pin"
          label={words.pin}
          help={words.pinHelp}
          error={refused?.fields.pin}
          inputMode="numeric"
          autoComplete="off"
          maxLength={6}
          required
          className="max-w-48"
        />
      ) : (
        <PictureChoice
          pictures={pictures}
          chosen={chosen}
          onChoose={setChosen}
          words={words}
          error={refused?.fields.pictures}
        />
      )}
      <div>
        <Button type="submit" variant="main" busy={busy}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}

const most = 3;

function PictureChoice({
  pictures,
  chosen,
  onChoose,
  words,
  error,
}: Pick<Props, "pictures" | "words"> & {
  chosen: readonly Name[];
  onChoose: (chosen: Name[]) => void;
  error: string | undefined;
}) {
  const labelOf = (name: Name) => pictures.find((one) => one.name === name)?.label;
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-semibold text-small">{words.pictures}</legend>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(5.25rem,1fr))] gap-2">
        {pictures.map(({ name, label }) => (
          <button
            key={name}
            type="button"
            className="grid justify-items-center gap-1 rounded border border-field bg-surface p-2 text-sm hover:border-accent"
            onClick={() => chosen.length < most && onChoose([...chosen, name])}
          >
            <Picture name={name} size={40} />
            {label}
          </button>
        ))}
      </div>
      <p role="status" className="flex min-h-8 flex-wrap items-center gap-2 text-small">
        <b>{words.chosen}:</b> {chosen.map(labelOf).join(" → ") || "—"}
        {chosen.length > 0 ? (
          <Button size="small" variant="quiet" onClick={() => onChoose([])}>
            {words.again}
          </Button>
        ) : null}
      </p>
      {error ? (
        <p role="alert" className="text-danger text-small">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
