import { requirePage } from "@/server/platform/page";
import { familyThread, type TopicAddress } from "../../../talk-pages";

/** One topic of a course one's child follows. */
export default async function ParentTopicPage(address: TopicAddress) {
  return familyThread(await requirePage("talk:read"), "PARENT", address);
}
