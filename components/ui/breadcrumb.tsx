import { cn } from "@/lib/cn";

export type Crumb = { label: string; href?: string };

/** Where this page lies; the last one is the page itself. On a phone only the way back is left. */
export function Breadcrumb({
  crumbs,
  label,
  className,
}: {
  crumbs: readonly Crumb[];
  label: string;
  className?: string;
}) {
  return (
    <nav aria-label={label} className={cn("min-w-0 text-small", className)}>
      <ol className="flex min-w-0 items-center gap-2 text-muted">
        {crumbs.map((crumb, at) => {
          const last = at === crumbs.length - 1;
          return (
            <li
              key={crumb.href ?? crumb.label}
              className={cn(
                "flex min-w-0 items-center gap-2",
                !last && at < crumbs.length - 2 && "max-sm:hidden",
                last && crumbs.length > 1 && "max-sm:hidden",
              )}
            >
              {at > 0 ? (
                <span aria-hidden className="text-faint max-sm:hidden">
                  /
                </span>
              ) : null}
              {crumb.href && !last ? (
                <a href={crumb.href} className="truncate underline-offset-4 hover:text-ink hover:underline">
                  <span aria-hidden className="sm:hidden">
                    ←{" "}
                  </span>
                  {crumb.label}
                </a>
              ) : (
                <span aria-current={last ? "page" : undefined} className="truncate font-semibold text-ink">
                  {crumb.label}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
