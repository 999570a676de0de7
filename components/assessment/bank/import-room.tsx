"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import type { Door } from "./door";
import { Choice, type Choices } from "./filing";
import { ImportFindings, type Preview } from "./import-findings";
import { useWords } from "./use-words";

type Asked = { digest?: string; place?: Record<string, string> };
type Answer<T> = { done: T } | { refused: { message: string; fields: Record<string, string> } };

/** Sends a file to the bank: to be looked into, or with the digest of what was looked at, to be taken. */
async function send<T>(door: Door, bytes: Blob, { digest, place }: Asked = {}): Promise<Answer<T> | "offline"> {
  const query = new URLSearchParams({ bank: door.bank, ...(digest ? { digest } : {}), ...place });
  const answer = await fetch(`/api/imports/questions?${query}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: bytes,
    credentials: "same-origin",
  }).catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (!answer || !said) return "offline";
  return answer.ok ? { done: said as T } : { refused: said.error };
}

/**
 * Questions from another program: a file, or what was copied. First it is shown what was understood and what is wrong,
 * with its line; only what is right as a whole can be taken.
 */
export function ImportRoom({
  door,
  choices,
  place: begun,
}: {
  door: Door;
  choices: Choices;
  place: Record<string, string>;
}) {
  const t = useWords("bank");
  const router = useRouter();
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [pasted, setPasted] = useState("");
  const [place, setPlace] = useState(begun);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState("");
  const [preview, setPreview] = useState<Preview | null>(null);
  const bytes = (): Blob => file ?? new Blob([pasted]);
  const another = () => setPreview(null);

  async function ask<T>(asked: Asked, then: (done: T) => void) {
    if (busy) return;
    setBusy(true);
    setRefused("");
    const answer = await send<T>(door, bytes(), asked);
    setBusy(false);
    if (answer === "offline") setRefused(t("import.offline"));
    else if ("refused" in answer) setRefused(answer.refused.message);
    else then(answer.done);
  }
  const look = (event: FormEvent) => {
    event.preventDefault();
    if (!file && !pasted.trim()) return setRefused(t("import.nothing"));
    return void ask<Preview>({}, setPreview);
  };
  const take = () =>
    void ask<{ count: number }>({ digest: preview?.digest, place }, () =>
      router.push(`${door.base}/questions?sort=-updatedAt`),
    );

  return (
    <div className="grid gap-8">
      <form onSubmit={look} className="grid max-w-[52rem] gap-5 rounded border border-line bg-surface p-4 sm:p-6">
        <Field id={`${id}-file`} label={t("import.file")} help={t("import.file_help")}>
          <input
            id={`${id}-file`}
            type="file"
            className="control"
            accept=".txt,.gift,.xml,.zip"
            aria-describedby={`${id}-file-help`}
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null);
              another();
            }}
          />
        </Field>
        {file ? null : (
          <Field id={`${id}-text`} label={t("import.text")} help={t("import.text_help")}>
            <Textarea
              id={`${id}-text`}
              rows={8}
              spellCheck={false}
              className="font-mono text-small"
              aria-describedby={`${id}-text-help`}
              value={pasted}
              onChange={(event) => {
                setPasted(event.target.value);
                another();
              }}
            />
          </Field>
        )}
        <p role="alert" className="font-medium text-danger text-small empty:hidden">
          {refused}
        </p>
        <Button type="submit" variant={preview ? "plain" : "main"} busy={busy} className="justify-self-start">
          {t("import.look")}
        </Button>
      </form>
      {preview ? (
        <Section id="found" title={t("import.found")}>
          <div className="grid gap-5" role="status">
            <ImportFindings preview={preview} />
          </div>
          {preview.problems.length === 0 ? (
            <div className="mt-5 grid max-w-[52rem] gap-4 rounded border border-line bg-surface p-4 sm:grid-cols-3 sm:p-6">
              <Choice
                id={`${id}-grade`}
                label={t("list.grade")}
                options={choices.grades}
                value={place.grade ?? ""}
                onChange={(grade) => setPlace({ ...place, grade })}
              />
              <Choice
                id={`${id}-area`}
                label={t("list.area")}
                options={choices.areas}
                value={place.learningAreaCode ?? ""}
                onChange={(learningAreaCode) => setPlace({ ...place, learningAreaCode })}
              />
              <Choice
                id={`${id}-language`}
                label={t("edit.language")}
                options={{ en: t("languages.en"), sw: t("languages.sw") }}
                value={place.language ?? "en"}
                onChange={(language) => setPlace({ ...place, language })}
              />
              <Button variant="main" busy={busy} className="justify-self-start sm:col-span-3" onClick={take}>
                {t("import.take", { count: preview.questions.length })}
              </Button>
            </div>
          ) : null}
        </Section>
      ) : null}
    </div>
  );
}
