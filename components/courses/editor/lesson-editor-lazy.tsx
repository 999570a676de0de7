"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

/** The editor, fetched only where a lesson is written. */
export const LessonEditorLazy = dynamic(() => import("./lesson-editor"), {
  ssr: false,
  loading: () => <Skeleton className="h-96 w-full" />,
});
