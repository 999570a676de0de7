"use client";
import { Field, Select } from "@/components/ui/field";
import { proseText } from "@/lib/prose";
import type { Part } from "@/server/features/assessment/question.schema";
import { emptyPart, freshKey, swapped } from "./draft";
import type { EditorProps } from "./editor-props";
import { PartMedia } from "./media-editor";
import { AddPart, PartButtons } from "./part-buttons";
import { PassageInput } from "./passage-input";
import { useWords } from "./use-words";

/** The list with one of its parts said or shown otherwise. */
const put = (parts: readonly Part[], next: Part): Part[] => parts.map((one) => (one.key === next.key ? next : one));
const keysOf = (parts: readonly Part[]) => parts.map(({ key }) => key);

/** Pairs: each on the left has its match on the right; several may share one, and one may be left over. */
export function MatchingEditor({ id, draft: { body, key }, change, said, bank }: EditorProps<"matching">) {
  const t = useWords("bank");
  const letter = (one: Part) => `${one.key} ${proseText(one.text).slice(0, 60)}`;
  const addLeft = () => {
    const name = freshKey(keysOf(body.left), "numbers");
    change({
      body: { ...body, left: [...body.left, emptyPart(name)] },
      key: { ...key, pairs: { ...key.pairs, [name]: body.right[0]?.key ?? "" } },
    });
  };
  const removeLeft = (name: string) =>
    change({
      body: { ...body, left: body.left.filter((one) => one.key !== name) },
      key: { ...key, pairs: Object.fromEntries(Object.entries(key.pairs).filter(([one]) => one !== name)) },
    });
  return (
    <div className="grid gap-5">
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-semibold text-small">{t("edit.right_side")}</legend>
        {body.right.map((one, at) => {
          const name = t("edit.right_side_nth", { name: one.key });
          return (
            <div key={one.key} className="flex items-start gap-3">
              <b className="grid min-h-control place-items-center">{one.key}</b>
              <div className="min-w-0 flex-1">
                <PassageInput
                  id={`${id}-right-${one.key}`}
                  label={name}
                  hideLabel
                  error={said(`body.right.${at}.text`)}
                  value={one.text}
                  onChange={(text) => change({ body: { ...body, right: put(body.right, { ...one, text }) } })}
                />
                <PartMedia
                  id={`${id}-right-${one.key}`}
                  part={one}
                  bank={bank}
                  said={(path) => said(`body.right.${at}.media.${path}`)}
                  onChange={(next) => change({ body: { ...body, right: put(body.right, next) } })}
                />
              </div>
              <PartButtons
                name={name}
                at={at}
                count={body.right.length}
                least={2}
                onRemove={() =>
                  change({ body: { ...body, right: body.right.filter(({ key: old }) => old !== one.key) } })
                }
              />
            </div>
          );
        })}
        <AddPart
          label={t("edit.add_right")}
          onAdd={() =>
            change({ body: { ...body, right: [...body.right, emptyPart(freshKey(keysOf(body.right), "letters"))] } })
          }
        />
      </fieldset>
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-semibold text-small">{t("edit.left_side")}</legend>
        {body.left.map((one, at) => {
          const name = t("edit.left_side_nth", { number: at + 1 });
          return (
            <div key={one.key} className="grid gap-2 rounded border border-line p-3 sm:grid-cols-[1fr_16rem_auto]">
              <div>
                <PassageInput
                  id={`${id}-left-${one.key}`}
                  label={name}
                  error={said(`body.left.${at}.text`)}
                  value={one.text}
                  onChange={(text) => change({ body: { ...body, left: put(body.left, { ...one, text }) } })}
                />
                <PartMedia
                  id={`${id}-left-${one.key}`}
                  part={one}
                  bank={bank}
                  said={(path) => said(`body.left.${at}.media.${path}`)}
                  onChange={(next) => change({ body: { ...body, left: put(body.left, next) } })}
                />
              </div>
              <Field id={`${id}-pair-${one.key}`} label={t("edit.match")} error={said(`key.pairs.${one.key}`)}>
                <Select
                  id={`${id}-pair-${one.key}`}
                  value={key.pairs[one.key] ?? ""}
                  onChange={(event) =>
                    change({ key: { ...key, pairs: { ...key.pairs, [one.key]: event.target.value } } })
                  }
                >
                  {body.right.map((other) => (
                    <option key={other.key} value={other.key}>
                      {letter(other)}
                    </option>
                  ))}
                </Select>
              </Field>
              <PartButtons
                name={name}
                at={at}
                count={body.left.length}
                least={2}
                onRemove={() => removeLeft(one.key)}
              />
            </div>
          );
        })}
        {said("key.pairs") ? <p className="font-medium text-danger text-small">{said("key.pairs")}</p> : null}
        <AddPart label={t("edit.add_left")} onAdd={addLeft} />
      </fieldset>
      <Field id={`${id}-rule`} label={t("edit.rule")} className="max-w-md">
        <Select
          id={`${id}-rule`}
          value={key.rule}
          onChange={(event) => change({ key: { ...key, rule: event.target.value as typeof key.rule } })}
        >
          {(["each", "all"] as const).map((rule) => (
            <option key={rule} value={rule}>
              {t(`edit.pair_rules.${rule}`)}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}

/** Things in their right order: the author writes them so, the learner finds them mixed. */
export function OrderingEditor({ id, draft: { body, key }, change, said, bank }: EditorProps<"ordering">) {
  const t = useWords("bank");
  const items = key.order.flatMap((name) => body.items.filter((one) => one.key === name));
  const list = (next: Part[]) => change({ body: { ...body, items: next }, key: { ...key, order: keysOf(next) } });
  const wrong = said("key.order") ?? said("body.items");
  return (
    <div className="grid gap-4">
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-semibold text-small">{t("edit.order")}</legend>
        {items.map((one, at) => {
          const name = t("edit.item_nth", { number: at + 1 });
          return (
            <div key={one.key} className="flex items-start gap-3">
              <span className="num grid min-h-control place-items-center text-muted">{at + 1}</span>
              <div className="min-w-0 flex-1">
                <PassageInput
                  id={`${id}-item-${one.key}`}
                  label={name}
                  hideLabel
                  error={said(`body.items.${body.items.indexOf(one)}.text`)}
                  value={one.text}
                  onChange={(text) => list(put(items, { ...one, text }))}
                />
                <PartMedia
                  id={`${id}-item-${one.key}`}
                  part={one}
                  bank={bank}
                  said={(path) => said(`body.items.${body.items.indexOf(one)}.media.${path}`)}
                  onChange={(next) => list(put(items, next))}
                />
              </div>
              <PartButtons
                name={name}
                at={at}
                count={items.length}
                least={2}
                onMove={(step) => list(swapped(items, at, step))}
                onRemove={() => list(items.filter((old) => old !== one))}
              />
            </div>
          );
        })}
        {wrong ? <p className="font-medium text-danger text-small">{wrong}</p> : null}
        <AddPart
          label={t("edit.add_item")}
          onAdd={() => list([...items, emptyPart(freshKey(keysOf(items), "numbers"))])}
        />
      </fieldset>
      <Field id={`${id}-rule`} label={t("edit.rule")} className="max-w-md">
        <Select
          id={`${id}-rule`}
          value={key.rule}
          onChange={(event) => change({ key: { ...key, rule: event.target.value as typeof key.rule } })}
        >
          {(["neighbours", "position", "all"] as const).map((rule) => (
            <option key={rule} value={rule}>
              {t(`edit.order_rules.${rule}`)}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
