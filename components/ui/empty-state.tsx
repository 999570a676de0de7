import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Icon, type IconType } from "./icon";

/** Teaches: what will appear here, why it is empty, and the one thing to do. */
export function EmptyState({
  icon,
  title,
  text,
  action,
  className,
}: {
  icon?: IconType;
  title: ReactNode;
  text?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cn("grid justify-items-center gap-1.5 px-6 py-12 text-center", className)}>
      {icon ? (
        <span className="mb-2 grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
          <Icon as={icon} />
        </span>
      ) : null}
      <p className="font-semibold text-lg">{title}</p>
      {text ? <p className="max-w-[46ch] text-balance text-muted text-small">{text}</p> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
