"use client";
import { Plus, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { SelectField, TextareaField, TextField } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { CallError, call } from "@/lib/call";
import { freshId } from "@/lib/fresh-id";
import { markCodes } from "@/server/features/grading/marks.schema";
import type { Criterion } from "@/server/features/grading/rubric.schema";

export type RubricLabels = {
  name: string;
  weight: string;
  /** By how often it counts, from one. */
  times: string[];
  levels: Record<Criterion["id"], string>;
  criterion: string;
  add: string;
  remove: string;
  save: string;
  saved: string;
  saving: string;
};
const mostCriteria = 10;
const nth = (text: string, at: number) => text.replace("{number}", String(at + 1));
const empty = (): Criterion => ({
  id: `c-${freshId().slice(0, 8)}`,
  title: "",
  weight: 1,
  levels: { EE: "", ME: "", AE: "", BE: "" },
});

/** One criterion to be written: what it is looked at for, how much it counts, and its four levels. */
function CriterionFields({
  criterion,
  at,
  errors,
  labels,
  onChange,
  onRemove,
}: {
  criterion: Criterion;
  at: number;
  errors: Record<string, string>;
  labels: RubricLabels;
  onChange(next: Criterion): void;
  onRemove: (() => void) | null;
}) {
  const path = `criteria.${at}`;
  return (
    <fieldset className="grid gap-3 rounded border border-line bg-surface p-4">
      <legend className="px-1 font-semibold text-small">{nth(labels.criterion, at)}</legend>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_8rem]">
        <TextField
          name={`${path}.title`}
          label={labels.name}
          value={criterion.title}
          maxLength={80}
          error={errors[`${path}.title`]}
          onChange={({ target }) => onChange({ ...criterion, title: target.value })}
        />
        <SelectField
          name={`${path}.weight`}
          label={labels.weight}
          value={criterion.weight}
          onChange={({ target }) => onChange({ ...criterion, weight: Number(target.value) })}
        >
          {labels.times.map((text, index) => (
            <option key={text} value={index + 1}>
              {text}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {markCodes.map((code) => (
          <TextareaField
            key={code}
            name={`${path}.levels.${code}`}
            label={labels.levels[code]}
            rows={3}
            maxLength={300}
            value={criterion.levels[code]}
            error={errors[`${path}.levels.${code}`]}
            onChange={({ target }) => onChange({ ...criterion, levels: { ...criterion.levels, [code]: target.value } })}
          />
        ))}
      </div>
      {onRemove ? (
        <div>
          <Button variant="ghost" size="small" onClick={onRemove}>
            <Icon as={Trash2} size={16} />
            {nth(labels.remove, at)}
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
}

/** The rubric of an assignment, written whole and saved whole. */
export function RubricEditor({
  assignmentId,
  given,
  labels,
}: {
  assignmentId: string;
  given: { criteria: Criterion[]; revision: number };
  labels: RubricLabels;
}) {
  const router = useRouter();
  const [criteria, setCriteria] = useState(given.criteria);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setErrors({});
    setRefused(null);
    try {
      await call("assignments.saveRubric", { assignmentId, revision: given.revision, criteria });
      toast({ title: labels.saved });
      router.refresh();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setErrors(error.fields);
      const [first] = Object.keys(error.fields);
      if (first) document.getElementById(first)?.focus();
      else setRefused(error.message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={save} className="grid gap-4" noValidate>
      {refused ? <Notice tone="danger" role="alert" title={refused} /> : null}
      {criteria.map((criterion, at) => (
        <CriterionFields
          key={criterion.id}
          criterion={criterion}
          at={at}
          errors={errors}
          labels={labels}
          onChange={(next) => setCriteria(criteria.with(at, next))}
          onRemove={criteria.length > 1 ? () => setCriteria(criteria.toSpliced(at, 1)) : null}
        />
      ))}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" busy={busy} aria-disabled={busy || undefined}>
          {labels.save}
        </Button>
        {criteria.length < mostCriteria ? (
          <Button variant="ghost" onClick={() => setCriteria([...criteria, empty()])}>
            <Icon as={Plus} size={16} />
            {labels.add}
          </Button>
        ) : null}
        <span role="status" className="text-muted text-small">
          {busy ? labels.saving : ""}
        </span>
      </div>
    </form>
  );
}
