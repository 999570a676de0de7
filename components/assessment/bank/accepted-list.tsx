"use client";
import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import type { Accepted } from "@/server/features/assessment/question.schema";
import { emptyNumber, emptyText, linesOf } from "./draft";
import { useWords } from "./use-words";

type Said = (path: string) => string | undefined;

/** What counts as right: words in their spellings, or a number with its margin; each with what it earns. */
export function AcceptedList({
  id,
  path,
  accepted,
  onChange,
  said,
}: {
  id: string;
  path: string;
  accepted: readonly Accepted[];
  onChange: (accepted: Accepted[]) => void;
  said: Said;
}) {
  const t = useWords("bank");
  const put = (at: number, one: Accepted) => onChange(accepted.map((old, place) => (place === at ? one : old)));
  const error = said(path);
  return (
    <div className="grid gap-3">
      {accepted.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: answers have no names, and their places do not move
        <fieldset key={at} className="grid gap-3 rounded border border-line p-3 sm:grid-cols-[1fr_8rem]">
          <legend className="sr-only">{t("edit.accepted_nth", { number: at + 1 })}</legend>
          {one.kind === "text" ? (
            <Spellings
              id={`${id}-${at}`}
              one={one}
              onChange={(next) => put(at, next)}
              path={`${path}.${at}`}
              said={said}
            />
          ) : (
            <Amount
              id={`${id}-${at}`}
              one={one}
              onChange={(next) => put(at, next)}
              path={`${path}.${at}`}
              said={said}
            />
          )}
          <div className="grid content-start gap-2">
            <Field id={`${id}-${at}-credit`} label={t("edit.earns")} error={said(`${path}.${at}.credit`)}>
              <Input
                id={`${id}-${at}-credit`}
                type="number"
                min={0}
                max={100}
                value={Math.round(one.credit * 100)}
                onChange={(event) => put(at, { ...one, credit: Number(event.target.value) / 100 })}
              />
            </Field>
            {accepted.length > 1 ? (
              <Button
                size="small"
                variant="ghost"
                onClick={() => onChange(accepted.filter((_, place) => place !== at))}
                aria-label={t("edit.remove_nth", { number: at + 1 })}
              >
                {t("edit.remove")}
              </Button>
            ) : null}
          </div>
        </fieldset>
      ))}
      {error ? <p className="font-medium text-danger text-small">{error}</p> : null}
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => onChange([...accepted, emptyText()])}>
          <Icon as={Plus} size={16} />
          {t("edit.add_words")}
        </Button>
        <Button size="small" onClick={() => onChange([...accepted, emptyNumber()])}>
          <Icon as={Plus} size={16} />
          {t("edit.add_number")}
        </Button>
      </div>
    </div>
  );
}

type One<K extends Accepted["kind"]> = {
  id: string;
  path: string;
  one: Extract<Accepted, { kind: K }>;
  onChange: (one: Accepted) => void;
  said: Said;
};

function Spellings({ id, path, one, onChange, said }: One<"text">) {
  const t = useWords("bank");
  return (
    <div className="grid gap-2">
      <Field
        id={id}
        label={t("edit.spellings")}
        help={t("edit.spellings_help")}
        error={said(`${path}.spellings`) ?? said(`${path}.spellings.0`)}
      >
        <Textarea
          id={id}
          rows={2}
          aria-describedby={`${id}-help`}
          value={one.spellings.join("\n")}
          onChange={(event) => onChange({ ...one, spellings: linesOf(event.target.value) })}
        />
      </Field>
      <label className="flex items-center gap-2 text-small">
        <input
          type="checkbox"
          className="tick"
          checked={one.wildcards}
          onChange={(event) => onChange({ ...one, wildcards: event.target.checked })}
        />
        {t("edit.wildcards")}
      </label>
    </div>
  );
}

const shown = (value: number) => (Number.isNaN(value) ? "" : value);
const typed = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

function Amount({ id, path, one, onChange, said }: One<"number">) {
  const t = useWords("bank");
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <Field id={id} label={t("edit.value")} error={said(`${path}.value`)}>
        <Input
          id={id}
          type="number"
          step="any"
          value={shown(one.value)}
          onChange={(event) => onChange({ ...one, value: typed(event.target.value) })}
        />
      </Field>
      <Field id={`${id}-tolerance`} label={t("edit.tolerance")} error={said(`${path}.tolerance`)}>
        <Input
          id={`${id}-tolerance`}
          type="number"
          step="any"
          min={0}
          value={shown(one.tolerance)}
          onChange={(event) => onChange({ ...one, tolerance: typed(event.target.value) })}
        />
      </Field>
      <Field id={`${id}-units`} label={t("edit.units")} error={said(`${path}.units`)}>
        <Input
          id={`${id}-units`}
          value={one.units.join(", ")}
          onChange={(event) =>
            onChange({
              ...one,
              units: event.target.value
                .split(",")
                .map((unit) => unit.trimStart())
                .filter((unit, at, all) => unit !== "" || at === all.length - 1),
            })
          }
        />
      </Field>
    </div>
  );
}
