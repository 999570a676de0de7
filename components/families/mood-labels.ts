import type { Translate } from "@/lib/translate";
import type { MoodEntry } from "@/server/features/families/families.schema";
import type { MoodLabels } from "./mood-picker";

const levels = [1, 2, 3, 4, 5] as const;

/** The words of a picker, for a parent's `mood` messages or a pupil's; `words` opens the field for a few of them. */
export function moodLabels(t: Translate, name: string, words = false): MoodLabels {
  return {
    group: t("mood.group", { name }),
    faces: levels.map((level) => t(`mood.${level}`)),
    energy: t("mood.energy"),
    energyGroup: t("mood.energy_group", { name }),
    energyOf: levels.map((level) => t("mood.energy_of", { level })),
    none: t("mood.none"),
    first: t("mood.first"),
    byYou: t("mood.by_you"),
    undo: t("mood.undo"),
    saved: levels.map((level) => t("mood.saved", { name, mood: t(`mood.${level}`) })),
    undone: t("mood.undone", { name }),
    ...(words && { word: { label: t("mood.word"), help: t("mood.word_help", { name }), save: t("mood.save_word") } }),
  };
}

/** What stands for a day, and who said so. */
export function moodToday(moods: readonly MoodEntry[], studentId: string, today: string, me: string, t: Translate) {
  const entry = moods.find((one) => one.studentId === studentId && one.day === today);
  const by = !entry
    ? null
    : entry.recordedById === me
      ? t("mood.by_you")
      : entry.recordedBy
        ? t("mood.by", { name: entry.recordedBy })
        : null;
  return { mood: entry?.mood ?? null, energy: entry?.energy ?? null, note: entry?.note ?? null, by };
}
