"use client";
import { useRouter } from "next/navigation";
import { type ComponentType, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Check, Minus, PencilLine, Plus } from "@/components/ui/drawn";
import { Meter } from "@/components/ui/meter";
import { closeDialog, openDialog } from "@/components/ui/native";
import { toast } from "@/components/ui/toast";
import { CallError, call } from "@/lib/call";
import { freshId } from "@/lib/fresh-id";
import type { Goal } from "@/server/features/families/families.schema";
import type { GoalFormLabels, GoalFormProps, Owner } from "./goal-form";

export type GoalWords = {
  /** Written by the server, where the languages are. */
  goal: Goal;
  whose: string;
  due: string | null;
  count: string;
  meter: string;
  plus: string;
  minus: string;
  /** "Read storybooks: 5 of 12", once one has been added. */
  after: string;
};
export type GoalLabels = GoalFormLabels & {
  add: string;
  edit: string;
  reached: string;
  reachedNow: string;
  dropped: string;
  undo: string;
  takeBack: string;
};

const dialogId = "goal-dialog";

/** The family's goals with one press for one step. A lost race shows what stands now and says so. */
export function GoalBoard({
  goals,
  owners,
  labels,
  children,
}: {
  goals: readonly GoalWords[];
  owners: readonly Owner[];
  labels: GoalLabels;
  /** Shown when there are none. */
  children?: React.ReactNode;
}) {
  const router = useRouter();
  const [moving, setMoving] = useState<string | null>(null);
  const [draft, setDraft] = useState<{ id: string; goal: Goal | null } | null>(null);
  const [GoalForm, setGoalForm] = useState<ComponentType<GoalFormProps> | null>(null);
  useEffect(() => {
    if (draft && GoalForm) openDialog(dialogId);
  }, [draft, GoalForm]);
  /** The form's code comes the first time it is asked for: most visits change no goal. */
  const write = (id: string, goal: Goal | null) => {
    setDraft({ id, goal });
    import("./goal-form").then(
      (loaded) => setGoalForm(() => loaded.GoalForm),
      () => failed(null),
    );
  };

  const failed = (error: unknown) => {
    toast({ title: error instanceof CallError ? error.message : labels.failed, tone: "danger" });
    router.refresh();
  };
  async function move(words: GoalWords, step: 1 | -1) {
    const { goal } = words;
    if (moving) return;
    setMoving(goal.id);
    try {
      const now = await call<Goal>("families.moveGoal", { id: goal.id, from: goal.progress, step, key: freshId() });
      router.refresh();
      const back = { label: labels.takeBack, run: () => move({ ...words, goal: now }, -1) };
      if (now.status === "REACHED") toast({ title: labels.reachedNow.replace("{title}", goal.title), action: back });
      else if (step > 0) toast({ title: words.after, tone: "good", action: back });
    } catch (error) {
      failed(error);
    } finally {
      setMoving(null);
    }
  }
  async function drop(goal: Goal) {
    closeDialog(dialogId);
    try {
      await call("families.dropGoal", { id: goal.id });
      router.refresh();
      const resume = () => call("families.resumeGoal", { id: goal.id }).then(() => router.refresh(), failed);
      toast({ title: labels.dropped.replace("{title}", goal.title), action: { label: labels.undo, run: resume } });
    } catch (error) {
      failed(error);
    }
  }

  return (
    <>
      {goals.length === 0 ? (
        children
      ) : (
        <ul className="divide-y divide-line rounded border border-line bg-surface">
          {goals.map((words) => {
            const { goal } = words;
            const reached = goal.status === "REACHED";
            return (
              <li
                key={goal.id}
                className="flex items-center gap-x-3 px-4 py-3"
                aria-busy={moving === goal.id || undefined}
              >
                <div className="min-w-0 flex-1">
                  <div className="flex flex-wrap items-baseline gap-x-3">
                    <p className="min-w-0 flex-1 basis-40 break-words font-semibold">{goal.title}</p>
                    <p className="num text-small">
                      <b className="font-semibold">{words.count}</b> <span className="text-muted">{goal.unit}</span>
                    </p>
                  </div>
                  <p className="mb-2 text-muted text-small">
                    {reached ? <span className="font-semibold text-good">{labels.reached} · </span> : null}
                    {[words.whose, reached ? null : words.due].filter(Boolean).join(" · ")}
                  </p>
                  <Meter
                    value={goal.progress}
                    max={goal.target}
                    label={goal.title}
                    text={words.meter}
                    tone={reached ? "good" : "accent"}
                  />
                </div>
                <div className="grid shrink-0 grid-flow-col items-center gap-1 max-sm:grid-flow-row">
                  {reached ? (
                    <span className="grid size-control place-items-center text-good max-sm:order-last">
                      <Check size={20} aria-hidden />
                    </span>
                  ) : (
                    <Button
                      size="icon"
                      aria-label={words.plus}
                      className="sm:order-last"
                      onClick={() => move(words, 1)}
                    >
                      <Plus aria-hidden />
                    </Button>
                  )}
                  <div className="flex">
                    <Button
                      size="icon-small"
                      variant="ghost"
                      aria-label={words.minus}
                      disabled={goal.progress === 0}
                      className="max-sm:hidden"
                      onClick={() => move(words, -1)}
                    >
                      <Minus aria-hidden />
                    </Button>
                    <Button
                      variant="ghost"
                      size="icon-small"
                      aria-label={`${labels.edit}: ${goal.title}`}
                      title={labels.edit}
                      onClick={() => write(goal.id, goal)}
                    >
                      <PencilLine aria-hidden />
                    </Button>
                  </div>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      <Button variant="quiet" size="small" className="mt-2" onClick={() => write(freshId(), null)}>
        <Plus aria-hidden />
        {labels.add}
      </Button>
      {draft && GoalForm ? (
        <GoalForm
          key={draft.id}
          dialogId={dialogId}
          id={draft.id}
          goal={draft.goal}
          owners={owners}
          labels={labels}
          saved={() => {
            closeDialog(dialogId);
            router.refresh();
          }}
          drop={drop}
          closed={() => setDraft(null)}
        />
      ) : null}
    </>
  );
}
