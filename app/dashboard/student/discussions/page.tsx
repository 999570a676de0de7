import type { SearchParams } from "@/lib/list";
import { requirePage } from "@/server/platform/page";
import { familyTalk } from "../../talk-pages";

/** What is asked and answered in the courses a child follows, and where it asks. */
export default async function StudentDiscussionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return familyTalk(await requirePage("talk:read"), "STUDENT", searchParams);
}
