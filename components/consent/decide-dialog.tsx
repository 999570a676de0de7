"use client";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ChoiceField, TextField } from "@/components/ui/field";
import type { Act, Word } from "./matrix";
import type { CellView, TextView } from "./view";

export type DecideLabels = {
  close: string;
  yes: string;
  no: string;
  takeBackNow: string;
  leave: string;
  leaveHelp: string;
  forever: string;
  term: string;
  date: string;
  howLong: string;
  lastDay: string;
  reason: string;
  reasonHelp: string;
  optional: string;
  words: string;
  said: string;
  nothingSaid: string;
  which: string;
  whom: string;
  chooseOne: string;
  batchTitle: string;
};

/** One cell, or several of one recipient or one kind of record: what stands, the exact words, and the decision. Nothing is chosen beforehand. */
export function DecideDialog({
  id,
  act,
  texts,
  kinds,
  labels,
  canDecide,
  others,
  termEnds,
  today,
  closed,
  decide,
  takeBack,
  abstain,
}: {
  id: string;
  act: Act | null;
  texts: Record<string, TextView>;
  kinds: readonly { dataType: string; name: string; about: string }[];
  labels: DecideLabels;
  canDecide: boolean;
  others: string;
  termEnds: { day: string; label: string } | null;
  today: string;
  closed: () => void;
  decide: (act: Act, word: Word) => Promise<string | null>;
  takeBack: (cell: CellView) => void;
  abstain: (cell: CellView) => Promise<string | null>;
}) {
  const form = useRef<HTMLFormElement>(null);
  const base = useId();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const said = act?.said;
  const [end, setEnd] = useState(() => endOf(said?.expiresOn ?? null, termEnds?.day));
  const [ticked, setTicked] = useState<readonly string[]>(said?.keys ?? []);
  useEffect(() => {
    const dialog = document.getElementById(id);
    dialog?.addEventListener("close", closed);
    return () => dialog?.removeEventListener("close", closed);
  }, [id, closed]);

  const single = act && !act.over ? act.cells[0] : undefined;
  const chosen = act?.over ? act.cells.filter(({ key }) => ticked.includes(key)) : (act?.cells ?? []);
  // The exact words of everybody who is asked for, and of nobody else.
  const shown = [...new Set((act?.over === "kinds" ? act.cells : chosen).map((cell) => cell.recipientType))];
  const kind = kinds.find(({ dataType }) => dataType === single?.dataType);

  const run = async (what: () => Promise<string | null>) => {
    setBusy(true);
    setWrong(null);
    const said = await what();
    setBusy(false);
    setWrong(said);
  };
  function say(granted: boolean) {
    if (!act || !form.current || busy) return;
    const data = new FormData(form.current);
    if (chosen.length === 0) return setWrong(labels.chooseOne);
    const day = String(data.get("day") ?? "");
    const expiresOn = end === "term" ? (termEnds?.day ?? null) : end === "date" ? day : null;
    if (granted && end === "date" && !day) return setWrong(labels.lastDay);
    const reason = String(data.get("reason") ?? "").trim() || null;
    void run(() => decide({ ...act, cells: chosen }, { granted, expiresOn: granted ? expiresOn : null, reason }));
  }

  return (
    <Dialog
      id={id}
      size="large"
      insistent
      title={act ? (single ? `${single.kind} · ${act.name}` : labels.batchTitle.replace("{name}", act.name)) : ""}
      description={kind?.about}
      closeLabel={labels.close}
      footer={
        canDecide && act ? (
          <>
            {single?.mine === false && others ? (
              <Button variant="ghost" className="mr-auto" busy={busy} onClick={() => run(() => abstain(single))}>
                {labels.leave}
              </Button>
            ) : null}
            {single?.mine === true ? (
              <Button onClick={() => takeBack(single)}>{labels.takeBackNow}</Button>
            ) : (
              <Button busy={busy} onClick={() => say(false)}>
                {labels.no}
              </Button>
            )}
            <Button variant="main" busy={busy} onClick={() => say(true)}>
              {labels.yes}
            </Button>
          </>
        ) : undefined
      }
    >
      {act ? (
        <form ref={form} className="grid gap-5" onSubmit={(event) => event.preventDefault()}>
          {single ? (
            <section aria-label={labels.said}>
              {single.lines.length > 0 ? (
                <ul className="grid gap-1 text-small">
                  {single.lines.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              ) : (
                <p className="text-muted text-small">{labels.nothingSaid}</p>
              )}
            </section>
          ) : (
            <ChoiceField
              id={`${base}-cells`}
              name="cells"
              label={act.over === "kinds" ? labels.which : labels.whom}
              multiple
              value={[...ticked]}
              onChange={({ target: { value, checked } }) =>
                setTicked((now) => (checked ? [...now, value] : now.filter((key) => key !== value)))
              }
              choices={act.cells.map((cell) => ({ value: cell.key, ...choiceOf(cell, act, kinds) }))}
            />
          )}
          {shown.map((type) => (
            <ExactWords key={type} text={texts[type]} label={labels.words} named={shown.length > 1} />
          ))}
          {canDecide ? (
            <>
              <div className="grid gap-2">
                <ChoiceField
                  id={`${base}-end`}
                  name="end"
                  label={labels.howLong}
                  value={end}
                  onChange={(event) => setEnd(event.target.value)}
                  choices={[
                    { value: "forever", label: labels.forever },
                    ...(termEnds ? [{ value: "term", label: labels.term.replace("{day}", termEnds.label) }] : []),
                    { value: "date", label: labels.date },
                  ]}
                />
                {end === "date" ? (
                  <TextField
                    id={`${base}-day`}
                    name="day"
                    type="date"
                    min={today}
                    defaultValue={said?.expiresOn ?? undefined}
                    label={labels.lastDay}
                    className="max-w-56"
                    required
                  />
                ) : null}
              </div>
              <TextField
                id={`${base}-reason`}
                name="reason"
                label={labels.reason}
                help={labels.reasonHelp}
                defaultValue={said?.reason}
                optional={labels.optional}
                maxLength={280}
                autoComplete="off"
              />
              {single?.mine === false && others ? <p className="text-muted text-small">{labels.leaveHelp}</p> : null}
            </>
          ) : null}
          <p role="alert" className="font-medium text-danger text-small empty:hidden">
            {wrong}
          </p>
        </form>
      ) : null}
    </Dialog>
  );
}

const endOf = (expiresOn: string | null, term: string | undefined) =>
  expiresOn === null ? "forever" : expiresOn === term ? "term" : "date";

/** What a tick stands for: a kind of record, or a recipient. */
function choiceOf(cell: CellView, { over }: Act, kinds: readonly { dataType: string; about: string }[]) {
  return over === "kinds"
    ? { label: cell.kind, help: kinds.find(({ dataType }) => dataType === cell.dataType)?.about }
    : { label: cell.recipient, help: cell.state };
}

function ExactWords({ text, label, named }: { text: TextView | undefined; label: string; named: boolean }) {
  if (!text) return null;
  return (
    <section aria-label={label} className="rounded border border-line bg-sunken px-4 py-3">
      {named ? <p className="mb-2 font-semibold">{text.name}</p> : null}
      <dl className="grid gap-2 text-small">
        {text.lines.map((line) => (
          <div key={line.label + line.text} className="sm:grid sm:grid-cols-[9.5rem_minmax(0,1fr)] sm:gap-3">
            <dt className="font-semibold">{line.label}</dt>
            <dd className="first-letter:uppercase">{line.text}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-faint text-xs">{text.version}</p>
    </section>
  );
}
