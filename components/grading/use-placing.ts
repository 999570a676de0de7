"use client";
import { type PointerEvent, useState } from "react";
import type { Place } from "@/components/files/note-mark";
import { type At, boxOf } from "./place";

/** Where a pointer is, in parts of what it is over. */
function partsOf(event: PointerEvent<HTMLElement>): At {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  const within = (value: number) => Math.min(1, Math.max(0, value));
  return { x: within((event.clientX - left) / width), y: within((event.clientY - top) / height) };
}

/** Putting a place with the pointer: a press is a point, drawing makes a box. A finger that scrolls puts nothing. */
export function usePlacing(open: boolean, onPlace: (place: Place) => void) {
  const [from, setFrom] = useState<At | null>(null);
  const [drawn, setDrawn] = useState<Place | null>(null);
  const end = () => {
    setFrom(null);
    setDrawn(null);
  };
  return {
    /** The box being drawn. */
    drawn,
    pointer: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (!open || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom(partsOf(event));
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (from && event.pointerType !== "touch") setDrawn(boxOf(from, partsOf(event)));
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        if (from) onPlace(boxOf(from, partsOf(event)));
        end();
      },
      onPointerCancel: end,
    },
  };
}
