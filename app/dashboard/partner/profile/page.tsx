import { ProfileView } from "@/components/identity/profile-view";
import { LiveRefresh } from "@/components/live/live-refresh";
import { readContactChanges } from "@/server/features/identity/contact.queries";
import { readProfile } from "@/server/features/identity/identity.profile.queries";
import { requirePage } from "@/server/platform/page";

export default async function ProfilePage() {
  const ctx = await requirePage("self:read");
  const [profile, changes] = await Promise.all([readProfile(ctx), readContactChanges(ctx)]);
  return (
    <>
      <LiveRefresh topics={["account"]} />
      <ProfileView actor={ctx.actor} profile={profile} changes={changes} />
    </>
  );
}
