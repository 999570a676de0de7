import { initTRPC, TRPCError } from "@trpc/server";
import superjson from "superjson";
import { ZodError } from "zod";
import type { Permission } from "@/lib/permissions";
import { firstUnstorable } from "@/lib/storable";
import type { Ctx, UserActor, VisitorActor } from "./actor";
import { audit, countLines, recordMissing } from "./audit";
import { env } from "./env";
import { AppError, type ErrorKind, isAppError, statusOf } from "./errors";
import { errorText } from "./i18n";
import { logger } from "./logger";
import { limit } from "./rate-limit";
import { requireFreshFactor } from "./step-up";

export type RequestCtx = Ctx<UserActor> | Ctx<VisitorActor>;
/** Kept on every procedure: the permission it named, or "visitor". The matrix test and the docs are generated from it. */
export type ProcedureMeta = { permission: Permission | "visitor"; stepUp?: boolean };

const codeOf: Record<ErrorKind, TRPCError["code"]> = {
  BAD_INPUT: "BAD_REQUEST",
  UNAUTHENTICATED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  TOO_LARGE: "PAYLOAD_TOO_LARGE",
  TOO_MANY: "TOO_MANY_REQUESTS",
  INTERNAL: "INTERNAL_SERVER_ERROR",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
};

/** Turns whatever was thrown into the one error type. Database constraint answers become what they mean to a person. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (error instanceof TRPCError) {
    if (isAppError(error.cause)) return error.cause;
    if (error.cause instanceof ZodError) return fromZod(error.cause);
    const kind = (Object.keys(codeOf) as ErrorKind[]).find((key) => codeOf[key] === error.code) ?? "INTERNAL";
    if (kind !== "INTERNAL") return new AppError(kind, kind.toLowerCase(), { cause: error });
    return error.cause ? toAppError(error.cause) : new AppError("INTERNAL", "internal", { cause: error });
  }
  if (error instanceof ZodError) return fromZod(error);
  // A trigger's word: see the migration `registration`.
  if (/\bchild_contested\b/.test(String((error as Error | null)?.message)))
    return new AppError("CONFLICT", "child.contested", { cause: error });
  const code = (error as { code?: string } | null)?.code;
  if (code === "P2002" || code === "P2034") return new AppError("CONFLICT", "conflict", { cause: error });
  if (code === "P2025") return new AppError("NOT_FOUND", "not_found", { cause: error });
  if (code === "P2028" || code === "P1001" || code === "P1017" || code === "ECONNREFUSED")
    return new AppError("UNAVAILABLE", "unavailable", { cause: error });
  return new AppError("INTERNAL", "internal", { cause: error });
}

/** Field errors by path; values are message keys below errors., with `|`-joined bounds where a sentence needs one. */
export function fromZod(error: ZodError): AppError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const path = issue.path.join(".");
    const raw = issue as unknown as {
      minimum?: number;
      maximum?: number;
      origin?: string;
      format?: string;
      input?: unknown;
    };
    // A schema that names its own sentence is believed.
    const key = /^[a-z_]+(\.[a-z_]+)+$/.test(issue.message)
      ? issue.message
      : issue.code === "invalid_type"
        ? raw.input === undefined
          ? "field.required"
          : "field.invalid"
        : issue.code === "too_small"
          ? raw.origin === "string"
            ? Number(raw.minimum) <= 1
              ? "field.required"
              : "field.too_short"
            : "field.too_small"
          : issue.code === "too_big"
            ? raw.origin === "string"
              ? "field.too_long"
              : "field.too_big"
            : issue.code === "invalid_format"
              ? raw.format === "email"
                ? "field.email"
                : "field.invalid"
              : issue.code === "invalid_value"
                ? "field.choice"
                : issue.code === "unrecognized_keys"
                  ? "field.unknown"
                  : "field.invalid";
    fields[path] ??= [key, raw.minimum ?? raw.maximum].filter((part) => part !== undefined).join("|");
  }
  return new AppError("BAD_INPUT", "bad_input", { fields, cause: error });
}

/** A field error's sentence. */
export function fieldText(locale: Ctx["locale"], value: string): string {
  const [key = "field.invalid", bound] = value.split("|");
  return errorText(locale, key, bound === undefined ? {} : { minimum: Number(bound), maximum: Number(bound) });
}

/** What a caller is told: never a stack, a query or a name of a table. */
export function publicError(error: AppError, ctx: Pick<RequestCtx, "locale" | "requestId"> | undefined) {
  const locale = ctx?.locale ?? "en";
  return {
    kind: error.kind,
    reason: error.reason,
    message: errorText(locale, error.reason, error.meta),
    fields: Object.fromEntries(Object.entries(error.fields).map(([path, key]) => [path, fieldText(locale, key)])),
    reference: ctx?.requestId ?? "",
    status: statusOf[error.kind],
  };
}

const t = initTRPC
  .context<RequestCtx>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    sse: { enabled: true, ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
    errorFormatter({ shape, error, ctx }) {
      const shown = publicError(toAppError(error), ctx);
      return {
        ...shape,
        message: shown.message,
        data: { ...shown, code: shape.data.code, httpStatus: shown.status, path: shape.data.path },
      };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/**
 * Mutations that may succeed without a line, each with its reason: what was asked for was so already, and nothing was
 * changed. tests/architecture/audit.test.ts holds the list to the truth.
 */
export const mayChangeNothing: Record<string, string> = {
  "attempts.start": "an attempt under way is gone on with",
  "attempts.save": "an answer that arrives twice is kept once",
  "attempts.confirm": "an answer that is settled already",
  "attempts.finish": "an attempt that has ended already",
  "families.recordMood": "the same word said twice is said once",
  "families.forgetMood": "somebody else's entry, or one already taken back, stays as it is",
  "families.saveGoal": "the same form sent twice makes one goal",
  "families.moveGoal": "a press that arrives twice counts once",
  "families.dropGoal": "a goal already dropped",
  "families.resumeGoal": "a goal already open",
  "grading.claim": "another sign of having what one holds",
  "grading.letGo": "work one does not hold",
  "learning.saveProgress": "where a child reads is kept as activity; what is finished leaves a line, once",
  "learning.saveNote": "the same text again, or one the note holds already",
  "notify.markRead": "messages already read, or somebody else's",
  "notify.markAllRead": "nothing was unread",
  "people.giveRole": "a role already held",
  "people.takeRole": "a role already gone",
  "resources.add": "a file that is there already",
  "resources.show": "a file that stands with the lesson already",
  "talk.begin": "a question that arrives twice",
  "talk.reply": "a reply that arrives twice",
  "talk.answer": "an answer that arrives twice",
  "work.addFile": "a file that is there already",
  "work.handIn": "a press that arrives again",
  "work.save": "the same text again, or one the work holds already",
  "work.takeBack": "work that is not handed in, or was taken back already",
  "profile.removePhoto": "there was no photo",
  "travel.accept": "an archive that has become a course already",
  "travel.acceptCartridge": "the same",
};

/** A change nobody can see afterwards is a mistake of ours: a test fails on it, the school's log says so. */
function leftNoLine(path: string): void {
  if (path in mayChangeNothing) return;
  const error = new Error(`${path} changed something without a line in the audit log`);
  if (env().UHS_ENV === "test") throw error;
  logger.error({ err: error, path }, "mutation left no audit line");
}

/** Maps errors once, logs the ones nobody planned, and notes who asked for what they cannot see. */
const mapped = t.middleware(async ({ next, ctx, path, type, getRawInput }) => {
  const unstorable = firstUnstorable(await getRawInput());
  if (unstorable !== null) {
    const refusal = new AppError("BAD_INPUT", "bad_input", { fields: { [unstorable]: "field.invalid" } });
    throw new TRPCError({ code: codeOf.BAD_INPUT, message: refusal.reason, cause: refusal });
  }
  const { result, lines } = await countLines(() => next());
  if (result.ok && lines === 0 && type === "mutation") leftNoLine(path);
  if (result.ok) return result;
  const error = toAppError(result.error);
  if (error.kind === "NOT_FOUND" && ctx.actor.kind === "user")
    await recordMissing(ctx as Ctx<UserActor>, "procedure", path, error.reason, await getRawInput().catch(() => null));
  if (error.kind === "INTERNAL")
    logger.error({ err: error.cause ?? error, requestId: ctx.requestId, path }, "procedure failed");
  throw new TRPCError({ code: codeOf[error.kind], message: error.reason, cause: error });
});

/** A refused attempt is worth knowing: who, what, from where. */
async function recordDenied(ctx: Ctx<UserActor>, path: string, permission: Permission): Promise<void> {
  await ctx.work((db) =>
    audit(db, ctx, {
      action: "procedure.refused",
      subjectType: "procedure",
      subjectId: path,
      outcome: "DENIED",
      after: { permission },
    }),
  );
}

/**
 * The only door for signed-in callers. It takes the permission as its argument, so a procedure cannot be written
 * without one; the caller's active role must hold it now. `stepUp` also asks for a proof at most ten minutes old.
 */
export function allow(permission: Permission, { stepUp = false }: { stepUp?: boolean } = {}) {
  return t.procedure
    .meta(stepUp ? { permission, stepUp } : { permission })
    .use(mapped)
    .use(async ({ ctx, next, path, type }) => {
      if (ctx.actor.kind !== "user") throw new AppError("UNAUTHENTICATED", "unauthenticated");
      const signedIn = ctx as Ctx<UserActor>;
      if (type === "mutation") await limit("write", signedIn.actor.userId, 120, 60);
      if (!signedIn.actor.permissions.has(permission)) {
        await recordDenied(signedIn, path, permission);
        throw new AppError("FORBIDDEN", "forbidden");
      }
      // A token asks, it does not act; and no line stays open under it.
      if (signedIn.actor.tokenId && type !== "query") throw new AppError("FORBIDDEN", "forbidden");
      if (stepUp) await requireFreshFactor(signedIn);
      return next({ ctx: signedIn });
    });
}

/** The door for people not signed in; counted per address. */
export const visitorDoor = (max: number, seconds: number) =>
  t.procedure
    .meta({ permission: "visitor" })
    .use(mapped)
    .use(async ({ ctx, next, path }) => {
      await limit(path, ctx.ip, max, seconds);
      return next();
    });
