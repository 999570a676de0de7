import { PanelRight } from "lucide-react";
import type { ReactNode } from "react";
import { DialogTrigger, Drawer } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { cn } from "@/lib/cn";
import { type PageHead, PageHeader, pageFrame } from "./page";

export type Fact = { label: ReactNode; value: ReactNode };

/** Names and values of a record, in the order a person asks for them. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid gap-3">
      {facts.map((fact, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts keep their order and labels may be nodes
        <div key={at}>
          <dt className="text-faint text-xs">{fact.label}</dt>
          <dd className="mt-0.5 min-w-0 break-words text-small">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/**
 * One record: the story in the middle, the facts at the right (a drawer on a phone), the next action always in reach (it
 * stays at the bottom of a phone's screen). `factsTitle` and `closeLabel` name the drawer.
 */
export function RecordPage({
  facts,
  factsTitle,
  closeLabel,
  tabs,
  next,
  children,
  ...head
}: PageHead & {
  facts?: ReactNode;
  factsTitle: string;
  closeLabel: string;
  tabs?: ReactNode;
  next?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={cn(pageFrame, "max-w-[84rem]")}>
      <PageHeader
        {...head}
        action={
          <>
            {facts ? (
              <DialogTrigger dialog="record-facts" variant="plain" className="lg:hidden">
                <Icon as={PanelRight} size={16} />
                {factsTitle}
              </DialogTrigger>
            ) : null}
            {head.action}
          </>
        }
      />
      {tabs}
      <div className={cn("grid items-start gap-8", facts && "lg:grid-cols-[minmax(0,1fr)_19rem]")}>
        <div className="grid min-w-0 gap-6">
          {children}
          {next ? (
            <div className="sticky bottom-0 z-10 -mx-4 border-line border-t bg-page/95 px-4 py-3 backdrop-blur-sm max-lg:bottom-14 sm:mx-0 sm:px-0">
              {next}
            </div>
          ) : null}
        </div>
        {facts ? (
          <aside
            aria-label={factsTitle}
            className="sticky top-20 hidden rounded border border-line bg-surface p-5 lg:block"
          >
            {facts}
          </aside>
        ) : null}
      </div>
      {facts ? (
        <Drawer id="record-facts" title={factsTitle} closeLabel={closeLabel}>
          {facts}
        </Drawer>
      ) : null}
    </div>
  );
}
