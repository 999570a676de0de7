import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/lib/cn";
import type { Format, MoneyOptions } from "@/lib/format";

/** A person in one line of a table: face, name, a word about them. */
export function PersonCell({
  name,
  note,
  src,
  seed,
}: {
  name: string;
  note?: ReactNode;
  src?: string | null;
  seed?: string;
}) {
  return (
    <span className="inline-flex max-w-full items-center gap-2.5">
      <Avatar name={name} src={src} seed={seed} size="small" />
      <span className="min-w-0 truncate">
        {name}
        {note ? <span className="ml-2 font-normal text-faint">{note}</span> : null}
      </span>
    </span>
  );
}

/** A moment as a list writes it, whole on hover and to a screen reader. */
export function When({
  at,
  now,
  format,
  relative,
  className,
}: {
  at: Date | string;
  now: Date;
  format: Format;
  relative?: boolean;
  className?: string;
}) {
  const moment = at instanceof Date ? at : new Date(at);
  return (
    <time dateTime={moment.toISOString()} title={format.dateTime(moment)} className={className}>
      {relative ? format.relative(moment, now) : format.moment(moment, now)}
    </time>
  );
}

/** An amount with its currency and sign, and its state in words beside it. */
export function Money({
  cents,
  format,
  state,
  className,
  ...options
}: { cents: bigint; format: Format; state?: ReactNode; className?: string } & MoneyOptions) {
  return (
    <span className={cn("num whitespace-nowrap", className)}>
      {format.money(cents, options)}
      {state ? <span className="ml-1.5 font-normal text-muted">{state}</span> : null}
    </span>
  );
}

/** There is nothing to say here; a screen reader is told what a dash only hints at. */
export function Nothing({ label }: { label: string }) {
  return (
    <span className="text-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
