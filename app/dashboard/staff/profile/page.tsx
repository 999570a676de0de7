import { ProfileView } from "@/components/identity/profile-view";
import { readProfile } from "@/server/features/identity/identity.profile.queries";
import { requirePage } from "@/server/platform/page";

export default async function ProfilePage() {
  const ctx = await requirePage("self:read");
  return <ProfileView actor={ctx.actor} profile={await readProfile(ctx)} />;
}
