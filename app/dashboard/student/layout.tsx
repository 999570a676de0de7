import type { ReactNode } from "react";
import { LearningKeeper } from "@/components/learning/learning-keeper";
import { pageCtx } from "@/server/platform/context";

/** Around a child's pages: what waits on this device is sent. Not an authorization point: each page guards itself. */
export default async function StudentLayout({ children }: { children: ReactNode }) {
  const { actor } = await pageCtx();
  return (
    <>
      {actor.kind === "user" ? <LearningKeeper owner={actor.userId} /> : null}
      {children}
    </>
  );
}
