"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState } from "react";
import { Refusal } from "@/components/forms/refusal";
import { Button } from "@/components/ui/button";
import { ChoiceField, SelectField, TextareaField, TextField } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { CallError, call } from "@/lib/call";
import type { Relation, Rights } from "@/server/features/families/families.schema";

export type Option = { value: string; label: string; help?: string; disabled?: boolean };

const rightsOf = (data: FormData): Rights => {
  const held = new Set(data.getAll("rights").map(String));
  return { view: held.has("view"), message: held.has("message"), pay: held.has("pay"), consent: held.has("consent") };
};
const heldIn = (rights: Rights) => (Object.keys(rights) as (keyof Rights)[]).filter((name) => rights[name]);

/** Sends one act; what was typed stays after a refusal, a success closes the dialog and draws the page anew. */
function Act({
  procedure,
  read,
  submit,
  working,
  done,
  danger,
  children,
}: {
  procedure: string;
  read: (data: FormData) => unknown;
  submit: string;
  working: string;
  done: string;
  danger?: boolean;
  children: (error: (field: string) => string | undefined) => ReactNode;
}) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<CallError | null>(null);
  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    setBusy(true);
    setRefused(null);
    try {
      await call(procedure, read(new FormData(form)));
      form.closest("dialog")?.close();
      form.reset();
      toast({ title: done });
      router.refresh();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      setRefused(error);
      const first = Object.keys(error.fields)[0];
      if (first) form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    } finally {
      setBusy(false);
    }
  }
  return (
    <form onSubmit={onSubmit} className="grid gap-4" noValidate>
      {refused ? <Refusal error={refused} /> : null}
      {children((field) => refused?.fields[field])}
      <Button type="submit" variant={danger ? "danger" : "main"} busy={busy}>
        {submit}
        {busy ? <span className="sr-only">{working}</span> : null}
      </Button>
    </form>
  );
}

type Common = { relations: readonly Option[]; rights: readonly Option[]; relationLabel: string; rightsLabel: string };

/** What a guardian is to a child and may do for it. */
export function RightsForm({
  guardianshipId,
  id,
  relation,
  held,
  submit,
  working,
  done,
  ...common
}: Common & {
  guardianshipId: string;
  id: string;
  relation: Relation;
  held: Rights;
  submit: string;
  working: string;
  done: string;
}) {
  // A box that may not be ticked sends nothing: what is held stays held.
  const locked = common.rights.filter((one) => one.disabled).map((one) => one.value);
  return (
    <Act
      procedure="members.changeRights"
      read={(data) => {
        const rights = rightsOf(data);
        for (const name of locked) rights[name as keyof Rights] = held[name as keyof Rights];
        return { guardianshipId, relation: data.get("relation"), rights, from: held };
      }}
      submit={submit}
      working={working}
      done={done}
    >
      {(error) => (
        <>
          <SelectField
            id={`${id}-relation`}
            name="relation"
            label={common.relationLabel}
            defaultValue={relation}
            error={error("relation")}
          >
            {common.relations.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </SelectField>
          <ChoiceField
            id={`${id}-rights`}
            name="rights"
            label={common.rightsLabel}
            multiple
            choices={common.rights}
            value={heldIn(held)}
            error={error("rights")}
          />
        </>
      )}
    </Act>
  );
}

export type InviteLabels = Record<
  "name" | "nameHelp" | "contact" | "contactHelp" | "children" | "locale" | "submit" | "working" | "sent",
  string
>;

/** Invites somebody for one or several children, in the language they read. */
export function InviteForm({
  childOptions,
  locales,
  locale,
  labels,
  ...common
}: Common & { childOptions: readonly Option[]; locales: readonly Option[]; locale: string; labels: InviteLabels }) {
  const only = childOptions.length === 1 ? childOptions[0]?.value : null;
  return (
    <Act
      procedure="members.invite"
      read={(data) => ({
        studentIds: only ? [only] : data.getAll("studentIds").map(String),
        name: data.get("name"),
        contact: data.get("contact"),
        relation: data.get("relation"),
        rights: rightsOf(data),
        locale: data.get("locale"),
      })}
      submit={labels.submit}
      working={labels.working}
      done={labels.sent}
    >
      {(error) => (
        <>
          <TextField
            name="name"
            label={labels.name}
            help={labels.nameHelp}
            error={error("name")}
            autoComplete="off"
            maxLength={120}
            required
          />
          <TextField
            name="contact"
            label={labels.contact}
            help={labels.contactHelp}
            error={error("contact")}
            autoComplete="off"
            autoCapitalize="none"
            maxLength={254}
            required
          />
          <SelectField name="relation" label={common.relationLabel} defaultValue="GUARDIAN" error={error("relation")}>
            {common.relations.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </SelectField>
          {only ? null : (
            <ChoiceField
              name="studentIds"
              label={labels.children}
              multiple
              choices={childOptions}
              value={childOptions.map((one) => one.value)}
              error={error("studentIds")}
            />
          )}
          <ChoiceField
            name="rights"
            label={common.rightsLabel}
            multiple
            choices={common.rights}
            value={["view"]}
            error={error("rights")}
          />
          <SelectField name="locale" label={labels.locale} defaultValue={locale} error={error("locale")}>
            {locales.map((one) => (
              <option key={one.value} value={one.value}>
                {one.label}
              </option>
            ))}
          </SelectField>
        </>
      )}
    </Act>
  );
}

/** Asks staff to step in; everything about the child's circle rests until they have. */
export function ContestForm({
  studentId,
  labels,
}: {
  studentId: string;
  labels: Record<"reason" | "reasonHelp" | "submit" | "working" | "done", string>;
}) {
  return (
    <Act
      procedure="members.requestContest"
      read={(data) => ({ studentId, reason: data.get("reason") })}
      submit={labels.submit}
      working={labels.working}
      done={labels.done}
      danger
    >
      {(error) => (
        <TextareaField
          id={`contest-${studentId}-reason`}
          name="reason"
          label={labels.reason}
          help={labels.reasonHelp}
          error={error("reason")}
          rows={4}
          maxLength={1000}
          required
        />
      )}
    </Act>
  );
}
