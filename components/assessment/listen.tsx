"use client";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";

export type ListenProps = {
  words: string;
  language: string;
  /** What is read out, for those who do not see where the button stands. */
  name: string;
  labels: { play: string; stop: string; none: string };
  /** Says it in words, and says plainly where the device has no voice; the others are small, and not there then. */
  leads?: boolean;
};

/** Devices that bring their voices late bring them within this time. */
const patience = 2_000;

/** A voice that is on the device itself: one from the net would cost data, and tell somebody else what is read. */
const voiceFor = (language: string) =>
  speechSynthesis
    .getVoices()
    .find(({ lang, localService }) => localService && lang.slice(0, 2).toLowerCase() === language);

/** The device's voice for a language: undefined while it is not known, null when there is none. */
function useVoice(language: string): SpeechSynthesisVoice | null | undefined {
  const [voice, setVoice] = useState<SpeechSynthesisVoice | null>();
  useEffect(() => {
    if (!("speechSynthesis" in window)) return setVoice(null);
    const look = () => setVoice((known) => voiceFor(language) ?? known);
    look();
    const late = setTimeout(() => setVoice((known) => known ?? null), patience);
    speechSynthesis.addEventListener("voiceschanged", look);
    return () => {
      clearTimeout(late);
      speechSynthesis.removeEventListener("voiceschanged", look);
    };
  }, [language]);
  return voice;
}

/** Lucide's volume and square (ISC licence), drawn here so that they weigh on nobody else's page. */
const Mark = ({ speaking }: { speaking: boolean }) => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinejoin="round" aria-hidden>
    <path d={speaking ? "M5 5h14v14H5z" : "M11 5 6 9H2v6h4l5 4zM15.5 8.5a5 5 0 0 1 0 7M19 5a10 10 0 0 1 0 14"} />
  </svg>
);

/** Reads words out with the device's own voice; pressed again, it stops. */
export function Listen({ words, language, name, labels, leads }: ListenProps) {
  const voice = useVoice(language);
  const [speaking, setSpeaking] = useState(false);
  // Some browsers forget an utterance nobody holds, and never say that it ended.
  const said = useRef<SpeechSynthesisUtterance>(null);
  useEffect(() => () => void (said.current && speechSynthesis.cancel()), []);
  const end = () => {
    said.current = null;
    setSpeaking(false);
  };
  const press = () => {
    if (!voice) return;
    speechSynthesis.cancel();
    if (speaking) return end();
    const next = Object.assign(new SpeechSynthesisUtterance(words), {
      voice,
      lang: voice.lang,
      onend: end,
      onerror: end,
    });
    said.current = next;
    setSpeaking(true);
    speechSynthesis.speak(next);
  };
  if (voice === null) return leads ? <p className="text-muted text-small">{labels.none}</p> : null;
  const label = speaking ? labels.stop : labels.play;
  return (
    <Button
      size={leads ? "normal" : "icon"}
      className={leads ? "min-h-12 justify-self-start" : "size-12"}
      aria-label={`${label}: ${name}`}
      aria-disabled={voice === undefined || undefined}
      onClick={press}
    >
      <Mark speaking={speaking} />
      {leads ? label : null}
    </Button>
  );
}
