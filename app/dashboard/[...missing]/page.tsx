import { notFound } from "next/navigation";
import { requirePage } from "@/server/platform/page";

/** Addresses nobody has: answered inside the frame, so that the way back is in sight. */
export default async function MissingPage() {
  await requirePage("self:read");
  notFound();
}
