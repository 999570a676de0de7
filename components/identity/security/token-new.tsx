"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ChoiceField, SelectField, TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { restoreKept } from "@/lib/step-up";
import { useAct } from "./use-act";

export type TokenWords = Record<"name" | "scopes" | "days" | "make" | "shownTitle" | "shownText", string>;

/** A token for a program of one's own; shown once. */
export function TokenNew({
  scopes,
  days,
  words,
}: {
  scopes: readonly { value: string; label: string }[];
  days: readonly { value: string; label: string }[];
  words: TokenWords;
}) {
  const router = useRouter();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const { busy, fault, act } = useAct();
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => restoreKept(form.current, "tokens.create"), []);
  const make = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const input = {
      name: String(data.get("name") ?? ""),
      scopes: data.getAll("scopes").map(String),
      days: Number(data.get("days")),
    };
    const made = await act<{ token: string }>("tokens.create", input);
    if (!made) return;
    setToken(made.token);
    form.current?.reset();
    router.refresh();
  };
  return (
    <div className="grid gap-4">
      {token ? (
        <Notice tone="good" role="status" title={words.shownTitle}>
          <p>{words.shownText}</p>
          <code className="num mt-2 block select-all break-all text-ink" data-token>
            {token}
          </code>
        </Notice>
      ) : null}
      <form ref={form} onSubmit={make} className="grid gap-4" noValidate>
        {fault ? (
          <Notice tone="danger" role="alert">
            {fault.message}
          </Notice>
        ) : null}
        <TextField
          id={`${id}-name`}
          name="name"
          label={words.name}
          maxLength={60}
          required
          error={fault?.fields.name}
          autoComplete="off"
        />
        <ChoiceField
          id={`${id}-scopes`}
          name="scopes"
          label={words.scopes}
          choices={scopes}
          multiple
          error={fault?.fields.scopes}
        />
        <SelectField id={`${id}-days`} name="days" label={words.days} defaultValue="90">
          {days.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </SelectField>
        <div>
          <Button type="submit" busy={busy}>
            {words.make}
          </Button>
        </div>
      </form>
    </div>
  );
}
