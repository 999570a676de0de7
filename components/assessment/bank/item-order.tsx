"use client";
import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useState } from "react";
import { Grip, useSpokenCall } from "@/components/data/ordering";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import type { Door } from "./door";
import { useWords } from "./use-words";

type Line = { id: string; title: string; language: string; about: string; href: string; points: number };

/**
 * Questions in their order: dragged with a mouse, or moved with the buttons of each line. The server has the last word;
 * the page is drawn from its answer.
 */
export function ItemOrder({ items, movable, door }: { items: readonly Line[]; movable: boolean; door: Door }) {
  const t = useWords("bank");
  const { send: call, status } = useSpokenCall();
  const [held, setHeld] = useState<Line | null>(null);
  const [over, setOver] = useState<string | null>(null);

  const send = (act: string, input: object, said: string) => call(`${door.assessments}.${act}`, input, said);
  const moveAfter = (line: Line, afterId: string | null) => {
    const rest = items.filter(({ id }) => id !== line.id);
    const place = rest.findIndex(({ id }) => id === afterId) + 2;
    void send("moveItem", { itemId: line.id, afterId }, t("items.moved", { title: line.title, place }));
  };
  const step = (at: number, direction: -1 | 1) => {
    const line = items[at];
    if (line && items[at + direction]) moveAfter(line, items[direction === 1 ? at + 1 : at - 2]?.id ?? null);
  };
  /** Let go on a line, it comes to stand in that line's place. */
  const drop = (at: number) => {
    const from = items.findIndex(({ id }) => id === held?.id);
    if (held && from !== at) moveAfter(held, items[from < at ? at : at - 1]?.id ?? null);
    setHeld(null);
    setOver(null);
  };
  return (
    <>
      <ol className="divide-y divide-line rounded border border-line bg-surface">
        {items.map((line, at) => (
          <li
            key={line.id}
            data-over={over === line.id || undefined}
            className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5 data-over:bg-accent-soft"
            onDragOver={(event) => {
              if (!held) return;
              event.preventDefault();
              setOver(line.id);
            }}
            onDrop={() => drop(at)}
          >
            {movable ? (
              <Grip
                title={line.title}
                onTake={() => setHeld(line)}
                onEnd={() => {
                  setHeld(null);
                  setOver(null);
                }}
              />
            ) : null}
            <span className="num w-6 text-muted">{at + 1}</span>
            <div className="min-w-0 flex-1 basis-52">
              <a
                href={line.href}
                lang={line.language}
                className="break-words font-medium underline-offset-4 hover:underline"
              >
                {line.title}
              </a>
              <div className="text-muted text-small">{line.about}</div>
            </div>
            {movable ? (
              <span className="ml-auto flex items-center">
                <Points
                  line={line}
                  onSet={(points) =>
                    void send(
                      "editItem",
                      { itemId: line.id, points },
                      t("items.points_set", { title: line.title, points }),
                    )
                  }
                />
                <Act
                  label={t("edit.up", { name: line.title })}
                  possible={at > 0}
                  icon={ChevronUp}
                  onAct={() => step(at, -1)}
                />
                <Act
                  label={t("edit.down", { name: line.title })}
                  possible={at < items.length - 1}
                  icon={ChevronDown}
                  onAct={() => step(at, 1)}
                />
                <Act
                  label={t("edit.remove_part", { name: line.title })}
                  possible
                  icon={X}
                  onAct={() => void send("removeItem", { itemId: line.id }, t("items.removed", { title: line.title }))}
                />
              </span>
            ) : (
              <span className="num text-muted">{t("items.points", { points: line.points })}</span>
            )}
          </li>
        ))}
      </ol>
      {status}
    </>
  );
}

function Act({
  label,
  possible,
  icon,
  onAct,
}: {
  label: string;
  possible: boolean;
  icon: typeof X;
  onAct: () => void;
}) {
  return (
    <Button
      size="icon-small"
      variant="ghost"
      aria-label={label}
      aria-disabled={!possible || undefined}
      onClick={() => possible && onAct()}
    >
      <Icon as={icon} size={16} />
    </Button>
  );
}

/** Points of a question, sent when the field is left. */
function Points({ line, onSet }: { line: Line; onSet: (points: number) => void }) {
  const t = useWords("bank");
  return (
    <span className="mr-2 flex items-center gap-1.5 text-muted text-small">
      <span aria-hidden className="max-sm:sr-only">
        {t("edit.marks")}
      </span>
      <Input
        key={line.points}
        type="number"
        min={1}
        max={100}
        defaultValue={line.points}
        aria-label={t("items.points_of", { title: line.title })}
        className="w-18"
        onBlur={(event) => {
          const points = Number(event.target.value);
          if (points !== line.points && Number.isInteger(points) && points >= 1 && points <= 100) onSet(points);
        }}
      />
    </span>
  );
}
