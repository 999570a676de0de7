import { SecurityView } from "@/components/identity/security/security-view";
import { readSecurityPage } from "@/server/features/identity/security-page.queries";
import { requirePage } from "@/server/platform/page";

export default async function SecurityPage() {
  const ctx = await requirePage("self:read");
  return <SecurityView {...(await readSecurityPage(ctx))} />;
}
