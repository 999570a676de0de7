"use client";
import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, useState } from "react";
import { Annoyed, Frown, Laugh, Meh, Smile } from "@/components/ui/drawn";
import { call } from "@/lib/call";
import { cn } from "@/lib/cn";

const faces = [Frown, Annoyed, Meh, Smile, Laugh];
const levels = [1, 2, 3, 4, 5] as const;

export type MoodLabels = {
  group: string;
  faces: readonly string[];
  energy: string;
  energyGroup: string;
  energyOf: readonly string[];
  none: string;
  first: string;
  byYou: string;
  undo: string;
  saved: readonly string[];
  undone: string;
  word?: { label: string; help: string; save: string };
};
type Entry = { mood: number | null; energy: number | null; note: string | null; by: string | null };

/**
 * Five faces and five steps of energy. A press is kept at once and shown before the answer comes; what fails goes back to
 * what stands and says why. What somebody else records meanwhile appears as soon as nothing of one's own is under way.
 */
export function MoodPicker({
  studentId,
  name,
  labels,
  big,
  ...given
}: Entry & { studentId: string; name?: string; labels: MoodLabels; big?: boolean }) {
  const router = useRouter();
  const id = useId();
  const stands: Entry = { mood: given.mood, energy: given.energy, note: given.note, by: given.by };
  const [own, setOwn] = useState<Entry | null>(null);
  const [before, setBefore] = useState<Entry | null>(null);
  const [said, setSaid] = useState<{ text: string; failed?: boolean } | null>(null);
  const under = useRef(0);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const stamp = `${stands.mood} ${stands.energy} ${stands.note} ${stands.by}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stamp is what the server says now
  useEffect(() => {
    if (under.current === 0) setOwn(null);
  }, [stamp]);
  const shown = own ?? stands;

  /** Sends one after the other, so that two quick presses arrive in their order. */
  function send(next: Entry, past: Entry, text: string, undoing = false) {
    setOwn(next);
    setBefore(undoing ? null : past);
    setSaid({ text });
    under.current += 1;
    const { mood, energy, note } = next;
    queue.current = queue.current
      .then(() =>
        mood === null
          ? call("families.forgetMood", { studentId })
          : call("families.recordMood", { studentId, mood, energy, note }),
      )
      .then(
        () => router.refresh(),
        (error: Error) => {
          setOwn(past);
          setBefore(null);
          setSaid({ text: error.message, failed: true });
        },
      )
      .finally(() => {
        under.current -= 1;
      });
  }
  const change = (patch: Partial<Entry>, text: string) => send({ ...shown, ...patch, by: labels.byYou }, shown, text);
  const choose = (mood: number) => mood !== shown.mood && change({ mood }, labels.saved[mood - 1] ?? "");
  const tire = (energy: number) =>
    shown.mood !== null && energy !== shown.energy && change({ energy }, labels.energyOf[energy - 1] ?? "");

  const state = shown.mood === null ? labels.none : shown.by;
  const undo =
    before && !said?.failed ? (
      <button
        type="button"
        className="-my-1.5 rounded-s px-1.5 py-1.5 font-semibold text-accent underline-offset-4 hover:underline"
        onClick={() => send(before, shown, labels.undone, true)}
      >
        {labels.undo}
      </button>
    ) : null;

  return (
    <div
      className={cn(
        big
          ? "grid gap-5"
          : cn(
              "grid items-center gap-x-5 gap-y-2.5",
              name
                ? "sm:grid-cols-[minmax(6.5rem,1fr)_auto_8.75rem]"
                : "sm:grid-cols-[auto_8.75rem_minmax(6.5rem,1fr)]",
            ),
      )}
    >
      {big ? null : (
        <div className={cn("min-w-0", !name && "sm:order-last")}>
          {name ? <p className="truncate font-semibold">{name}</p> : null}
          <p className="flex min-h-6 flex-wrap items-center text-muted text-xs">
            {state}
            {undo}
          </p>
        </div>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid item of its own shape everywhere */}
      <div
        role="group"
        aria-label={labels.group}
        className={big ? "grid grid-cols-5 gap-1.5 sm:gap-3" : "flex gap-1.5"}
      >
        {levels.map((level) => {
          const Face = faces[level - 1] ?? Meh;
          const on = shown.mood === level;
          return (
            <button
              key={level}
              type="button"
              aria-pressed={on}
              aria-label={labels.faces[level - 1]}
              title={big ? undefined : labels.faces[level - 1]}
              onClick={() => choose(level)}
              className={cn(
                "grid place-items-center border transition-colors",
                big ? "min-w-0 content-center gap-1.5 rounded px-0.5 py-3" : "size-11 rounded-full",
                on
                  ? "border-transparent bg-accent text-on-accent"
                  : "border-line-strong bg-surface text-muted hover:border-accent hover:text-ink",
              )}
            >
              <Face size={big ? 36 : 22} aria-hidden />
              {big ? (
                <span aria-hidden className="text-balance text-center text-xs leading-tight">
                  {labels.faces[level - 1]}
                </span>
              ) : null}
            </button>
          );
        })}
      </div>
      <div className="min-w-0">
        <div className={big ? "grid gap-1" : undefined}>
          {big ? <span className="font-semibold">{labels.energy}</span> : null}
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          <div
            role="group"
            aria-label={labels.energyGroup}
            aria-describedby={shown.mood === null ? `${id}-first` : undefined}
            className={cn("flex", big ? "w-full max-w-md" : "w-full max-w-56 sm:max-w-none")}
          >
            {levels.map((level) => (
              <button
                key={level}
                type="button"
                aria-pressed={shown.energy === level}
                aria-label={labels.energyOf[level - 1]}
                aria-disabled={shown.mood === null || undefined}
                onClick={() => tire(level)}
                className={cn(
                  "group flex flex-1 items-center px-0.5 aria-disabled:opacity-60",
                  big ? "min-h-12" : "min-h-8 max-sm:min-h-11",
                )}
              >
                <span
                  className={cn(
                    "w-full rounded-full transition-colors",
                    big ? "h-4" : "h-2.5",
                    shown.energy !== null && level <= shown.energy
                      ? "bg-c2"
                      : "bg-sunken ring-1 ring-field/60 ring-inset group-hover:not-group-aria-disabled:bg-line-strong",
                  )}
                />
              </button>
            ))}
          </div>
        </div>
        <p id={`${id}-first`} className="text-muted text-xs">
          {shown.mood === null
            ? labels.first
            : shown.energy === null
              ? labels.energyGroup
              : labels.energyOf[shown.energy - 1]}
        </p>
      </div>
      {big && shown.mood !== null ? (
        <p className="-mt-3 flex min-h-8 flex-wrap items-center text-muted text-small">
          {state}
          {undo}
        </p>
      ) : null}
      {labels.word && shown.mood !== null ? (
        <NoteForm
          key={shown.note ?? ""}
          note={shown.note}
          labels={labels.word}
          save={(note) => change({ note }, labels.word?.save ?? "")}
        />
      ) : null}
      <p
        role={said?.failed ? "alert" : "status"}
        className={said?.failed ? "col-span-full font-medium text-danger text-small" : "sr-only"}
      >
        {said?.text}
      </p>
    </div>
  );
}

/** The child's own words. */
function NoteForm({
  note,
  labels,
  save,
}: {
  note: string | null;
  labels: NonNullable<MoodLabels["word"]>;
  save: (note: string | null) => void;
}) {
  const id = useId();
  return (
    <form
      className="col-span-full grid gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        const text = String(new FormData(event.currentTarget).get("note") ?? "").trim();
        if (text !== (note ?? "")) save(text || null);
      }}
    >
      <label htmlFor={id} className="font-semibold text-small">
        {labels.label}
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          id={id}
          name="note"
          defaultValue={note ?? ""}
          maxLength={280}
          autoComplete="off"
          aria-describedby={`${id}-help`}
          className="control min-w-0 flex-1 basis-52"
        />
        <button
          type="submit"
          className="min-h-control rounded-s border border-line-strong bg-surface px-4 font-semibold text-[0.9375rem] hover:border-field hover:bg-sunken"
        >
          {labels.save}
        </button>
      </div>
      <p id={`${id}-help`} className="text-muted text-small">
        {labels.help}
      </p>
    </form>
  );
}
