import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Icon } from "./icon";

/** What happened, what was kept, what to do, and the reference that support can look up. */
export function ErrorState({
  title,
  kept,
  reference,
  action,
  className,
}: {
  title: ReactNode;
  kept?: ReactNode;
  reference?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  return (
    <div role="alert" className={cn("grid justify-items-center gap-1.5 px-6 py-12 text-center", className)}>
      <span className="mb-2 grid size-12 place-items-center rounded-full bg-danger-soft text-danger">
        <Icon as={CircleAlert} />
      </span>
      <p className="font-semibold text-lg">{title}</p>
      {kept ? <p className="max-w-[46ch] text-balance text-muted text-small">{kept}</p> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
      {reference ? <p className="num mt-2 select-all text-faint text-xs">{reference}</p> : null}
    </div>
  );
}
