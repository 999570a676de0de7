"use client";
import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";
import { Uploader } from "@/components/files/uploader";
import { keepAndSend } from "@/components/learning/waiting";
import { toast } from "@/components/ui/toast";

/** Sends a photo or a file and puts it to the work; when the line is lost in between, it is put there once it is back. */
export function WorkUploader({
  owner,
  assignmentId,
  failed,
  ...uploader
}: Omit<ComponentProps<typeof Uploader>, "onSent" | "purpose"> & {
  owner: string;
  assignmentId: string;
  /** Title of the toast when the school does not take it. */
  failed: string;
}) {
  const router = useRouter();
  const put = async (fileId: string) => {
    try {
      const input = { assignmentId, fileId };
      await keepAndSend({ owner, name: `work-file:${fileId}`, procedure: "work.addFile", input });
    } catch (error) {
      toast({ tone: "danger", title: failed, text: (error as Error).message });
    }
    router.refresh();
  };
  return <Uploader {...uploader} camera large purpose="work" onSent={({ id }) => void put(id)} />;
}
