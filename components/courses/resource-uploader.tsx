"use client";
import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";
import { Uploader } from "@/components/files/uploader";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/call";

/** Sends a file and gives it to the course: `sent` says by which act, which is told the file and what it is called. */
export function ResourceUploader({
  sent: { procedure, input, named },
  failed,
  ...uploader
}: Omit<ComponentProps<typeof Uploader>, "onSent" | "purpose"> & {
  sent: { procedure: string; input: Record<string, unknown>; named?: boolean };
  /** Title of the toast when it could not be put there. */
  failed: string;
}) {
  const router = useRouter();
  const put = async ({ id, name }: { id: string; name: string }) => {
    try {
      await call(procedure, { ...input, fileId: id, ...(named ? { title: name.slice(0, 200) } : {}) });
    } catch (error) {
      toast({ tone: "danger", title: failed, text: (error as Error).message });
    }
    router.refresh();
  };
  return <Uploader {...uploader} purpose="course" onSent={(file) => void put(file)} />;
}
