import type { Tone } from "@/components/ui/badge";
import type { Translate } from "@/lib/translate";

export const outcomeTone: Record<string, Tone> = { DONE: "off", DENIED: "danger" };

/** Who did it, in words: a person, somebody whose account is gone, a service, a visitor. */
export function actorWords(
  t: Translate,
  { actorId, actorName, system }: { actorId: string | null; actorName: string | null; system: string | null },
): string {
  if (actorId) return actorName ?? t("unknownPerson");
  return system === "visitor" ? t("visitor") : t("service", { name: system ?? "—" });
}

/** What the browser said it was, cut to what a person recognises. */
export const deviceWords = (agent: string | null) =>
  agent ? agent.replace(/^Mozilla\/5\.0 \(([^)]*)\).*$/, "$1").slice(0, 80) : "—";
