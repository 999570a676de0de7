"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ArrowDown, ArrowUp } from "@/components/ui/drawn";
import { fieldNames } from "./answer-fields";

type Item = { key: string; words: string; drawn: ReactNode };
export type OrderingLabels = { group: string; up: string; down: string; moved: string };

/** Things to put in order: two buttons for each, and dragging for those who can. */
export function Ordering({ items, labels }: { items: readonly Item[]; labels: OrderingLabels }) {
  const [order, setOrder] = useState(items);
  const [said, setSaid] = useState("");
  const box = useRef<HTMLFieldSetElement>(null);
  const dragged = useRef<number | null>(null);
  const first = useRef(true);
  // The form reads its fields: it is told once they stand in the new order.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new order is what is told
  useEffect(() => {
    if (!first.current) box.current?.dispatchEvent(new Event("input", { bubbles: true }));
    first.current = false;
  }, [order]);
  const move = (from: number, to: number) => {
    const item = order[from];
    if (!item || from === to || to < 0 || to >= order.length) return;
    const rest = order.filter((_, at) => at !== from);
    setOrder([...rest.slice(0, to), item, ...rest.slice(to)]);
    setSaid(labels.moved.replace("{item}", item.words).replace("{place}", String(to + 1)));
  };
  return (
    <fieldset ref={box} className="grid gap-2.5">
      <legend className="mb-2 text-muted">{labels.group}</legend>
      <ol className="grid gap-2.5">
        {order.map((item, at) => (
          <li
            key={item.key}
            draggable
            onDragStart={() => {
              dragged.current = at;
            }}
            onDragOver={(event) => event.preventDefault()}
            onDrop={() => {
              if (dragged.current !== null) move(dragged.current, at);
              dragged.current = null;
            }}
            className="flex min-h-14 items-center gap-3 rounded border border-line-strong bg-surface py-2 pr-2 pl-4 text-lg"
          >
            <span className="num text-muted">{at + 1}</span>
            <span className="min-w-0 flex-1">{item.drawn}</span>
            <input type="hidden" name={fieldNames.order} value={item.key} />
            <Button
              size="icon"
              aria-label={`${labels.up}: ${item.words}`}
              aria-disabled={at === 0 || undefined}
              onClick={() => move(at, at - 1)}
            >
              <ArrowUp aria-hidden />
            </Button>
            <Button
              size="icon"
              aria-label={`${labels.down}: ${item.words}`}
              aria-disabled={at === order.length - 1 || undefined}
              onClick={() => move(at, at + 1)}
            >
              <ArrowDown aria-hidden />
            </Button>
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </fieldset>
  );
}
