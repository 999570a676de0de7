"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useId } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { useAct } from "./use-act";

export type PasskeyWords = Record<"label" | "help" | "add" | "failed" | "usual", string>;

/** A new passkey: named, then made by the device. The library for it is fetched only now. */
export function PasskeyAdd({ words }: { words: PasskeyWords }) {
  const router = useRouter();
  const id = useId();
  const { busy, fault, act, fail } = useAct();
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const label = String(new FormData(form).get("label") ?? "").trim() || words.usual;
    const options =
      await act<Parameters<typeof import("@simplewebauthn/browser").startRegistration>[0]["optionsJSON"]>(
        "security.beginPasskey",
      );
    if (!options) return;
    let answer: unknown;
    try {
      const { startRegistration } = await import("@simplewebauthn/browser");
      answer = await startRegistration({ optionsJSON: options });
    } catch {
      return fail(words.failed);
    }
    if (!(await act("security.addPasskey", { label, answer }))) return;
    form.reset();
    router.refresh();
  };
  return (
    <form onSubmit={add} className="grid max-w-96 gap-4" noValidate>
      {fault ? (
        <Notice tone="danger" role="alert">
          {fault.message}
        </Notice>
      ) : null}
      <TextField id={id} name="label" label={words.label} help={words.help} maxLength={60} autoComplete="off" />
      <div>
        <Button type="submit" busy={busy}>
          {words.add}
        </Button>
      </div>
    </form>
  );
}
