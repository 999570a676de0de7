"use client";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Switch } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { keyNames, keysOf } from "./labels";

export const keySheetId = "desk-keys";

/** What each key does, and whether plain ones are listened to. */
export function KeySheet({
  words,
  title,
  on,
  closeLabel,
  plain,
  setPlain,
}: {
  words: Record<string, string>;
  title: string;
  on: string;
  closeLabel: string;
  plain: boolean;
  setPlain: (on: boolean) => void;
}) {
  return (
    <Dialog id={keySheetId} title={title} closeLabel={closeLabel}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2">
        {keyNames.map((name) => (
          <div key={name} className="contents">
            <dt className="flex flex-wrap gap-1">
              {keysOf[name].map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd className="text-small">{words[name]}</dd>
          </div>
        ))}
      </dl>
      <label htmlFor="desk-keys-plain" className="mt-4 flex min-h-11 items-center gap-3 text-small">
        <Switch id="desk-keys-plain" checked={plain} onChange={(event) => setPlain(event.target.checked)} />
        {on}
      </label>
    </Dialog>
  );
}

/** Opens the sheet by mouse or touch. */
export const KeySheetButton = ({ label }: { label: string }) => (
  <DialogTrigger dialog={keySheetId} variant="ghost" size="icon" className="ml-auto" aria-label={label}>
    <Kbd>?</Kbd>
  </DialogTrigger>
);
