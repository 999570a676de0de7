"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { CodesShown } from "./codes-shown";
import { useAct } from "./use-act";

/** Ten new codes in place of the old ones. */
export function BackupNew({ words }: { words: Record<"make" | "codesTitle" | "codesText", string> }) {
  const router = useRouter();
  const { busy, fault, act } = useAct();
  const [codes, setCodes] = useState<string[] | null>(null);
  const make = async () => {
    const done = await act<{ backupCodes: string[] }>("security.newCodes");
    if (!done) return;
    setCodes(done.backupCodes);
    router.refresh();
  };
  return (
    <div className="grid gap-4">
      {codes ? <CodesShown codes={codes} title={words.codesTitle} text={words.codesText} /> : null}
      {fault ? (
        <Notice tone="danger" role="alert">
          {fault.message}
        </Notice>
      ) : null}
      <div>
        <Button busy={busy} onClick={make}>
          {words.make}
        </Button>
      </div>
    </div>
  );
}
