import { KeyRound } from "lucide-react";
import { ActionButton } from "@/components/forms/action-button";
import { Item, ItemList } from "@/components/ui/item";
import type { Format } from "@/lib/format";
import type { Security } from "@/server/features/identity/factors.queries";

export type Shared = {
  p: (key: string, values?: Record<string, string | number>) => string;
  format: Format;
  now: Date;
};

export function PasskeyList({ rows, p, format, now }: Shared & { rows: Security["passkeys"] }) {
  if (rows.length === 0) return <p className="mb-4 text-muted">{p("passkeys.none")}</p>;
  return (
    <ItemList label={p("passkeys.title")} className="mb-5">
      {rows.map((row) => (
        <Item
          key={row.id}
          icon={KeyRound}
          title={row.label}
          text={
            row.lastUsedAt
              ? p("passkeys.used", { time: format.relative(row.lastUsedAt, now) })
              : p("passkeys.unused", { time: format.date(row.createdAt) })
          }
          action={
            <ActionButton
              procedure="security.removePasskey"
              input={{ id: row.id }}
              size="small"
              failed={p("failed")}
              done={p("passkeys.removed")}
              confirm={{
                title: p("passkeys.removeTitle", { name: row.label }),
                text: p("passkeys.removeText"),
                action: p("remove"),
                cancel: p("cancel"),
              }}
            >
              {p("remove")}
            </ActionButton>
          }
        />
      ))}
    </ItemList>
  );
}
