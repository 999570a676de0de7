"use client";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { type Prose, proseText } from "@/lib/prose";
import { Passage } from "../prose";
import { useWords } from "./use-words";

/**
 * Words of a question. What came formatted (tables, formulas, bold) is shown as it is and kept; written anew it becomes
 * plain text, which the author says and sees.
 */
export function PassageInput({
  id,
  label,
  help,
  error,
  value,
  onChange,
  rows,
  hideLabel,
}: {
  id: string;
  label: string;
  help?: string;
  error?: string;
  value: Prose;
  onChange: (value: Prose) => void;
  /** Lines of the field; a single one without. */
  rows?: number;
  hideLabel?: boolean;
}) {
  const t = useWords("bank");
  if (typeof value !== "string")
    return (
      <div className="grid gap-2 rounded border border-line p-3">
        <p className="font-semibold text-small">{label}</p>
        <Passage of={value} />
        <Button size="small" className="justify-self-start" onClick={() => onChange(proseText(value))}>
          {t("edit.plain")}
        </Button>
      </div>
    );
  const control = {
    id,
    value,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ") || undefined,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <Field id={id} label={label} help={help} error={error} hideLabel={hideLabel}>
      {rows ? <Textarea rows={rows} {...control} /> : <Input autoComplete="off" {...control} />}
    </Field>
  );
}
