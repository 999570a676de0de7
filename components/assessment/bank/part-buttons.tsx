"use client";
import { ChevronDown, ChevronUp, Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { useWords } from "./use-words";

/** Puts a part up or down, or away; what cannot be done is there and says so. */
export function PartButtons({
  name,
  count,
  at,
  least,
  onMove,
  onRemove,
}: {
  /** What the part is called: "Option 2". */
  name: string;
  count: number;
  at: number;
  least: number;
  onMove?: (step: -1 | 1) => void;
  onRemove: () => void;
}) {
  const t = useWords("bank");
  const step = (direction: -1 | 1, possible: boolean) =>
    onMove ? (
      <Button
        size="icon-small"
        variant="ghost"
        aria-label={t(direction === -1 ? "edit.up" : "edit.down", { name })}
        aria-disabled={!possible || undefined}
        onClick={() => possible && onMove(direction)}
      >
        <Icon as={direction === -1 ? ChevronUp : ChevronDown} size={16} />
      </Button>
    ) : null;
  const removable = count > least;
  return (
    <span className="flex shrink-0">
      {step(-1, at > 0)}
      {step(1, at < count - 1)}
      <Button
        size="icon-small"
        variant="ghost"
        aria-label={t("edit.remove_part", { name })}
        aria-disabled={!removable || undefined}
        onClick={() => removable && onRemove()}
      >
        <Icon as={X} size={16} />
      </Button>
    </span>
  );
}

export function AddPart({ label, onAdd }: { label: string; onAdd: () => void }) {
  return (
    <Button size="small" className="justify-self-start" onClick={onAdd}>
      <Icon as={Plus} size={16} />
      {label}
    </Button>
  );
}
