"use client";
import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";
import { Uploader } from "@/components/files/uploader";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/call";

/** Sends a file and puts it into the course under its own name. */
export function ResourceUploader({
  courseId,
  failed,
  ...uploader
}: Omit<ComponentProps<typeof Uploader>, "onSent" | "purpose"> & {
  courseId: string;
  /** Title of the toast when it could not be put there. */
  failed: string;
}) {
  const router = useRouter();
  const put = async ({ id, name }: { id: string; name: string }) => {
    try {
      await call("resources.add", { courseId, lessonId: null, fileId: id, title: name.slice(0, 200) });
    } catch (error) {
      toast({ tone: "danger", title: failed, text: (error as Error).message });
    }
    router.refresh();
  };
  return <Uploader {...uploader} purpose="course" onSent={(file) => void put(file)} />;
}
