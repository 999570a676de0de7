import { InboxSkeleton } from "@/components/notify/inbox-skeleton";

export default function Loading() {
  return <InboxSkeleton />;
}
