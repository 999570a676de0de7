import { requirePage } from "@/server/platform/page";
import { familyThread, type TopicAddress } from "../../../talk-pages";

/** One topic of a course a child follows. */
export default async function StudentTopicPage(address: TopicAddress) {
  return familyThread(await requirePage("talk:read"), "STUDENT", address);
}
