import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { Icon } from "./icon";

const looks = {
  good: { icon: CircleCheck, ground: "bg-good-soft", mark: "text-good" },
  warn: { icon: TriangleAlert, ground: "bg-warn-soft", mark: "text-warn" },
  danger: { icon: CircleAlert, ground: "bg-danger-soft", mark: "text-danger" },
  info: { icon: Info, ground: "bg-info-soft", mark: "text-info" },
} as const;

/** Something to know before going on, in the flow of the page. `role="status"` or "alert" when it appears after an act. */
export function Notice({
  tone = "info",
  title,
  children,
  action,
  role,
  className,
}: {
  tone?: keyof typeof looks;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  role?: "status" | "alert";
  className?: string;
}) {
  const look = looks[tone];
  return (
    <div
      role={role}
      className={cn("flex flex-wrap items-start gap-x-3 gap-y-2 rounded px-4 py-3", look.ground, className)}
    >
      <Icon as={look.icon} className={cn("mt-0.5 shrink-0", look.mark)} />
      <div className="min-w-0 flex-1 basis-48">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className={cn("text-small", title ? "text-muted" : "pt-0.5")}>{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
