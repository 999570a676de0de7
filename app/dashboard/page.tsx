import { redirect } from "next/navigation";
import { roleHome } from "@/lib/roles";
import { requirePage } from "@/server/platform/page";

/** Sends each person to the home of the role they act in. */
export default async function DashboardPage() {
  const { actor } = await requirePage("self:read");
  redirect(roleHome(actor.role));
}
