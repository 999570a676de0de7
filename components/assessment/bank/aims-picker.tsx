"use client";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { useWords } from "./use-words";

export type Aim = { id: string; code: string; statement: string; language: string };
type Found = { state: "still" | "asking" | "failed" } | { state: "found"; aims: Aim[]; more: boolean };

/** Competencies of a grade and area that hold these words. */
async function search(q: string, place: { grade: string; area: string }): Promise<Found> {
  const input = { ...(q ? { q } : {}), filters: place, limit: 12 };
  const address = `/api/trpc/curriculum.list?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  const response = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return { state: "failed" };
  const { rows, next } = (await response.json()).result.data.json as { rows: Aim[]; next: string | null };
  return { state: "found", aims: rows, more: next !== null };
}

/** What a question measures: chosen competencies, and finding more of the same grade and area. */
export function AimsPicker({
  aims,
  place,
  error,
  onChange,
}: {
  aims: readonly Aim[];
  place: { grade: string; area: string };
  error?: string;
  onChange: (aims: Aim[]) => void;
}) {
  const t = useWords("bank");
  const id = useId();
  const [q, setQ] = useState("");
  const [found, setFound] = useState<Found>({ state: "still" });
  const find = async () => {
    setFound({ state: "asking" });
    setFound(await search(q.trim(), place));
  };
  const held = new Set(aims.map((one) => one.id));
  const offered = found.state === "found" ? found.aims.filter((one) => !held.has(one.id)) : [];
  return (
    <fieldset className="grid gap-3" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-2 font-semibold text-small">{t("aims.title")}</legend>
      {aims.length === 0 ? <p className="text-muted text-small">{t("aims.none")}</p> : null}
      <Lines
        aims={aims}
        act={t("aims.remove")}
        onAct={(one) => onChange(aims.filter(({ id: old }) => old !== one.id))}
      />
      <div className="flex flex-wrap items-end gap-2">
        <Field id={`${id}-q`} label={t("aims.search")} className="min-w-0 flex-1 basis-48">
          <Input
            id={`${id}-q`}
            type="search"
            value={q}
            onChange={(event) => setQ(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              // Enter here finds, and does not save the question.
              event.preventDefault();
              void find();
            }}
          />
        </Field>
        <Button busy={found.state === "asking"} onClick={() => void find()}>
          {t("aims.find")}
        </Button>
      </div>
      <p role="status" className="text-muted text-small empty:hidden">
        {found.state === "failed" ? t("aims.failed") : null}
        {found.state === "found" && offered.length === 0 ? t("aims.nothing") : null}
        {found.state === "found" && found.more ? t("aims.more") : null}
      </p>
      <Lines aims={offered} act={t("aims.add")} onAct={(one) => onChange([...aims, one])} />
      {error ? (
        <p id={`${id}-error`} className="font-medium text-danger text-small">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

function Lines({ aims, act, onAct }: { aims: readonly Aim[]; act: string; onAct: (aim: Aim) => void }) {
  if (aims.length === 0) return null;
  return (
    <ul className="divide-y divide-line rounded border border-line">
      {aims.map((aim) => (
        <li key={aim.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
          <span className="min-w-0 flex-1 basis-40">
            <span lang={aim.language}>{aim.statement}</span> <span className="text-muted text-small">{aim.code}</span>
          </span>
          <Button size="small" onClick={() => onAct(aim)}>
            {act} <span className="sr-only">{aim.code}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
