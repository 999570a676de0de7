"use client";
import { Minus, PencilLine, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { v4 as uuid } from "uuid";
import { Button } from "@/components/ui/button";
import { Meter } from "@/components/ui/meter";
import { closeDialog, openDialog } from "@/components/ui/native";
import { toast } from "@/components/ui/toast";
import { CallError, call } from "@/lib/call";
import type { Goal } from "@/server/features/families/families.schema";
import { GoalForm, type GoalFormLabels, type Owner } from "./goal-form";

export type GoalWords = {
  /** Written by the server, where the languages are. */
  goal: Goal;
  whose: string;
  due: string | null;
  count: string;
  meter: string;
  plus: string;
  minus: string;
};
export type GoalLabels = GoalFormLabels & {
  add: string;
  edit: string;
  reached: string;
  reachedNow: string;
  dropped: string;
  undo: string;
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
  useEffect(() => {
    if (draft) openDialog(dialogId);
  }, [draft]);

  const failed = (error: unknown) => {
    toast({ title: error instanceof CallError ? error.message : labels.failed, tone: "danger" });
    router.refresh();
  };
  async function move({ goal }: GoalWords, step: 1 | -1) {
    if (moving) return;
    setMoving(goal.id);
    try {
      const now = await call<Goal>("families.moveGoal", { id: goal.id, from: goal.progress, step, key: uuid() });
      if (now.status === "REACHED") toast({ title: labels.reachedNow.replace("{title}", goal.title), tone: "good" });
      router.refresh();
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
              <li key={goal.id} className="grid gap-2.5 px-4 py-3.5" aria-busy={moving === goal.id || undefined}>
                <div className="flex items-start gap-2">
                  <div className="min-w-0 flex-1">
                    <p className="break-words font-semibold">{goal.title}</p>
                    <p className="text-muted text-small">{[words.whose, words.due].filter(Boolean).join(" · ")}</p>
                  </div>
                  <Button
                    variant="ghost"
                    size="icon-small"
                    aria-label={`${labels.edit}: ${goal.title}`}
                    title={labels.edit}
                    onClick={() => setDraft({ id: goal.id, goal })}
                  >
                    <PencilLine strokeWidth={1.5} aria-hidden />
                  </Button>
                </div>
                <div className="flex items-center gap-3">
                  <div className="min-w-0 flex-1">
                    <Meter
                      value={goal.progress}
                      max={goal.target}
                      label={goal.title}
                      text={words.meter}
                      tone={reached ? "good" : "accent"}
                    />
                    <p className="num mt-1 text-small">
                      <b className="font-semibold">{words.count}</b>{" "}
                      <span className={reached ? "font-semibold text-good" : "text-muted"}>
                        {reached ? labels.reached : goal.unit}
                      </span>
                    </p>
                  </div>
                  <Button
                    size="icon-small"
                    variant="ghost"
                    aria-label={words.minus}
                    disabled={goal.progress === 0}
                    onClick={() => move(words, -1)}
                  >
                    <Minus strokeWidth={1.5} aria-hidden />
                  </Button>
                  <Button size="icon" aria-label={words.plus} disabled={reached} onClick={() => move(words, 1)}>
                    <Plus strokeWidth={1.5} aria-hidden />
                  </Button>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      <Button variant="quiet" size="small" className="mt-2" onClick={() => setDraft({ id: uuid(), goal: null })}>
        <Plus strokeWidth={1.5} aria-hidden />
        {labels.add}
      </Button>
      {draft ? (
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
