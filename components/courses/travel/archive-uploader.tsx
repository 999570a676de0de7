"use client";
import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";
import { Uploader } from "@/components/files/uploader";

/** Sends an archive of a course and goes on to what is in it. */
export function ArchiveUploader(uploader: Omit<ComponentProps<typeof Uploader>, "onSent" | "purpose" | "accept">) {
  const router = useRouter();
  return (
    <Uploader
      {...uploader}
      purpose="course-archive"
      accept=".zip,.imscc"
      onSent={({ id }) => router.push(`/dashboard/instructor/courses/import?file=${id}`)}
    />
  );
}
