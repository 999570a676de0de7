/** The few kinds of failure a caller can tell apart; each has one HTTP status. */
export const statusOf = {
  BAD_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const;
export type ErrorKind = keyof typeof statusOf;

/**
 * The one error the application throws on purpose. `reason` is a message key below `errors.` in both languages;
 * `fields` maps a field's path to a message key, shown beside the field; `meta` fills the message's placeholders.
 */
export class AppError extends Error {
  /**
   * What next/navigation's `notFound` throws. A page whose record goes between two of its reads is the page that does
   * not exist, not one that failed.
   */
  declare readonly digest?: string;
  readonly kind: ErrorKind;
  readonly reason: string;
  readonly fields: Record<string, string>;
  readonly meta: Record<string, string | number>;
  constructor(
    kind: ErrorKind,
    reason: string,
    options: { fields?: Record<string, string>; meta?: Record<string, string | number>; cause?: unknown } = {},
  ) {
    super(`${kind}: ${reason}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.kind = kind;
    this.reason = reason;
    this.fields = options.fields ?? {};
    this.meta = options.meta ?? {};
    if (kind === "NOT_FOUND") Object.defineProperty(this, "digest", { value: "NEXT_HTTP_ERROR_FALLBACK;404" });
  }
}

export const isAppError = (error: unknown): error is AppError => error instanceof AppError;
