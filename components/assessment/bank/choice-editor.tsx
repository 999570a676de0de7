"use client";
import { Field, Input, Select } from "@/components/ui/field";
import type { KeyOf, Part } from "@/server/features/assessment/question.schema";
import { emptyPart, freshKey, swapped } from "./draft";
import type { EditorProps } from "./editor-props";
import { PartMedia } from "./media-editor";
import { AddPart, PartButtons } from "./part-buttons";
import { PassageInput } from "./passage-input";
import { useWords } from "./use-words";

type Key = KeyOf<"mcq">;
const rules = ["balanced", "all", "weights"] as const;
const without = <T,>(record: Record<string, T> | undefined, key: string) =>
  record && Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));

/** The options of a choice: which are right, what is said to who takes them, and how the mark is worked out. */
export function ChoiceEditor({ id, draft: { body, key }, change, said, bank }: EditorProps<"mcq">) {
  const t = useWords("bank");
  const put = (next: Part) =>
    change({ body: { ...body, options: body.options.map((one) => (one.key === next.key ? next : one)) } });
  const tick = (option: string, on: boolean) => {
    const others = body.multiple ? key.correct.filter((one) => one !== option) : [];
    change({ key: { ...key, correct: on ? [...others, option] : others } });
  };
  const remove = (option: string) =>
    change({
      body: { ...body, options: body.options.filter((one) => one.key !== option) },
      key: {
        ...key,
        correct: key.correct.filter((one) => one !== option),
        weights: without(key.weights, option),
        feedback: without(key.feedback, option),
      },
    });
  const add = () =>
    change({
      body: {
        ...body,
        options: [
          ...body.options,
          emptyPart(
            freshKey(
              body.options.map((one) => one.key),
              "letters",
            ),
          ),
        ],
      },
    });
  const wrong = said("key.correct") ?? said("key.correct.0") ?? said("key.weights") ?? said("body.options");
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap gap-x-6 gap-y-2">
        <Tick
          label={t("edit.several")}
          on={body.multiple}
          onChange={(multiple) =>
            change({
              body: { ...body, multiple },
              key: multiple ? key : { ...key, correct: key.correct.slice(0, 1) },
            })
          }
        />
        <Tick
          label={t("edit.shuffle")}
          on={body.shuffle}
          onChange={(shuffle) => change({ body: { ...body, shuffle } })}
        />
      </div>
      <fieldset className="grid gap-3" aria-describedby={wrong ? `${id}-wrong` : undefined}>
        <legend className="mb-2 font-semibold text-small">{t("edit.options")}</legend>
        {body.options.map((option, at) => {
          const name = t("edit.option_nth", { number: at + 1 });
          return (
            <div key={option.key} className="grid gap-2 rounded border border-line p-3">
              <div className="flex items-start gap-3">
                <label className="flex min-h-control items-center gap-2 text-small">
                  <input
                    type={body.multiple ? "checkbox" : "radio"}
                    className="tick"
                    name={`${id}-right`}
                    checked={key.correct.includes(option.key)}
                    aria-label={t("edit.right_nth", { number: at + 1 })}
                    onChange={(event) => tick(option.key, event.target.checked)}
                  />
                  <span aria-hidden>{t("edit.right")}</span>
                </label>
                <div className="min-w-0 flex-1">
                  <PassageInput
                    id={`${id}-option-${option.key}`}
                    label={name}
                    hideLabel
                    error={said(`body.options.${at}.text`)}
                    value={option.text}
                    onChange={(text) => put({ ...option, text })}
                  />
                </div>
                <PartButtons
                  name={name}
                  at={at}
                  count={body.options.length}
                  least={2}
                  onMove={(step) => change({ body: { ...body, options: swapped(body.options, at, step) } })}
                  onRemove={() => remove(option.key)}
                />
              </div>
              <div className="sm:pl-16">
                <PartMedia
                  id={`${id}-option-${option.key}`}
                  part={option}
                  bank={bank}
                  said={(path) => said(`body.options.${at}.media.${path}`)}
                  onChange={put}
                />
              </div>
              <div className="grid gap-2 sm:grid-cols-[1fr_auto] sm:pl-16">
                <PassageInput
                  id={`${id}-feedback-${option.key}`}
                  label={t("edit.feedback")}
                  error={said(`key.feedback.${option.key}`)}
                  value={key.feedback?.[option.key] ?? ""}
                  onChange={(text) =>
                    change({
                      key: {
                        ...key,
                        feedback:
                          text === "" ? without(key.feedback, option.key) : { ...key.feedback, [option.key]: text },
                      },
                    })
                  }
                />
                {key.rule === "weights" ? (
                  <Weight
                    id={`${id}-weight-${option.key}`}
                    value={key.weights?.[option.key] ?? 0}
                    onChange={(weight) =>
                      change({ key: { ...key, weights: { ...key.weights, [option.key]: weight } } })
                    }
                  />
                ) : null}
              </div>
            </div>
          );
        })}
      </fieldset>
      {wrong ? (
        <p id={`${id}-wrong`} className="font-medium text-danger text-small">
          {wrong}
        </p>
      ) : null}
      <AddPart label={t("edit.add_option")} onAdd={add} />
      <Field id={`${id}-rule`} label={t("edit.rule")} className="max-w-md">
        <Select
          id={`${id}-rule`}
          value={key.rule}
          onChange={(event) => change({ key: ruled(key, event.target.value as Key["rule"]) })}
        >
          {rules.map((rule) => (
            <option key={rule} value={rule}>
              {t(`edit.choice_rules.${rule}`)}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}

/** Marks of their own begin where the rule before stood: what is right earns its part. */
const ruled = (key: Key, rule: Key["rule"]): Key =>
  rule === "weights"
    ? { ...key, rule, weights: Object.fromEntries(key.correct.map((one) => [one, 1 / key.correct.length])) }
    : { ...key, rule, weights: undefined };

function Weight({ id, value, onChange }: { id: string; value: number; onChange: (weight: number) => void }) {
  const t = useWords("bank");
  return (
    <Field id={id} label={t("edit.weight")} className="w-32">
      <Input
        id={id}
        type="number"
        min={-100}
        max={100}
        step="any"
        value={Math.round(value * 1e5) / 1e3}
        onChange={(event) => onChange(Number(event.target.value) / 100)}
      />
    </Field>
  );
}

export function Tick({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="flex min-h-9 items-center gap-2">
      <input type="checkbox" className="tick" checked={on} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
