"use client";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/** Something must call the toasts. */
export function ToastButtons({ labels: [saved = "", failed = "", undo = ""] }: { labels: string[] }) {
  return (
    <>
      <Button size="small" onClick={() => toast({ title: saved, action: { label: undo, run: () => {} } })}>
        {saved}
      </Button>
      <Button size="small" onClick={() => toast({ tone: "danger", title: failed, text: "7QK2-94" })}>
        {failed}
      </Button>
    </>
  );
}
