import { PreferencesView } from "@/components/identity/preferences-view";
import { readOwnPreferences } from "@/server/features/identity/identity.preferences.queries";
import { readMessageSettings } from "@/server/features/notify/notify.settings.queries";
import { requirePage } from "@/server/platform/page";

export default async function PreferencesPage() {
  const ctx = await requirePage("self:read");
  const [preferences, messages] = await Promise.all([readOwnPreferences(ctx), readMessageSettings(ctx)]);
  return <PreferencesView actor={ctx.actor} now={ctx.now} preferences={preferences} messages={messages} />;
}
