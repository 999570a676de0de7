import { PreferencesView } from "@/components/identity/preferences-view";
import { readOwnPreferences } from "@/server/features/identity/identity.preferences.queries";
import { requirePage } from "@/server/platform/page";

export default async function PreferencesPage() {
  const ctx = await requirePage("self:read");
  return <PreferencesView actor={ctx.actor} now={ctx.now} preferences={await readOwnPreferences(ctx)} />;
}
