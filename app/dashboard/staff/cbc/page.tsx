import type { SearchParams } from "@/lib/list";
import { requirePage } from "@/server/platform/page";
import { CoverageRoom } from "../../coverage-room";

/** The curriculum and its coverage. */
export default async function CbcPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage("coverage:read");
  return <CoverageRoom ctx={ctx} base="/dashboard/staff/cbc" searchParams={searchParams} />;
}
