"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "@/components/ui/toast";
import type { Locale } from "@/lib/locales";
import type { Role } from "@/lib/roles";
import { type Theme, themeAttribute } from "@/lib/theme";

type Choice<V extends string> = { value: V; label: string };

/** Saves one choice of the account menu in the background; the code that sends is fetched on the first use. */
async function save(input: { locale: Locale } | { theme: Theme }, failed: string): Promise<boolean> {
  const { call } = await import("@/lib/call");
  try {
    await call("preferences.choose", input);
    return true;
  } catch (error) {
    toast({ title: failed, text: error instanceof Error ? error.message : undefined, tone: "danger" });
    return false;
  }
}

function Choices<V extends string>({
  choices,
  value,
  onChoose,
  lang,
}: {
  choices: readonly Choice<V>[];
  value: V;
  onChoose: (value: V) => void;
  lang?: boolean;
}) {
  return choices.map((choice) => (
    <button
      key={choice.value}
      type="button"
      role="menuitemradio"
      aria-checked={choice.value === value}
      tabIndex={-1}
      className="menu-item"
      data-stay
      lang={lang ? choice.value : undefined}
      onClick={() => onChoose(choice.value)}
    >
      <span className="min-w-0 flex-1">{choice.label}</span>
      <svg
        viewBox="0 0 16 16"
        width="16"
        height="16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        aria-hidden
        className={choice.value === value ? "text-accent!" : "invisible"}
      >
        <path d="m3 8.5 3 3 7-7" />
      </svg>
    </button>
  ));
}

/** Light, dark or as the device: seen at once, then kept on the server. */
export function ThemeChoices({
  value,
  role,
  choices,
  failed,
}: {
  value: Theme;
  role: Role;
  choices: readonly Choice<Theme>[];
  failed: string;
}) {
  const router = useRouter();
  const [theme, setTheme] = useState(value);
  const show = (next: Theme) => {
    setTheme(next);
    document.documentElement.dataset.theme = themeAttribute(next, role);
  };
  const choose = async (next: Theme) => {
    const before = theme;
    show(next);
    if (await save({ theme: next }, failed)) router.refresh();
    else show(before);
  };
  return <Choices choices={choices} value={theme} onChoose={choose} />;
}

/** The language of everything, from the next breath on: the page is drawn again in place. */
export function LanguageChoices({
  value,
  choices,
  failed,
}: {
  value: Locale;
  choices: readonly Choice<Locale>[];
  failed: string;
}) {
  const router = useRouter();
  const choose = async (next: Locale) => {
    if (next !== value && (await save({ locale: next }, failed))) router.refresh();
  };
  return <Choices choices={choices} value={value} onChoose={choose} lang />;
}
