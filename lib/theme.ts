import type { Role } from "./roles";

export const themes = ["SYSTEM", "LIGHT", "DARK"] as const;
export type Theme = (typeof themes)[number];

/** The value of `<html data-theme>`. A partner who has not chosen sees the dark design, as the programme screens were drawn for it. */
export function themeAttribute(theme: Theme, role: Role): "light" | "dark" | "system" {
  if (theme === "SYSTEM") return role === "PARTNER" ? "dark" : "system";
  return theme === "DARK" ? "dark" : "light";
}
