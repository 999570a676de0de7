"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { useShellInfo } from "@/components/shell/shell-info";
import { CircleAlert } from "@/components/ui/drawn";

/** A page that failed, inside the frame that still works: what happened, what is safe, what to do, and a reference. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const info = useShellInfo();
  const router = useRouter();
  const [trying, startTrying] = useTransition();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  if (!info) return null;
  const { error: words, home } = info;
  return (
    <div className="mx-auto grid max-w-[34rem] justify-items-center gap-2 px-6 py-20 text-center" role="alert">
      <span className="mb-3 grid size-14 place-items-center rounded-full bg-danger-soft text-danger">
        <CircleAlert size={24} aria-hidden />
      </span>
      <h1 ref={heading} tabIndex={-1} className="text-2xl">
        {words.title}
      </h1>
      <p className="text-balance text-muted">{words.text}</p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        <button
          type="button"
          className="min-h-control rounded-s bg-accent px-4 font-semibold text-on-accent"
          aria-busy={trying || undefined}
          onClick={() =>
            startTrying(() => {
              // Asks the server again; drawing anew alone would show the same failure.
              router.refresh();
              reset();
            })
          }
        >
          {words.again}
        </button>
        <a
          href={home}
          className="flex min-h-control items-center rounded-s border border-line-strong bg-surface px-4 font-semibold"
        >
          {words.home}
        </a>
      </div>
      {error.digest ? (
        <p className="num mt-3 select-all text-faint text-sm">{words.reference.replace("{reference}", error.digest)}</p>
      ) : null}
    </div>
  );
}
