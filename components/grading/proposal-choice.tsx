"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import { type CallError, call } from "@/lib/call";
import { fill } from "./labels";

type Row = { id: string; href: string; child: string; title: string; text: string; marks: string; why: string };
type Labels = Record<
  "choose" | "accept" | "acceptTitle" | "acceptText" | "done" | "all" | "words" | "cancel" | "failed",
  string
>;

/** Proposals one by one, with what they rest on; the chosen ones become drafts once that was confirmed. */
export function ProposalChoice({ rows, atLeast, labels }: { rows: readonly Row[]; atLeast: number; labels: Labels }) {
  const router = useRouter();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const toggle = (row: string) =>
    setChosen((now) => (now.has(row) ? new Set([...now].filter((one) => one !== row)) : new Set([...now, row])));
  const accept = async (event: FormEvent) => {
    event.preventDefault();
    dialog.current?.close();
    setBusy(true);
    try {
      const { drafted } = await call<{ drafted: number }>("grading.acceptProposals", { ids: [...chosen], atLeast });
      toast({ title: fill(labels.done, { count: drafted }) });
      router.refresh();
    } catch (error) {
      toast({ tone: "danger", title: labels.failed, text: (error as CallError).message });
    } finally {
      setBusy(false);
    }
  };
  const all = chosen.size === rows.length;
  return (
    <div className="grid gap-3">
      <label htmlFor={`${id}-all`} className="flex min-h-11 items-center gap-3 font-semibold text-small">
        <Checkbox
          id={`${id}-all`}
          checked={all}
          onChange={() => setChosen(all ? new Set() : new Set(rows.map((row) => row.id)))}
        />
        {labels.all}
      </label>
      <ul className="grid gap-3">
        {rows.map((row) => (
          <li key={row.id} className="grid gap-1.5 rounded border border-line bg-surface p-4">
            <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <label htmlFor={`${id}-${row.id}`} className="flex min-h-11 items-center gap-3">
                <Checkbox
                  id={`${id}-${row.id}`}
                  checked={chosen.has(row.id)}
                  onChange={() => toggle(row.id)}
                  aria-label={`${labels.choose}: ${row.child}, ${row.title}`}
                />
                <span className="font-semibold">{row.marks}</span>
              </label>
              <a href={row.href} className="text-accent text-small underline-offset-4 hover:underline">
                {row.child} · {row.title}
              </a>
            </div>
            <p className="text-muted text-small">{row.why}</p>
            <details>
              <summary className="cursor-pointer py-1 text-small">{labels.words}</summary>
              <p className="max-w-read whitespace-pre-wrap text-small">{row.text || "—"}</p>
            </details>
          </li>
        ))}
      </ul>
      <div className="sticky bottom-0 -mx-4 border-line border-t bg-page/95 px-4 py-3 max-lg:bottom-14">
        <Button
          variant="main"
          busy={busy}
          disabled={busy || chosen.size === 0}
          onClick={() => dialog.current?.showModal()}
        >
          {labels.accept} ({chosen.size})
        </Button>
      </div>
      <dialog
        ref={dialog}
        className="dialog"
        data-size="small"
        data-light=""
        aria-labelledby={`${id}-t`}
        aria-describedby={`${id}-d`}
      >
        <form method="dialog" onSubmit={(event) => void accept(event)} className="grid gap-4 p-5">
          <div className="grid gap-1.5">
            <h2 id={`${id}-t`} className="text-lg">
              {fill(labels.acceptTitle, { count: chosen.size })}
            </h2>
            <p id={`${id}-d`} className="text-muted text-small">
              {labels.acceptText}
            </p>
          </div>
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => dialog.current?.close()}>{labels.cancel}</Button>
            <Button type="submit" variant="main">
              {labels.accept}
            </Button>
          </div>
        </form>
      </dialog>
    </div>
  );
}
