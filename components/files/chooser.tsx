import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** A size as people know it. */
export const inMegabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(bytes < 1024 * 1024 ? 2 : 1);
/** Puts values known only here into a text of the page. */
export const fill = (text: string, values: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));

/** A way to a file, drawn as a button: the browser's own chooser stands behind it, or a phone's camera. */
export function Chooser({
  id,
  label,
  large,
  onFile,
  ...input
}: {
  id: string;
  label: string;
  /** For small hands. */
  large?: boolean;
  onFile(file: File | undefined): void;
} & Omit<ComponentProps<"input">, "id" | "onChange">) {
  return (
    <div>
      <input
        {...input}
        id={id}
        type="file"
        className="peer sr-only"
        onChange={(event) => {
          onFile(event.target.files?.[0]);
          // The same file can be chosen again.
          event.target.value = "";
        }}
      />
      <label
        htmlFor={id}
        className={cn(
          "inline-flex cursor-pointer select-none items-center rounded-s border border-line-strong bg-surface font-semibold text-sm hover:border-field hover:bg-sunken peer-focus-visible:outline-2 peer-focus-visible:outline-[var(--focus)] peer-focus-visible:outline-offset-2 peer-disabled:opacity-55",
          large ? "min-h-12 px-5 py-2" : "min-h-control-small px-3 py-1",
        )}
      >
        {label}
      </label>
    </div>
  );
}
