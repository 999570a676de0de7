import { picturesInKey } from "@/lib/pictures";
import type { ChildKeyInput } from "./handover.schema";

/** A child who goes on tomorrow is asked again tomorrow. */
export const childSessionHours = 12;

const runs = "01234567890 09876543210";

/** Digits anybody would try first: one digit over and over, a run up or down, the child's own birthday. */
function isObvious(pin: string, birthDate: Date): boolean {
  const [year = "", month = "", day = ""] = birthDate.toISOString().slice(0, 10).split("-");
  const short = year.slice(2);
  const birthdays = [year, day + month, month + day, day + month + short, month + day + short, short + month + day];
  return /^(\d)\1*$/.test(pin) || runs.includes(pin) || birthdays.includes(pin);
}

/** Why a key is not taken, as the field and the key of its sentence; null when it is good. */
export function childKeyFault(input: ChildKeyInput, birthDate: Date): Record<string, string> | null {
  if (input.kind === "PICTURES")
    return input.pictures.length === picturesInKey ? null : { pictures: "child_key.three_pictures" };
  if (!/^\d{4,6}$/.test(input.pin)) return { pin: "child_key.digits" };
  return isObvious(input.pin, birthDate) ? { pin: "child_key.obvious" } : null;
}

/** The text that is hashed. A PIN never equals pictures. */
export const childSecret = (input: ChildKeyInput): string =>
  input.kind === "PIN" ? input.pin : input.pictures.join(",");
