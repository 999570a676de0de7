import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names. It does not resolve conflicts on purpose (that costs a family's page 8 KB): looks come from a
 * component's variants, `className` only places it.
 */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
