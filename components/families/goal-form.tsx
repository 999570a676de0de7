"use client";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField, TextField } from "@/components/ui/field";
import { CallError, call } from "@/lib/call";
import type { Goal } from "@/server/features/families/families.schema";

/** Whose goal it can be: a child, or everybody of a family. */
export type Owner = { value: string; label: string; familyId: string; studentId: string | null };
export type GoalFormLabels = {
  newTitle: string;
  editTitle: string;
  what: string;
  whatHelp: string;
  howMany: string;
  unit: string;
  unitHelp: string;
  who: string;
  until: string;
  optional: string;
  saveNew: string;
  save: string;
  drop: string;
  close: string;
  failed: string;
};

export type GoalFormProps = {
  dialogId: string;
  id: string;
  goal: Goal | null;
  owners: readonly Owner[];
  labels: GoalFormLabels;
  saved: () => void;
  drop: (goal: Goal) => void;
  closed: () => void;
};

/** One goal, new or changed. Its id is made when the form opens: sending it twice makes one goal. */
export function GoalForm({ dialogId, id, goal, owners, labels, saved, drop, closed }: GoalFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ text: string; fields: Record<string, string> } | null>(null);
  const formId = `${dialogId}-form`;
  useEffect(() => {
    const dialog = form.current?.closest("dialog");
    dialog?.addEventListener("close", closed);
    return () => dialog?.removeEventListener("close", closed);
  }, [closed]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    const owner = owners.find(({ value }) => value === data.get("owner")) ?? owners[0];
    if (!owner) return;
    setBusy(true);
    setWrong(null);
    try {
      await call("families.saveGoal", {
        id,
        existing: goal !== null,
        familyId: owner.familyId,
        studentId: owner.studentId,
        title: String(data.get("title") ?? ""),
        target: Number(data.get("target")),
        unit: String(data.get("unit") ?? ""),
        dueOn: String(data.get("dueOn") ?? "") || null,
      });
      saved();
    } catch (error) {
      setWrong(
        error instanceof CallError
          ? { text: error.message, fields: error.fields }
          : { text: labels.failed, fields: {} },
      );
    } finally {
      setBusy(false);
    }
  }

  const own = goal ? (goal.studentId ?? goal.familyId) : owners[0]?.value;
  return (
    <Dialog
      id={dialogId}
      insistent
      title={goal ? labels.editTitle : labels.newTitle}
      closeLabel={labels.close}
      footer={
        <>
          {goal?.status === "OPEN" ? (
            <Button variant="ghost" className="mr-auto" onClick={() => drop(goal)}>
              {labels.drop}
            </Button>
          ) : null}
          <Button type="submit" form={formId} variant="main" busy={busy}>
            {goal ? labels.save : labels.saveNew}
          </Button>
        </>
      }
    >
      <form ref={form} id={formId} onSubmit={submit} className="grid gap-4">
        <TextField
          name="title"
          label={labels.what}
          help={labels.whatHelp}
          error={wrong?.fields.title}
          defaultValue={goal?.title}
          required
          maxLength={140}
          autoComplete="off"
        />
        <div className="grid grid-cols-[7rem_minmax(0,1fr)] items-start gap-3">
          <TextField
            name="target"
            type="number"
            inputMode="numeric"
            min={1}
            max={1000}
            label={labels.howMany}
            error={wrong?.fields.target}
            defaultValue={goal?.target ?? 10}
            required
          />
          <TextField
            name="unit"
            label={labels.unit}
            help={labels.unitHelp}
            error={wrong?.fields.unit}
            defaultValue={goal?.unit}
            required
            maxLength={24}
            autoComplete="off"
          />
        </div>
        {owners.length > 1 ? (
          <SelectField name="owner" label={labels.who} defaultValue={own}>
            {owners.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
        ) : null}
        <TextField
          name="dueOn"
          type="date"
          label={labels.until}
          optional={labels.optional}
          error={wrong?.fields.dueOn}
          defaultValue={goal?.dueOn ?? ""}
        />
        {wrong ? (
          <p role="alert" className="font-medium text-danger text-small">
            {wrong.text}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
