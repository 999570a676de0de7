"use client";
import { GripVertical } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Icon } from "@/components/ui/icon";
import { toast } from "@/components/ui/toast";
import { call } from "@/lib/call";

/**
 * Changes that a list makes to itself: each is sent, said in words to who cannot see it happen, and the page is drawn
 * from the server's answer. `status` stands anywhere in the list's own part of the page.
 */
export function useSpokenCall(): {
  send: (procedure: string, input: object, said: string) => Promise<void>;
  status: ReactNode;
} {
  const router = useRouter();
  const [spoken, setSpoken] = useState("");
  const send = async (procedure: string, input: object, said: string) => {
    try {
      await call(procedure, input);
      setSpoken(said);
    } catch (error) {
      toast({ tone: "danger", title: (error as Error).message });
    }
    router.refresh();
  };
  const status = (
    <p role="status" className="sr-only">
      {spoken}
    </p>
  );
  return { send, status };
}

/** Where a line is taken hold of. For the mouse alone: the buttons of the line do the same by keyboard. */
export function Grip({ title, onTake, onEnd }: { title: string; onTake: () => void; onEnd: () => void }) {
  return (
    <span
      draggable
      aria-hidden
      className="hidden cursor-grab text-faint sm:block"
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", title);
        onTake();
      }}
      onDragEnd={onEnd}
    >
      <Icon as={GripVertical} size={16} />
    </span>
  );
}
