"use client";
import { Field, Input, Select } from "@/components/ui/field";
import { bankLanguages } from "@/server/features/assessment/bank.schema";
import { type Difficulty, difficulties } from "@/server/features/assessment/question.schema";
import { type Aim, AimsPicker } from "./aims-picker";
import { useWords } from "./use-words";

export type Labels = {
  grade: string;
  learningAreaCode: string;
  language: string;
  difficulty: Difficulty;
  tags: string[];
  competencies: Aim[];
};
/** What the choices of a field are called. */
export type Choices = { grades: Record<string, string>; areas: Record<string, string> };

/** What a question is filed under. */
export function Filing({
  id,
  labels,
  choices,
  change,
  said,
}: {
  id: string;
  labels: Labels;
  choices: Choices;
  change: (next: Partial<Labels>) => void;
  said: (path: string) => string | undefined;
}) {
  const t = useWords("bank");
  const languages = Object.fromEntries(bankLanguages.map((one) => [one, t(`languages.${one}`)]));
  const steps = Object.fromEntries(difficulties.map((step) => [String(step), t(`difficulty.${step}`)]));
  // Competencies belong to a grade and area: with another one they would be wrong without being seen.
  const move = (next: Partial<Labels>) => change({ ...next, competencies: [] });
  return (
    <div className="grid gap-4 rounded border border-line bg-surface p-4 sm:p-6">
      <Choice
        id={`${id}-difficulty`}
        label={t("edit.difficulty")}
        help={t("edit.difficulty_help")}
        options={steps}
        value={String(labels.difficulty)}
        error={said("difficulty")}
        onChange={(step) => change({ difficulty: Number(step) as Difficulty })}
      />
      <Choice
        id={`${id}-grade`}
        label={t("list.grade")}
        options={choices.grades}
        value={labels.grade}
        error={said("grade")}
        onChange={(grade) => move({ grade })}
      />
      <Choice
        id={`${id}-area`}
        label={t("list.area")}
        options={choices.areas}
        value={labels.learningAreaCode}
        error={said("learningAreaCode")}
        onChange={(learningAreaCode) => move({ learningAreaCode })}
      />
      <Choice
        id={`${id}-language`}
        label={t("edit.language")}
        options={languages}
        value={labels.language}
        error={said("language")}
        onChange={(language) => change({ language })}
      />
      <Field id={`${id}-tags`} label={t("list.tags")} help={t("edit.tags_help")} error={said("tags")}>
        <Input
          id={`${id}-tags`}
          aria-describedby={`${id}-tags-help`}
          autoComplete="off"
          value={labels.tags.join(",")}
          onChange={(event) => change({ tags: event.target.value.split(",") })}
        />
      </Field>
      <AimsPicker
        aims={labels.competencies}
        place={{ grade: labels.grade, area: labels.learningAreaCode }}
        error={said("competencyIds")}
        onChange={(competencies) => change({ competencies })}
      />
    </div>
  );
}

/** One choice of a few, with the server's word beside it. */
export function Choice({
  id,
  label,
  help,
  options,
  value,
  error,
  onChange,
}: {
  id: string;
  label: string;
  help?: string;
  options: Readonly<Record<string, string>>;
  value: string;
  error?: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field id={id} label={label} help={help} error={error}>
      <Select
        id={id}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={[help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ") || undefined}
        onChange={(event) => onChange(event.target.value)}
      >
        {Object.entries(options).map(([option, word]) => (
          <option key={option} value={option}>
            {word}
          </option>
        ))}
      </Select>
    </Field>
  );
}
