import { HomeSkeleton } from "@/components/families/skeletons";
import { getT } from "@/server/platform/i18n";

export default async function Loading() {
  return <HomeSkeleton label={(await getT("families"))("loading")} />;
}
