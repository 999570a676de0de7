import type { SearchParams } from "@/lib/list";
import { requirePage } from "@/server/platform/page";
import { familyTalk } from "../../talk-pages";

/** What is asked and answered where one's children learn. */
export default async function ParentDiscussionsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return familyTalk(await requirePage("talk:read"), "PARENT", searchParams);
}
