import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";

/** One hairline, no shadow. `interactive` when the whole card is a link's target area (see CardLink). */
export function Card({ className, interactive, ...rest }: ComponentProps<"div"> & { interactive?: boolean }) {
  return (
    <div
      className={cn(
        "rounded border border-line bg-surface",
        interactive && "relative transition-colors focus-within:border-line-strong hover:border-line-strong",
        className,
      )}
      {...rest}
    />
  );
}

export function CardHeader({
  title,
  note,
  action,
  level: Heading = "h3",
}: {
  title: ReactNode;
  note?: ReactNode;
  action?: ReactNode;
  level?: "h2" | "h3" | "h4";
}) {
  return (
    <div className="flex items-start gap-3 px-4 pt-4 sm:px-5">
      <div className="min-w-0 flex-1">
        <Heading className="text-lg">{title}</Heading>
        {note ? <p className="mt-0.5 text-muted text-small">{note}</p> : null}
      </div>
      {action}
    </div>
  );
}

export function CardBody({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("p-4 sm:p-5", className)} {...rest} />;
}

export function CardFooter({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      className={cn("flex items-center gap-2 border-line border-t px-4 py-3 text-muted text-small sm:px-5", className)}
      {...rest}
    />
  );
}

/** Makes its whole interactive card clickable while the accessible name stays the link's own text. */
export function CardLink({ className, ...rest }: ComponentProps<"a">) {
  return <a className={cn("font-bold after:absolute after:inset-0 after:rounded", className)} {...rest} />;
}
