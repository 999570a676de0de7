"use client";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";

export type PhotoLabels = Record<
  "choose" | "change" | "remove" | "help" | "saving" | "saved" | "removed" | "unreadable" | "offline" | "failed",
  string
>;

/**
 * The middle of a picture as a square of at most `side` pixels. Drawing it anew turns it upright, leaves behind what the
 * camera wrote, and makes 4 MB of a phone's picture into 60 KB on the family's bill.
 */
async function square(file: File, side: number): Promise<Blob | null> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!picture) return null;
  const cut = Math.min(picture.width, picture.height);
  const size = Math.max(32, Math.min(side, cut));
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const drawing = canvas.getContext("2d");
  if (!drawing) return null;
  drawing.fillStyle = "#fff";
  drawing.fillRect(0, 0, size, size);
  drawing.imageSmoothingQuality = "high";
  drawing.drawImage(picture, (picture.width - cut) / 2, (picture.height - cut) / 2, cut, cut, 0, 0, size, size);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.86));
}

type Said = { tone: "good" | "danger"; text: string } | null;

/** One's photo: seen large, changed, taken away. What went wrong stands beside it. */
export function PhotoField({
  name,
  seed,
  src,
  side,
  labels,
}: {
  name: string;
  seed: string;
  src: string | null;
  side: number;
  labels: PhotoLabels;
}) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(src);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<Said>(null);

  const settle = (next: string | null, text: string) => {
    setShown(next);
    setSaid({ tone: "good", text });
    router.refresh();
  };
  const run = async (act: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setSaid(null);
    try {
      await act();
    } catch (error) {
      setSaid({ tone: "danger", text: (error instanceof Error && error.message) || labels.failed });
    } finally {
      setBusy(false);
    }
  };
  const send = (file: File) =>
    run(async () => {
      const body = await square(file, side);
      if (!body) throw new Error(labels.unreadable);
      const response = await fetch("/api/files/profile-photo", { method: "POST", body }).catch(() => null);
      if (!response) throw new Error(labels.offline);
      const answer = await response.json().catch(() => null);
      if (!response.ok) throw new Error(answer?.error?.message ?? labels.failed);
      settle(answer.src, labels.saved);
    });
  const remove = () =>
    run(async () => {
      const { call } = await import("@/lib/call");
      await call("profile.removePhoto", undefined);
      settle(null, labels.removed);
      input.current?.focus();
    });

  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
      <Avatar name={name} seed={seed} src={shown} size="large" className="size-20! text-3xl!" />
      <div className="grid min-w-0 flex-1 basis-56 gap-2">
        <div className="flex flex-wrap gap-2">
          <input
            ref={input}
            id="photo"
            type="file"
            accept="image/jpeg,image/png,image/webp,image/*"
            className="peer sr-only"
            aria-describedby="photo-help"
            disabled={busy}
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = "";
              if (file) void send(file);
            }}
          />
          <label
            htmlFor="photo"
            className="inline-flex min-h-control-small cursor-pointer select-none items-center rounded-s border border-line-strong bg-surface px-3 py-1 font-semibold text-sm hover:border-field hover:bg-sunken peer-focus-visible:outline-2 peer-focus-visible:outline-[var(--focus)] peer-focus-visible:outline-offset-2 peer-disabled:opacity-55"
          >
            {shown ? labels.change : labels.choose}
          </label>
          {shown ? (
            <Button variant="ghost" size="small" onClick={remove} disabled={busy}>
              {labels.remove}
            </Button>
          ) : null}
        </div>
        <p id="photo-help" className="text-muted text-small">
          {labels.help}
        </p>
        <p
          role="status"
          className={said?.tone === "danger" ? "font-medium text-danger text-small" : "text-good text-small"}
        >
          {busy ? labels.saving : said?.text}
        </p>
      </div>
    </div>
  );
}
