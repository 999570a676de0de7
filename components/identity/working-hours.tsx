"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Switch } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";

export type WorkingDay = { name: string; on: boolean; from: string; until: string };
export type WorkingLabels = Record<
  "on" | "from" | "until" | "off" | "save" | "saving" | "saved" | "failed" | "kept" | "copy",
  string
>;

const minutes = (clock: string) => {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  return hour * 60 + minute;
};

/** A week of seven lines. What was typed stays when it could not be kept, and the fault stands beside its day. */
export function WorkingHours({ days: given, labels }: { days: readonly WorkingDay[]; labels: WorkingLabels }) {
  const [days, setDays] = useState(given);
  const [faults, setFaults] = useState<Record<number, string>>({});
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const put = (at: number, change: Partial<WorkingDay>) => {
    setDays((now) => now.map((day, index) => (index === at ? { ...day, ...change } : day)));
    setFaults(({ [at]: _, ...rest }) => rest);
  };
  const copyDown = () => {
    const first = days.find((day) => day.on);
    if (first) setDays((now) => now.map((day) => (day.on ? { ...day, from: first.from, until: first.until } : day)));
    setFaults({});
  };

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefused(null);
    const form = event.currentTarget;
    try {
      const { call } = await import("@/lib/call");
      await call("preferences.saveWorkingHours", {
        days: days.map((day) => (day.on ? { from: minutes(day.from), until: minutes(day.until) } : null)),
      });
      setFaults({});
      toast({ title: labels.saved });
    } catch (error) {
      const { fields = {}, message } = error as { fields?: Record<string, string>; message?: string };
      const found = Object.entries(fields).flatMap(([path, text]) => {
        const at = /^days\.(\d)/.exec(path)?.[1];
        return at ? [[Number(at), text] as const] : [];
      });
      setFaults(Object.fromEntries(found));
      const first = found[0]?.[0];
      if (first === undefined) setRefused(`${message ?? ""} ${labels.kept}`.trim());
      else requestAnimationFrame(() => form.querySelector<HTMLInputElement>(`#day-${first}-until`)?.focus());
    } finally {
      setBusy(false);
    }
  };

  return (
    <form method="post" noValidate onSubmit={onSubmit} className="grid gap-4">
      {refused ? (
        <Notice tone="danger" role="alert" title={labels.failed}>
          {refused}
        </Notice>
      ) : null}
      <ul className="divide-y divide-line">
        {days.map((day, at) => (
          <li key={day.name} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2 first:pt-0">
            <label htmlFor={`day-${at}`} className="flex min-h-9 w-36 items-center gap-3">
              <Switch id={`day-${at}`} checked={day.on} onChange={(event) => put(at, { on: event.target.checked })} />
              <span className="font-semibold">{day.name}</span>
            </label>
            {day.on ? (
              <span className="flex min-w-0 flex-wrap items-center gap-2">
                <input
                  id={`day-${at}-from`}
                  type="time"
                  required
                  className="control w-32!"
                  aria-label={`${day.name}, ${labels.from}`}
                  value={day.from}
                  onChange={(event) => put(at, { from: event.target.value })}
                />
                <span aria-hidden>–</span>
                <input
                  id={`day-${at}-until`}
                  type="time"
                  required
                  className="control w-32!"
                  aria-label={`${day.name}, ${labels.until}`}
                  aria-invalid={faults[at] ? true : undefined}
                  aria-describedby={faults[at] ? `day-${at}-fault` : undefined}
                  value={day.until}
                  onChange={(event) => put(at, { until: event.target.value })}
                />
              </span>
            ) : (
              <span className="text-muted">{labels.off}</span>
            )}
            {faults[at] ? (
              <p id={`day-${at}-fault`} className="basis-full font-medium text-danger text-small">
                {faults[at]}
              </p>
            ) : null}
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="main" busy={busy}>
          {busy ? labels.saving : labels.save}
        </Button>
        <Button variant="ghost" onClick={copyDown}>
          {labels.copy}
        </Button>
      </div>
    </form>
  );
}
