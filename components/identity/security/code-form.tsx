"use client";
import { type FormEvent, useId } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { Fault } from "./use-act";

/** Six digits and a button. */
export function CodeForm({
  label,
  submit,
  busy,
  fault,
  onCode,
}: {
  label: string;
  submit: string;
  busy: boolean;
  fault: Fault | null;
  onCode: (code: string) => void;
}) {
  const id = useId();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get("code");
    if (!busy && typeof code === "string") onCode(code.trim());
  };
  const general = fault && !fault.fields.code ? fault.message : null;
  return (
    <form onSubmit={send} className="grid max-w-80 gap-4" noValidate>
      {general ? (
        <Notice tone="danger" role="alert">
          {general}
        </Notice>
      ) : null}
      <TextField
        id={id}
        name="code"
        label={label}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={20}
        required
        error={fault?.fields.code}
      />
      <div>
        <Button type="submit" variant="main" busy={busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
