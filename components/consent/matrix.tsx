"use client";
import { Check, ChevronDown, Clock, Lock, Minus, Scale, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { Fragment, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { closeDialog, openDialog } from "@/components/ui/native";
import { toast } from "@/components/ui/toast";
import { CallError, call } from "@/lib/call";
import { cn } from "@/lib/cn";
import { takeKept } from "@/lib/step-up";
import { DecideDialog, type DecideLabels } from "./decide-dialog";
import { type CellView, cellKey, type RowView, type TextView } from "./view";

export type MatrixLabels = DecideLabels & {
  caption: string;
  recipient: string;
  takeBack: string;
  takeBackOf: string;
  takenBack: string;
  saved: string;
  saving: string;
  failed: string;
  several: string;
  severalOf: string;
  severalShort: string;
  severalKinds: string;
  each: Record<string, string>;
  stop: string;
  stopOf: string;
};
const dialogId = "consent-decide";
const marks = { good: Check, danger: X, soon: Clock, conflict: Scale, off: Minus, fixed: Lock } as const;
const tones = {
  good: "text-good",
  danger: "text-danger",
  soon: "text-warn",
  conflict: "text-warn",
  off: "text-faint",
  fixed: "text-muted",
} as const;

/** What a person decides on: one cell, or those they tick of one recipient (`kinds`) or one kind of record (`recipients`). */
export type Act = { cells: CellView[]; name: string; over?: "kinds" | "recipients"; said?: Said };
export type Word = { granted: boolean; expiresOn: string | null; reason: string | null };
/** What somebody had chosen before they were asked who they are. */
export type Said = { keys: readonly string[]; expiresOn: string | null; reason: string };

/**
 * Who sees what: a line for each recipient, a column for each kind of record; on a phone a card for each recipient. A
 * press is shown at once as being saved, never as done; what fails goes back to what stands and says why.
 */
export function ConsentMatrix({
  studentId,
  rows,
  kinds,
  texts,
  labels,
  canDecide,
  others,
  termEnds,
  today,
}: {
  studentId: string;
  rows: readonly RowView[];
  kinds: readonly { dataType: string; name: string; about: string }[];
  texts: Record<string, TextView>;
  labels: MatrixLabels;
  canDecide: boolean;
  others: string;
  termEnds: { day: string; label: string } | null;
  today: string;
}) {
  const router = useRouter();
  const [act, setAct] = useState<Act | null>(null);
  const [pending, setPending] = useState<ReadonlyMap<string, boolean | null>>(new Map());
  const decided = (row: RowView) => row.cells.some((cell) => cell.mine !== null && cell.tone !== "fixed");
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set(rows.filter((row) => row.single && decided(row)).map((row) => row.recipientType)),
  );
  // What is drawn now comes from the server: nothing of one's own is under way any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows are new truth
  useEffect(() => setPending(new Map()), [rows]);
  useEffect(() => {
    if (act) openDialog(dialogId);
  }, [act]);
  // Back from the proof who is there: the choice stands as it was left, and waits for one more press.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    const kept = takeKept("consent.decideMany", { studentId }) ?? takeKept("consent.abstain", { studentId });
    if (kept) setAct(actOf(kept, rows));
  }, []);

  const keyOf = ({ dataType, recipientType, recipientId }: CellView) => ({ dataType, recipientType, recipientId });
  async function send(cells: readonly CellView[], to: boolean | null, run: () => Promise<unknown>, done: string) {
    const mark = (value: boolean | null | undefined) =>
      setPending((now) => {
        const next = new Map(now);
        for (const { key } of cells) value === undefined ? next.delete(key) : next.set(key, value);
        return next;
      });
    mark(to);
    try {
      await run();
      toast({ title: done, tone: "good" });
      router.refresh();
      return null;
    } catch (error) {
      mark(undefined);
      const text = error instanceof CallError ? error.message : labels.failed;
      // The words changed, or another screen decided: what stands now is drawn.
      if (error instanceof CallError && error.kind === "CONFLICT") router.refresh();
      return text;
    }
  }
  async function takeBack(cells: readonly CellView[]) {
    const input = { studentId, cells: cells.map(keyOf) };
    const wrong = await send(cells, false, () => call("consent.withdrawMany", input), labels.takenBack);
    if (wrong) toast({ title: wrong, tone: "danger" });
  }
  function decide({ cells }: Act, word: Word) {
    const textIds = [...new Set(cells.flatMap((cell) => texts[cell.recipientType]?.id ?? []))];
    const input = { studentId, cells: cells.map(keyOf), textIds, ...word };
    return send(cells, word.granted, () => call("consent.decideMany", input), labels.saved);
  }
  function abstain(cell: CellView) {
    return send([cell], null, () => call("consent.abstain", { studentId, ...keyOf(cell) }), labels.saved);
  }
  const show = (cells: CellView[], name: string, over?: Act["over"]) => setAct({ cells, name, over });
  const askable = (kind: string) =>
    rows.flatMap(({ cells }) => cells.filter(({ dataType, tone }) => dataType === kind && tone !== "fixed"));
  const toggle = (type: string) =>
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(type)) next.add(type);
      return next;
    });

  return (
    <>
      {canDecide ? (
        // On a phone the head of the table is not seen: what stands in it stands here.
        <section aria-label={labels.severalKinds} className="mb-4 md:hidden">
          <p className="mb-2 text-muted text-small">{labels.severalKinds}</p>
          <div className="flex flex-wrap gap-2">
            {kinds.map(({ dataType, name }) => (
              <Button key={dataType} size="small" onClick={() => show(askable(dataType), name, "recipients")}>
                {name}
              </Button>
            ))}
          </div>
        </section>
      ) : null}
      <div className="overflow-x-auto rounded border border-line bg-surface max-md:overflow-visible max-md:border-0 max-md:bg-transparent">
        <table className="w-full border-collapse max-md:block">
          <caption className="sr-only">{labels.caption}</caption>
          <thead className="max-md:sr-only">
            <tr className="border-line border-b text-left align-bottom text-xs">
              <th scope="col" className="px-3 py-2.5 font-semibold text-muted">
                {labels.recipient}
              </th>
              {kinds.map(({ dataType, name, about }) => {
                const shared = askable(dataType).filter((cell) => cell.mine === true && cell.open);
                return (
                  <th key={dataType} scope="col" title={about} className="px-1.5 py-2.5 text-center font-semibold">
                    {name}
                    {canDecide ? (
                      <button
                        type="button"
                        className="mx-auto mt-1 block font-medium text-accent underline-offset-2 hover:underline max-md:hidden"
                        aria-label={labels.severalOf.replace("{name}", name)}
                        onClick={() => show(askable(dataType), name, "recipients")}
                      >
                        {labels.severalShort}
                      </button>
                    ) : null}
                    {canDecide && shared.length > 1 ? (
                      <button
                        type="button"
                        className="mx-auto mt-1 block font-medium text-accent underline-offset-2 hover:underline max-md:hidden"
                        aria-label={labels.stopOf.replace("{kind}", name)}
                        onClick={() => takeBack(shared)}
                      >
                        {labels.stop}
                      </button>
                    ) : null}
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody className="divide-y divide-line max-md:grid max-md:gap-4 max-md:divide-y-0">
            {rows.map((row) => {
              if (row.single && !open.has(row.recipientType)) return null;
              const singles = row.single
                ? 0
                : rows.filter((one) => one.single && one.recipientType === row.recipientType).length;
              const free = row.cells.filter((cell) => cell.tone !== "fixed");
              return (
                <tr
                  key={row.id}
                  className={cn(
                    "max-md:block max-md:rounded max-md:border max-md:border-line max-md:bg-surface",
                    row.single && "bg-sunken/50 max-md:ml-3",
                  )}
                >
                  <th
                    scope="row"
                    className={cn(
                      "min-w-44 px-3 py-2.5 text-left align-top font-normal max-md:block max-md:border-line max-md:border-b",
                      row.single && "md:pl-6",
                    )}
                  >
                    <span className="block font-semibold">{row.name}</span>
                    {row.about ? <span className="block text-muted text-xs">{row.about}</span> : null}
                    {row.always ? <span className="mt-1 block text-muted text-xs md:hidden">{row.always}</span> : null}
                    <span className="mt-1 flex flex-wrap gap-x-3 text-xs">
                      {singles > 0 ? (
                        <button
                          type="button"
                          aria-expanded={open.has(row.recipientType)}
                          className="-my-1 inline-flex min-h-8 items-center gap-1 font-semibold text-accent"
                          onClick={() => toggle(row.recipientType)}
                        >
                          {labels.each[row.recipientType]?.replace("{count}", String(singles))}
                          <ChevronDown
                            size={14}
                            strokeWidth={1.5}
                            aria-hidden
                            className={cn("transition-transform", open.has(row.recipientType) && "rotate-180")}
                          />
                        </button>
                      ) : null}
                      {canDecide ? (
                        <button
                          type="button"
                          className="-my-1 min-h-8 font-semibold text-accent underline-offset-2 hover:underline"
                          aria-label={labels.severalOf.replace("{name}", row.name)}
                          onClick={() => show(free, row.name, "kinds")}
                        >
                          {labels.several}
                        </button>
                      ) : null}
                    </span>
                  </th>
                  {row.cells.map((cell) => (
                    <td
                      key={cell.key}
                      className={
                        cell.tone === "fixed"
                          ? "p-0.5 text-center align-top max-md:hidden"
                          : "p-0.5 text-center align-top max-md:flex max-md:items-center max-md:gap-2 max-md:px-3 max-md:py-0.5 max-md:text-left"
                      }
                    >
                      <span aria-hidden className="min-w-0 flex-1 text-small md:hidden">
                        {cell.kind}
                      </span>
                      <CellButton
                        cell={cell}
                        name={row.name}
                        labels={labels}
                        saving={pending.has(cell.key) ? { to: pending.get(cell.key) ?? null } : null}
                        press={() => show([cell], row.name)}
                        takeBack={
                          canDecide && cell.mine === true && (cell.open || cell.tone === "conflict")
                            ? () => takeBack([cell])
                            : null
                        }
                      />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <DecideDialog
        id={dialogId}
        key={act ? act.cells.map(({ key }) => key).join() + act.over : "none"}
        act={act}
        texts={texts}
        kinds={kinds}
        labels={labels}
        canDecide={canDecide}
        others={others}
        termEnds={termEnds}
        today={today}
        closed={() => setAct(null)}
        decide={async (some, word) => {
          const wrong = await decide(some, word);
          if (!wrong) closeDialog(dialogId);
          return wrong;
        }}
        takeBack={(cell) => {
          closeDialog(dialogId);
          void takeBack([cell]);
        }}
        abstain={async (cell) => {
          const wrong = await abstain(cell);
          if (!wrong) closeDialog(dialogId);
          return wrong;
        }}
      />
    </>
  );
}

type KeptKey = { dataType: string; recipientType: string; recipientId: string | null };

/** The act that was left, with what was chosen in it; null when its cells are not on the page any more. */
function actOf(kept: Record<string, unknown>, rows: readonly RowView[]): Act | null {
  const keys = ((kept.cells as KeptKey[] | undefined) ?? [kept as KeptKey]).map(cellKey);
  const all = rows.flatMap((row) => row.cells.map((cell) => ({ row, cell })));
  const chosen = all.filter(({ cell }) => keys.includes(cell.key));
  const [first] = chosen;
  if (!first) return null;
  const said = { keys, expiresOn: (kept.expiresOn as string | null) ?? null, reason: String(kept.reason ?? "") };
  const askable = ({ cell }: (typeof all)[number]) => cell.tone !== "fixed";
  if (chosen.length === 1) return { cells: [first.cell], name: first.row.name, said };
  if (chosen.every(({ row }) => row === first.row))
    return {
      cells: first.row.cells.filter((cell) => askable({ row: first.row, cell })),
      name: first.row.name,
      over: "kinds",
      said,
    };
  const column = all.filter((one) => askable(one) && one.cell.dataType === first.cell.dataType);
  return { cells: column.map(({ cell }) => cell), name: first.cell.kind, over: "recipients", said };
}

function CellButton({
  cell,
  name,
  labels,
  saving,
  press,
  takeBack,
}: {
  cell: CellView;
  name: string;
  labels: MatrixLabels;
  saving: { to: boolean | null } | null;
  press: () => void;
  takeBack: (() => void) | null;
}) {
  const tone = saving ? (saving.to === null ? "off" : saving.to ? "good" : "danger") : cell.tone;
  const Mark = marks[tone];
  const state = saving ? labels.saving : cell.state;
  if (cell.tone === "fixed")
    return (
      <span className="inline-grid min-h-11 w-full content-center justify-items-center gap-0.5 px-1 py-1.5 text-muted text-xs">
        <Lock size={15} strokeWidth={1.5} aria-hidden />
        {cell.state}
      </span>
    );
  return (
    <Fragment>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-busy={saving ? true : undefined}
        onClick={press}
        className={cn(
          "grid min-h-11 w-full content-center justify-items-center gap-0.5 rounded-s px-1 py-1.5 text-xs leading-tight transition-colors hover:bg-sunken",
          "max-md:w-auto max-md:min-w-24 max-md:grid-flow-col max-md:items-center max-md:justify-end max-md:gap-1.5",
          saving && "opacity-60",
        )}
      >
        <span className="sr-only">{`${cell.kind}, ${name}: `}</span>
        <Mark size={16} strokeWidth={2} aria-hidden className={tones[tone]} />
        <span className={tone === "off" ? "text-muted" : "font-semibold"}>{state}</span>
        {cell.detail && !saving ? <span className="text-muted">{cell.detail}</span> : null}
      </button>
      {takeBack && !saving ? (
        <Button
          variant="quiet"
          size="small"
          className="mx-auto mb-0.5 px-1.5 text-xs max-md:mx-0 max-md:order-none"
          aria-label={labels.takeBackOf.replace("{kind}", cell.kind).replace("{name}", name)}
          onClick={takeBack}
        >
          {labels.takeBack}
        </Button>
      ) : null}
    </Fragment>
  );
}
