"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useId, useRef, useState, useTransition } from "react";
import { Button, type ButtonLook } from "@/components/ui/button";
import { SelectField, TextareaField, TextField } from "@/components/ui/field";
import { CallError, call } from "@/lib/call";
import { restoreKept } from "@/lib/step-up";
import { Refusal } from "./refusal";

export type ActField = {
  name: string;
  label: string;
  help?: string;
  long?: boolean;
  required?: boolean;
  maxLength?: number;
  type?: "date" | "email";
  /** What stands in it to begin with. */
  defaultValue?: string;
  /** Chosen from these instead of typed. */
  options?: readonly { value: string; label: string }[];
};

/**
 * One act of one person: a procedure, what is already known of its input, and the few words still to be typed.
 * What was typed stays after a refusal; a success closes the dialog it stands in and draws the page anew.
 */
export function ActForm({
  procedure,
  input = {},
  fields = [],
  submit,
  look,
  working,
}: {
  procedure: string;
  input?: Record<string, unknown>;
  fields?: readonly ActField[];
  /** The button says what happens: "Suspend Amina". */
  submit: string;
  /** Said to screen readers while the call is under way. */
  working: string;
  look?: ButtonLook;
}) {
  const router = useRouter();
  const base = useId();
  const [refreshing, startRefresh] = useTransition();
  const [calling, setCalling] = useState(false);
  const [refused, setRefused] = useState<CallError | null>(null);
  const busy = calling || refreshing;
  const form = useRef<HTMLFormElement>(null);
  // Back from confirming that it is them: what was typed is still there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page stands again
  useEffect(() => {
    if (fields.length > 0) restoreKept(form.current, procedure, input);
  }, []);

  async function act(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const typed = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    setCalling(true);
    setRefused(null);
    try {
      await call(procedure, { ...input, ...typed });
      form.closest("dialog")?.close();
      form.reset();
      startRefresh(() => router.refresh());
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setRefused(error);
      const first = Object.keys(error.fields)[0];
      if (first) form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    } finally {
      setCalling(false);
    }
  }

  return (
    <form ref={form} onSubmit={act} className="grid gap-4" noValidate={fields.length > 0}>
      {refused ? <Refusal error={refused} /> : null}
      {fields.map(({ long, options, type, ...field }) => {
        const props = { ...field, id: `${base}-${field.name}`, error: refused?.fields[field.name] };
        if (options) {
          const { maxLength: _, ...chosen } = props;
          return (
            <SelectField key={field.name} {...chosen}>
              {options.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </SelectField>
          );
        }
        return long ? (
          <TextareaField key={field.name} rows={3} {...props} />
        ) : (
          <TextField key={field.name} {...props} {...(type ? { type } : {})} />
        );
      })}
      <Button type="submit" busy={busy} {...look}>
        {submit}
        {busy ? <span className="sr-only">{working}</span> : null}
      </Button>
    </form>
  );
}
