/**
 * A phone number as people here write it, in the form the database keeps: 0712 345 678, 712345678, 254712345678 and
 * +254 712 345 678 are one number. Other countries' numbers need their +. Null when it is none.
 */
export function phoneOf(typed: string): string | null {
  const plain = typed.replace(/[\s().\-/\u00a0]/g, "");
  const full = plain.startsWith("+")
    ? plain
    : plain.startsWith("00")
      ? `+${plain.slice(2)}`
      : /^254[17]\d{8}$/.test(plain)
        ? `+${plain}`
        : /^0?[17]\d{8}$/.test(plain)
          ? `+254${plain.replace(/^0/, "")}`
          : plain;
  if (/^\+254/.test(full)) return /^\+254[17]\d{8}$/.test(full) ? full : null;
  return /^\+[1-9]\d{7,14}$/.test(full) ? full : null;
}

/** What is typed into a field that takes either: an address has an @, everything else is a phone number. */
export function contactOf(typed: string): { email: string } | { phone: string } | null {
  const text = typed.trim();
  if (text.includes("@")) return /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/.test(text) ? { email: text.toLowerCase() } : null;
  const phone = phoneOf(text);
  return phone ? { phone } : null;
}

/** Enough to recognise one's own and not enough to call it: w***@x.test, +254 7** *** 149. */
export function maskContact(value: string): string {
  const at = value.lastIndexOf("@");
  if (at > 0) return `${value.slice(0, 1)}***${value.slice(at)}`;
  return `${value.slice(0, 5)}*****${value.slice(-3)}`;
}
