import { ActionButton } from "@/components/forms/action-button";
import { SettingsGroup } from "@/components/shell/settings-page";
import { Item, ItemList } from "@/components/ui/item";
import { permissions as known, type Permission } from "@/lib/permissions";
import { tokenScopes } from "@/server/features/identity/factors.schema";
import type { Shared } from "./passkey-list";
import { TokenNew } from "./token-new";

export type TokenList = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  expiresAt: Date;
  lastUsedAt: Date | null;
}[];

/** Tokens for programs: what each may ask, until when, and the way to end it. */
export function Tokens({
  list,
  permissions,
  p,
  format,
  now,
}: Shared & { list: TokenList; permissions: ReadonlySet<Permission> }) {
  const scopes = tokenScopes
    .filter((name) => permissions.has(name))
    .map((name) => ({ value: name, label: known[name].description }));
  return (
    <SettingsGroup id="tokens" title={p("tokens.title")} text={p("tokens.text")}>
      {list.length > 0 ? (
        <ItemList label={p("tokens.title")} className="mb-5">
          {list.map((row) => (
            <Item
              key={row.id}
              title={row.name}
              aside={<code className="num">{row.prefix}…</code>}
              text={`${p("tokens.until", { until: format.date(row.expiresAt) })} · ${
                row.lastUsedAt ? p("tokens.used", { time: format.relative(row.lastUsedAt, now) }) : p("tokens.unused")
              } · ${row.scopes.join(", ")}`}
              action={
                <ActionButton
                  procedure="tokens.revoke"
                  input={{ id: row.id }}
                  size="small"
                  failed={p("failed")}
                  done={p("tokens.ended")}
                >
                  {p("tokens.end")}
                </ActionButton>
              }
            />
          ))}
        </ItemList>
      ) : null}
      <details>
        <summary className="min-h-6 cursor-pointer font-semibold text-accent underline-offset-4 hover:underline">
          {p("tokens.new")}
        </summary>
        <div className="mt-4">
          <TokenNew
            scopes={scopes}
            days={[30, 90, 365].map((days) => ({ value: String(days), label: p("tokens.dayCount", { days }) }))}
            words={{
              name: p("tokens.name"),
              scopes: p("tokens.scopes"),
              days: p("tokens.days"),
              make: p("tokens.make"),
              shownTitle: p("tokens.shownTitle"),
              shownText: p("tokens.shownText"),
            }}
          />
        </div>
      </details>
    </SettingsGroup>
  );
}
