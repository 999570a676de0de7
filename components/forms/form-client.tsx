"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { z } from "zod";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";
import { restoreKept } from "@/lib/step-up";
import type { FieldSpec } from "./fields";
import { FormField } from "./form-field";
import { type FormTexts, judge, readField, readForm } from "./values";

export type FormDone = {
  /** Said in a toast. */
  toast?: string;
  /** Where to go; `{id}` stands for the id of what was made. */
  href?: string;
  /** Draw the page again with the new data; the default when there is no `href`. */
  refresh?: boolean;
  /** Empty the form, for adding another. */
  reset?: boolean;
};
type Labels = Record<
  | "optional"
  | "choose"
  | "checkOne"
  | "checkMany"
  | "failed"
  | "kept"
  | "offline"
  | "saving"
  | "saved"
  | "notSaved"
  | "reference",
  string
>;
type Failure = { title: string; text: string; reference: string };
type State = "still" | "pending" | "saved" | "unsaved";

let made = 0;
/** One key per filled-in form, so that sending it twice on a bad line does it once. */
const freshKey = () => {
  made += 1;
  return globalThis.crypto?.randomUUID?.() ?? `${Date.now()}-${made}-${Math.random()}`;
};

/** Errors of the whole schema, as a path and the school's own words where it has them. */
function issuesOf(error: z.ZodError, fields: readonly FieldSpec[], texts: FormTexts): Record<string, string> {
  const found: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = issue.path.join(".");
    const field = fields.find((one) => one.name === name || name.startsWith(`${one.name}.`));
    if (field && !found[field.name]) found[field.name] = issue.code === "custom" ? issue.message : texts.pattern;
  }
  return found;
}

/** The browser's half of SchemaForm: checks on leaving a field, sends, keeps what was typed, puts errors in their place. */
export function FormClient({
  fields,
  procedure,
  hidden,
  submit,
  secondary,
  texts,
  labels,
  after = {},
  danger,
  saves,
  onDone,
  load,
}: {
  fields: readonly FieldSpec[];
  procedure: string;
  hidden?: Record<string, unknown>;
  submit: string;
  secondary?: ReactNode;
  texts: FormTexts;
  labels: Labels;
  after?: FormDone;
  danger?: boolean;
  saves?: "field" | "all";
  onDone?: (result: unknown) => void;
  load?: () => Promise<z.ZodType>;
}) {
  const router = useRouter();
  const base = useId();
  const form = useRef<HTMLFormElement>(null);
  const key = useRef<string | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const touched = useRef(new Set<string>());
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [state, setState] = useState<State>("still");
  const idOf = (name: string) => `${base}${name}`;
  const wrong = fields.filter((field) => errors[field.name]);

  useEffect(() => () => window.clearTimeout(timer.current), []);
  // Back from confirming that it is them: what was typed is still there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page stands again
  useEffect(() => restoreKept(form.current, procedure, hidden), []);

  const focusFirst = (found: Record<string, string>) => {
    const first = fields.find((field) => field.name in found);
    // After React has written the messages, so that they are read with the field.
    if (first) requestAnimationFrame(() => document.getElementById(idOf(first.name))?.focus());
  };

  const check = async (only?: string): Promise<Record<string, string>> => {
    if (!form.current) return {};
    const data = new FormData(form.current);
    const found: Record<string, string> = {};
    for (const field of fields) {
      if (only && field.name !== only) continue;
      const error = judge(field, readField(field, data), texts);
      if (error) found[field.name] = error;
    }
    if (load && Object.keys(found).length === 0) {
      const read = await (await load()).safeParseAsync(readForm(fields, data, hidden));
      if (!read.success) {
        for (const [name, text] of Object.entries(issuesOf(read.error, fields, texts)))
          if (!only || name === only) found[name] = text;
      }
    }
    return found;
  };

  const send = async (input: Record<string, unknown>) => {
    setState("pending");
    setFailure(null);
    key.current ??= freshKey();
    try {
      const { call } = await import("@/lib/call");
      const result = await call(procedure, input, key.current);
      key.current = null;
      setState("saved");
      setErrors({});
      onDone?.(result);
      if (after.toast) toast({ title: after.toast });
      if (after.reset) {
        form.current?.reset();
        touched.current.clear();
      }
      if (after.href) router.push(after.href.replace("{id}", (result as { id?: string } | null)?.id ?? ""));
      else if (after.refresh ?? !saves) router.refresh();
    } catch (error) {
      const {
        fields: beside = {},
        message = "",
        reference = "",
        status,
      } = error as { fields?: Record<string, string>; message?: string; reference?: string; status?: number };
      const here = Object.fromEntries(
        Object.entries(beside).filter(([name]) => fields.some((field) => field.name === name)),
      );
      // A refusal is final for this input; a lost line is not, and the same key may be tried again.
      if (status) key.current = null;
      setState("unsaved");
      setErrors(here);
      if (Object.keys(here).length > 0) focusFirst(here);
      else
        setFailure({
          title: labels.failed,
          text: status === 0 ? labels.offline : `${message} ${labels.kept}`,
          reference,
        });
    }
  };

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (state === "pending" || !form.current) return;
    const found = await check();
    setErrors(found);
    if (Object.keys(found).length > 0) return focusFirst(found);
    await send(readForm(fields, new FormData(form.current), hidden));
  };

  const fieldOf = (target: EventTarget) => fields.find((field) => field.name === (target as HTMLInputElement).name);

  const judgeOne = async (name: string) => {
    const found = await check(name);
    setErrors(({ [name]: _, ...rest }) => ({ ...rest, ...found }));
    return Object.keys(found).length === 0;
  };

  const onBlur = (event: FormEvent<HTMLFormElement>) => {
    const field = fieldOf(event.target);
    // Passing through an empty field is not a mistake; leaving a wrong one is.
    if (field && touched.current.has(field.name)) void judgeOne(field.name);
  };

  const onChange = (event: FormEvent<HTMLFormElement>) => {
    const field = fieldOf(event.target);
    if (!field) return;
    touched.current.add(field.name);
    if (errors[field.name]) void judgeOne(field.name);
    if (!saves) {
      if (state === "saved") setState("still");
      return;
    }
    window.clearTimeout(timer.current);
    const wait = ["switch", "checkbox", "radio", "select", "choices"].includes(field.kind) ? 0 : 700;
    timer.current = window.setTimeout(async () => {
      if (!form.current || !(await judgeOne(field.name))) return;
      await send(readForm(saves === "field" ? [field] : fields, new FormData(form.current), hidden));
    }, wait);
  };

  return (
    <form
      ref={form}
      method="post"
      noValidate
      onSubmit={onSubmit}
      onBlur={onBlur}
      onChange={onChange}
      className="grid gap-5"
    >
      {wrong.length > 1 ? (
        <Notice tone="danger" role="alert" title={labels.checkMany.replace("{n}", String(wrong.length))}>
          <ul className="list-inside list-disc">
            {wrong.map((field) => (
              <li key={field.name}>
                <a
                  href={`#${idOf(field.name)}`}
                  className="underline underline-offset-4"
                  onClick={(event) => {
                    event.preventDefault();
                    focusFirst({ [field.name]: "" });
                  }}
                >
                  {field.label}
                </a>
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {failure ? (
        <Notice tone="danger" role="alert" title={failure.title}>
          {failure.text}
          {failure.reference ? (
            <span className="num mt-1 block select-all text-xs">
              {labels.reference.replace("{reference}", failure.reference)}
            </span>
          ) : null}
        </Notice>
      ) : null}
      {fields.map((field) => (
        <FormField
          key={field.name}
          field={field}
          id={idOf(field.name)}
          error={errors[field.name]}
          optional={labels.optional}
          choose={labels.choose}
        />
      ))}
      <div className="flex flex-wrap items-center gap-3">
        {saves ? null : (
          <Button
            type="submit"
            variant={danger ? "danger" : "main"}
            busy={state === "pending"}
            aria-disabled={state === "pending" || undefined}
          >
            {submit}
          </Button>
        )}
        {secondary}
        <span role="status" className="text-muted text-small">
          {state === "pending"
            ? labels.saving
            : saves && state === "saved"
              ? labels.saved
              : saves && state === "unsaved"
                ? labels.notSaved
                : ""}
        </span>
      </div>
    </form>
  );
}
