"use client";
import { Field, Input, Textarea } from "@/components/ui/field";
import { proseText } from "@/lib/prose";
import { AcceptedList } from "./accepted-list";
import { Tick } from "./choice-editor";
import { emptyText, freshKey, linesOf } from "./draft";
import type { EditorProps } from "./editor-props";
import { AddPart, PartButtons } from "./part-buttons";
import { PassageInput } from "./passage-input";
import { useWords } from "./use-words";

/** A short answer: how many are wanted, and what counts. */
export function ShortAnswerEditor({ id, draft: { body, key }, change, said }: EditorProps<"short_answer">) {
  const t = useWords("bank");
  return (
    <div className="grid gap-4">
      <Field id={`${id}-wanted`} label={t("edit.wanted")} error={said("body.wanted")} className="max-w-40">
        <Input
          id={`${id}-wanted`}
          type="number"
          min={1}
          max={10}
          value={body.wanted}
          onChange={(event) => change({ body: { ...body, wanted: Number(event.target.value) } })}
        />
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-semibold text-small">{t("edit.accepted")}</legend>
        <AcceptedList
          id={`${id}-accepted`}
          path="key.accepted"
          accepted={key.accepted}
          said={said}
          onChange={(accepted) => change({ key: { ...key, accepted } })}
        />
      </fieldset>
      <Tick
        label={t("edit.match_case")}
        on={key.matchCase}
        onChange={(matchCase) => change({ key: { ...key, matchCase } })}
      />
    </div>
  );
}

const bound = (text: string) => (text === "" ? undefined : Number(text));

/** An essay: how long, what a person marks it by, and how a good one reads. */
export function EssayEditor({ id, draft: { body, key }, change, said }: EditorProps<"essay">) {
  const t = useWords("bank");
  const setWords = (words: { least?: number; most?: number }) =>
    change({ body: { ...body, words: words.least === undefined && words.most === undefined ? undefined : words } });
  const put = (at: number, part: Partial<(typeof key.criteria)[number]>) =>
    change({
      key: { ...key, criteria: key.criteria.map((one, place) => (place === at ? { ...one, ...part } : one)) },
    });
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap gap-4">
        {(["least", "most"] as const).map((edge) => (
          <Field
            key={edge}
            id={`${id}-${edge}`}
            label={t(`edit.words_${edge}`)}
            error={said(`body.words.${edge}`) ?? (edge === "most" ? said("body.words") : undefined)}
            className="w-40"
          >
            <Input
              id={`${id}-${edge}`}
              type="number"
              min={1}
              value={body.words?.[edge] ?? ""}
              onChange={(event) => setWords({ ...body.words, [edge]: bound(event.target.value) })}
            />
          </Field>
        ))}
      </div>
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-semibold text-small">{t("edit.criteria")}</legend>
        {key.criteria.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: criteria have no names, and their places do not move
          <div key={at} className="flex flex-wrap items-start gap-3">
            <Field
              id={`${id}-criterion-${at}`}
              label={t("edit.criterion_nth", { number: at + 1 })}
              error={said(`key.criteria.${at}.text`)}
              className="min-w-0 flex-1 basis-60"
            >
              <Input
                id={`${id}-criterion-${at}`}
                value={one.text}
                onChange={(event) => put(at, { text: event.target.value })}
              />
            </Field>
            <Field
              id={`${id}-marks-${at}`}
              label={t("edit.marks")}
              error={said(`key.criteria.${at}.marks`)}
              className="w-24"
            >
              <Input
                id={`${id}-marks-${at}`}
                type="number"
                min={1}
                max={20}
                value={one.marks}
                onChange={(event) => put(at, { marks: Number(event.target.value) })}
              />
            </Field>
            <span className="pt-7">
              <PartButtons
                name={t("edit.criterion_nth", { number: at + 1 })}
                at={at}
                count={key.criteria.length}
                least={0}
                onRemove={() => change({ key: { ...key, criteria: key.criteria.filter((_, place) => place !== at) } })}
              />
            </span>
          </div>
        ))}
        <AddPart
          label={t("edit.add_criterion")}
          onAdd={() => change({ key: { ...key, criteria: [...key.criteria, { text: "", marks: 1 }] } })}
        />
      </fieldset>
      <PassageInput
        id={`${id}-sample`}
        label={t("edit.sample")}
        rows={4}
        error={said("key.sample")}
        value={key.sample ?? ""}
        onChange={(sample) => change({ key: { ...key, sample: sample === "" ? undefined : sample } })}
      />
    </div>
  );
}

/** Gaps of a text: marked in it, and what belongs into each. */
export function BlanksEditor({ id, draft: { body, key }, change, said }: EditorProps<"fill_blank">) {
  const t = useWords("bank");
  const add = () => {
    const name = freshKey(
      body.blanks.map((one) => one.key),
      "numbers",
    );
    const { stem } = body;
    const marked =
      typeof stem === "string" ? { stem: `${stem}${stem && !stem.endsWith(" ") ? " " : ""}[[${name}]]` } : {};
    change({
      body: { ...body, ...marked, blanks: [...body.blanks, { key: name }] },
      key: { ...key, blanks: { ...key.blanks, [name]: [emptyText()] } },
    });
  };
  const remove = (name: string) =>
    change({
      body: {
        ...body,
        ...(typeof body.stem === "string"
          ? { stem: body.stem.replaceAll(`[[${name}]]`, "").replace(/ {2,}/g, " ") }
          : {}),
        blanks: body.blanks.filter((one) => one.key !== name),
      },
      key: { ...key, blanks: Object.fromEntries(Object.entries(key.blanks).filter(([one]) => one !== name)) },
    });
  const wrong = said("key.blanks");
  return (
    <div className="grid gap-4">
      {body.blanks.map((blank, at) => {
        const name = t("edit.gap_nth", { name: blank.key });
        return (
          <fieldset key={blank.key} className="grid gap-3 rounded border border-line p-3">
            <legend className="px-1 font-semibold text-small">
              {name}
              {marks(body.stem, blank.key) === 1 ? null : (
                <span className="font-normal text-danger">
                  {" "}
                  · {t("edit.gap_missing", { mark: `[[${blank.key}]]` })}
                </span>
              )}
            </legend>
            <AcceptedList
              id={`${id}-gap-${blank.key}`}
              path={`key.blanks.${blank.key}`}
              accepted={key.blanks[blank.key] ?? []}
              said={said}
              onChange={(accepted) => change({ key: { ...key, blanks: { ...key.blanks, [blank.key]: accepted } } })}
            />
            <Field
              id={`${id}-choices-${blank.key}`}
              label={t("edit.choices")}
              help={t("edit.choices_help")}
              error={said(`body.blanks.${at}.choices`)}
            >
              <Textarea
                id={`${id}-choices-${blank.key}`}
                rows={2}
                aria-describedby={`${id}-choices-${blank.key}-help`}
                value={blank.choices?.join("\n") ?? ""}
                onChange={(event) => {
                  const choices = event.target.value === "" ? undefined : linesOf(event.target.value);
                  change({
                    body: {
                      ...body,
                      blanks: body.blanks.map((one, place) => (place === at ? { ...one, choices } : one)),
                    },
                  });
                }}
              />
            </Field>
            <PartButtons name={name} at={at} count={body.blanks.length} least={1} onRemove={() => remove(blank.key)} />
          </fieldset>
        );
      })}
      {wrong ? <p className="font-medium text-danger text-small">{wrong}</p> : null}
      <AddPart label={t("edit.add_gap")} onAdd={add} />
      <Tick
        label={t("edit.match_case")}
        on={key.matchCase}
        onChange={(matchCase) => change({ key: { ...key, matchCase } })}
      />
    </div>
  );
}

const marks = (stem: Parameters<typeof proseText>[0], name: string) => proseText(stem).split(`[[${name}]]`).length - 1;
