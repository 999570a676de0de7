"use client";
import { ChevronDown, ChevronUp } from "lucide-react";
import { type DragEvent, type ReactNode, useState } from "react";
import { Grip, useSpokenCall } from "@/components/data/ordering";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

type Lesson = { id: string; title: string; href: string; about: ReactNode };
type Module = { id: string; title: string; about: ReactNode; lessons: readonly Lesson[] };
type Labels = Record<"help" | "up" | "down" | "moved" | "moduleMoved" | "empty", string>;
type Held = { kind: "module" | "lesson"; id: string; title: string };
type Place = { moduleId: string; afterId: string | null };

const fill = (text: string, values: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** Where one step takes a lesson: past its neighbour, or over the edge into the next module. Null at the very end. */
function stepOf(modules: readonly Module[], moduleAt: number, at: number, step: -1 | 1): Place | null {
  const module = modules[moduleAt];
  const next = modules[moduleAt + step];
  if (!module) return null;
  const inside = at + step >= 0 && at + step < module.lessons.length;
  if (inside) return { moduleId: module.id, afterId: module.lessons[step === 1 ? at + 1 : at - 2]?.id ?? null };
  if (!next) return null;
  return { moduleId: next.id, afterId: step === 1 ? null : (next.lessons.at(-1)?.id ?? null) };
}

/**
 * The outline that can be put in order: dragged with a mouse, or with the buttons of each line, which take a lesson over
 * a module's edge into its neighbour. The server has the last word; the page is drawn from its answer.
 */
export function OutlineMover({
  modules,
  movable,
  labels,
}: {
  modules: readonly Module[];
  movable: boolean;
  labels: Labels;
}) {
  const { send, status } = useSpokenCall();
  const [held, setHeld] = useState<Held | null>(null);
  const [over, setOver] = useState<string | null>(null);

  const moveLesson = ({ id, title }: Pick<Held, "id" | "title">, { moduleId, afterId }: Place) => {
    const module = modules.find((one) => one.id === moduleId);
    const rest = module?.lessons.filter((one) => one.id !== id) ?? [];
    const place = rest.findIndex((one) => one.id === afterId) + 2;
    const said = fill(labels.moved, { title, place, module: module?.title ?? "" });
    void send("lessons.move", { id, moduleId, afterId }, said);
  };
  const moveModule = ({ id, title }: Pick<Held, "id" | "title">, afterId: string | null) => {
    const place = modules.filter((one) => one.id !== id).findIndex((one) => one.id === afterId) + 2;
    void send("lessons.moveModule", { id, afterId }, fill(labels.moduleMoved, { title, place }));
  };
  /** What a line needs to be a place where something may be let go. */
  const target = (key: string, takes: Held["kind"], drop: (what: Held) => void) => ({
    "data-over": over === key || undefined,
    onDragOver: (event: DragEvent) => {
      if (held?.kind !== takes || held.id === key) return;
      event.preventDefault();
      event.stopPropagation();
      setOver(key);
    },
    onDrop: (event: DragEvent) => {
      if (held?.kind !== takes) return;
      event.preventDefault();
      event.stopPropagation();
      drop(held);
    },
  });
  const grip = (what: Held) =>
    movable ? (
      <Grip
        title={what.title}
        onTake={() => setHeld(what)}
        onEnd={() => {
          setHeld(null);
          setOver(null);
        }}
      />
    ) : null;
  const steps = (title: string, go: (step: -1 | 1) => (() => void) | null) =>
    movable ? (
      <span className="ml-auto flex shrink-0">
        {([-1, 1] as const).map((step) => {
          const act = go(step);
          return (
            <Button
              key={step}
              size="icon-small"
              variant="ghost"
              aria-disabled={act === null || undefined}
              aria-label={fill(step === -1 ? labels.up : labels.down, { title })}
              onClick={() => act?.()}
            >
              <Icon as={step === -1 ? ChevronUp : ChevronDown} size={16} />
            </Button>
          );
        })}
      </span>
    ) : null;

  return (
    <>
      {movable ? <p className="mb-3 text-muted text-small">{labels.help}</p> : null}
      <ol className="grid gap-4">
        {modules.map((module, moduleAt) => (
          <li
            key={module.id}
            className="rounded border border-line bg-surface data-over:border-accent"
            {...target(module.id, "module", (what) => moveModule(what, module.id))}
          >
            <div
              className="flex items-center gap-3 px-4 py-3 data-over:bg-accent-soft"
              {...target(`${module.id} first`, "lesson", (what) =>
                moveLesson(what, { moduleId: module.id, afterId: null }),
              )}
            >
              {grip({ kind: "module", id: module.id, title: module.title })}
              <div className="min-w-0">
                <h3 className="break-words text-base">{module.title}</h3>
                <p className="text-muted text-small">{module.about}</p>
              </div>
              {steps(module.title, (step) => {
                const to = moduleAt + step;
                if (to < 0 || to >= modules.length) return null;
                const afterId = modules[step === 1 ? moduleAt + 1 : moduleAt - 2]?.id ?? null;
                return () => moveModule(module, afterId);
              })}
            </div>
            <ol className="divide-y divide-line border-line border-t">
              {module.lessons.map((lesson, at) => (
                <li
                  key={lesson.id}
                  className="flex items-center gap-3 px-4 py-2 data-over:bg-accent-soft sm:pl-8"
                  {...target(lesson.id, "lesson", (what) =>
                    moveLesson(what, { moduleId: module.id, afterId: lesson.id }),
                  )}
                >
                  {grip({ kind: "lesson", id: lesson.id, title: lesson.title })}
                  <div className="min-w-0 py-1">
                    <a href={lesson.href} className="break-words font-medium underline-offset-4 hover:underline">
                      {lesson.title}
                    </a>
                    <div className="text-muted text-small">{lesson.about}</div>
                  </div>
                  {steps(lesson.title, (step) => {
                    const place = stepOf(modules, moduleAt, at, step);
                    return place && (() => moveLesson(lesson, place));
                  })}
                </li>
              ))}
              {module.lessons.length === 0 ? (
                <li className="px-4 py-3 text-muted text-small sm:pl-8">{labels.empty}</li>
              ) : null}
            </ol>
          </li>
        ))}
      </ol>
      {status}
    </>
  );
}
