"use client";
import type { RefObject } from "react";
import { Kbd } from "@/components/ui/kbd";
import { cn } from "@/lib/cn";
import type { Marks } from "@/server/features/grading/grading.schema";
import { type Mark, markCodes } from "@/server/features/grading/marks.schema";
import type { Criterion } from "@/server/features/grading/rubric.schema";

/** The rubric: each criterion a group of four choices with what they mean; the one the keys speak of is marked. */
export function RubricMarks({
  criteria,
  marks,
  active,
  language,
  disabled,
  hint,
  list,
  onActive,
  onMark,
}: {
  criteria: readonly Criterion[];
  marks: Marks;
  active: number;
  language: string;
  disabled: boolean;
  hint: (criterion: Criterion, place: number) => string;
  list: RefObject<HTMLDivElement | null>;
  onActive: (place: number) => void;
  onMark: (criterion: string, mark: Mark) => void;
}) {
  return (
    <div ref={list} className="grid gap-3">
      {criteria.map((criterion, place) => (
        <fieldset
          key={criterion.id}
          disabled={disabled}
          onFocus={() => onActive(place)}
          data-active={place === active || undefined}
          className="rounded border border-line px-2 pb-2 data-active:border-accent"
        >
          <legend className="px-1 font-semibold text-small">
            <span lang={language}>{criterion.title}</span>
            <span className="ml-2 font-normal text-muted">{hint(criterion, place)}</span>
          </legend>
          {markCodes.map((mark, key) => (
            <Choice
              key={mark}
              name={criterion.id}
              mark={mark}
              words={criterion.levels[mark] ?? ""}
              language={language}
              shortcut={active < 0 ? null : String(key + 1)}
              chosen={marks[criterion.id] === mark}
              onChoose={() => onMark(criterion.id, mark)}
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

function Choice({
  name,
  mark,
  words,
  language,
  shortcut,
  chosen,
  onChoose,
}: {
  name: string;
  mark: Mark;
  words: string;
  language: string;
  /** The key that chooses it, where keys do. */
  shortcut: string | null;
  chosen: boolean;
  onChoose: () => void;
}) {
  return (
    <label
      className={cn(
        "flex min-h-11 cursor-pointer items-center gap-2.5 rounded-s px-2 py-1 text-small has-focus-visible:outline-2 has-focus-visible:outline-[var(--focus)] sm:min-h-9",
        chosen ? "bg-accent-soft font-semibold" : "hover:bg-sunken",
      )}
    >
      <input type="radio" className="tick" name={name} value={mark} checked={chosen} onChange={onChoose} />
      <span className="w-7 shrink-0 font-bold">{mark}</span>
      <span lang={language} className="min-w-0 flex-1">
        {words}
      </span>
      {shortcut ? (
        <span aria-hidden className="max-sm:hidden">
          <Kbd>{shortcut}</Kbd>
        </span>
      ) : null}
    </label>
  );
}
