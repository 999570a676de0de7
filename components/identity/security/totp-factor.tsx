"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { CodeForm } from "./code-form";
import { CodesShown } from "./codes-shown";
import { useAct } from "./use-act";

type Begun = { secret: string; uri: string; qr: { path: string; size: number } };
export type TotpWords = Record<
  "begin" | "replace" | "remove" | "scan" | "qr" | "typed" | "code" | "confirm" | "codesTitle" | "codesText",
  string
>;

/** The authenticator app: shown to be scanned, confirmed by a code, taken away. */
export function TotpFactor({ on, words }: { on: boolean; words: TotpWords }) {
  const router = useRouter();
  const { busy, fault, act } = useAct();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const begin = async () => setBegun(await act<Begun>("security.beginTotp"));
  const confirm = async (code: string) => {
    const done = await act<{ backupCodes: string[] | null }>("security.confirmTotp", { code });
    if (!done) return;
    setBegun(null);
    setCodes(done.backupCodes);
    router.refresh();
  };
  const remove = async () => {
    if (await act("security.removeTotp")) router.refresh();
  };
  return (
    <div className="grid gap-4">
      {codes ? <CodesShown codes={codes} title={words.codesTitle} text={words.codesText} /> : null}
      {begun ? (
        <>
          <p>{words.scan}</p>
          <svg
            viewBox={`0 0 ${begun.qr.size} ${begun.qr.size}`}
            role="img"
            aria-label={words.qr}
            shapeRendering="crispEdges"
            className="w-52 max-w-full rounded-s"
          >
            <path fill="#fff" d={`M0 0h${begun.qr.size}v${begun.qr.size}h-${begun.qr.size}z`} />
            <path fill="#000" d={begun.qr.path} />
          </svg>
          <p className="text-muted text-small">
            {words.typed}
            <code className="num mt-1 block select-all break-words text-base text-ink" data-totp-secret>
              {begun.secret}
            </code>
          </p>
          <CodeForm label={words.code} submit={words.confirm} busy={busy} fault={fault} onCode={confirm} />
        </>
      ) : (
        <>
          {fault ? (
            <Notice tone="danger" role="alert">
              {fault.message}
            </Notice>
          ) : null}
          <div className="flex flex-wrap gap-2">
            <Button variant={on ? "plain" : "main"} busy={busy} onClick={begin}>
              {on ? words.replace : words.begin}
            </Button>
            {on ? (
              <Button busy={busy} onClick={remove}>
                {words.remove}
              </Button>
            ) : null}
          </div>
        </>
      )}
    </div>
  );
}
