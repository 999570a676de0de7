"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { CodeForm } from "./code-form";
import { CodesShown } from "./codes-shown";
import { useAct } from "./use-act";

export type MessageWords = Record<
  "begin" | "remove" | "sent" | "code" | "confirm" | "codesTitle" | "codesText",
  string
>;

/** Codes by SMS or e-mail: one is sent to show that it arrives, then it is a factor. */
export function MessageFactor({ channel, on, words }: { channel: "sms" | "email"; on: boolean; words: MessageWords }) {
  const router = useRouter();
  const { busy, fault, act } = useAct();
  const [challengeId, setChallenge] = useState<string | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const begin = async () => {
    const sent = await act<{ challengeId: string }>("security.beginCodes", { channel });
    if (sent) setChallenge(sent.challengeId);
  };
  const confirm = async (code: string) => {
    const done = await act<{ backupCodes: string[] | null }>("security.enableCodes", { channel, challengeId, code });
    if (!done) return;
    setChallenge(null);
    setCodes(done.backupCodes);
    router.refresh();
  };
  const remove = async () => {
    if (await act("security.disableCodes", { channel })) router.refresh();
  };
  return (
    <div className="grid gap-4">
      {codes ? <CodesShown codes={codes} title={words.codesTitle} text={words.codesText} /> : null}
      {challengeId ? (
        <>
          <p role="status">{words.sent}</p>
          <CodeForm label={words.code} submit={words.confirm} busy={busy} fault={fault} onCode={confirm} />
        </>
      ) : (
        <>
          {fault ? (
            <Notice tone="danger" role="alert">
              {fault.message}
            </Notice>
          ) : null}
          <div>
            <Button busy={busy} onClick={on ? remove : begin}>
              {on ? words.remove : words.begin}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
