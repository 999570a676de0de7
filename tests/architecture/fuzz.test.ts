/**
 * Two thousand malformed inputs over every procedure: each is refused in words a person can read, none answers with an
 * internal error, and none leaves half a write behind.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Permission, permissionsOf } from "@/lib/permissions";
import { type Role, roles } from "@/lib/roles";
import { toAppError } from "@/server/platform/trpc";
import { rootRouter } from "@/server/root.router";
import { createStudent } from "../factories/families";
import { createUser } from "../factories/identity";
import { type Caller, type TestDatabase, testDatabase } from "../harness/db";

type Definition = {
  type: "query" | "mutation" | "subscription";
  inputs?: z.ZodType[];
  meta?: { permission: Permission | "visitor" };
};
const procedures = Object.entries(rootRouter._def.procedures as unknown as Record<string, { _def: Definition }>)
  .map(([path, procedure]) => ({ path, ...procedure._def }))
  .filter(({ type }) => type !== "subscription");

let t: TestDatabase;
const callers = new Map<Role, Caller>();
beforeAll(async () => {
  t = await testDatabase("fuzz");
  for (const role of roles) {
    const user = await createUser(t.sql, t.random, { roles: [role] });
    if (role === "STUDENT") await createStudent(t.sql, t.random, { userId: user.id });
    callers.set(role, await t.as(user));
  }
});
afterAll(() => t.close());

/** Values that have broken programs before. */
const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null, "", " ", "\u0000", "a\u0000b", "\uD800", "'; DROP TABLE \"User\"; --", "<script>alert(1)</script>", "../../etc/passwd",
    "00000000-0000-0000-0000-000000000000", "not-a-uuid", "2026-02-30", "9999-12-31", "-271821-04-20", Number.MAX_SAFE_INTEGER, -1, 0, 1.5, 1e308,
    true, [], {}, [[]], [null], "x".repeat(5_000), "%", "_%_", "\\", "🙂".repeat(200), { toString: "x" }, { __proto__: null },
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.uuid(),
  fc.integer(),
  fc.double(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.jsonValue({ maxDepth: 2 }),
); // biome-ignore format: a list of values is read as a list

/** The names a schema knows, so that inputs come close to what is expected and go deep. */
function namesOf(schema: z.ZodType | undefined): string[] {
  if (!schema) return [];
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  const inner = (schema as unknown as { def?: { innerType?: z.ZodType; in?: z.ZodType } }).def;
  return namesOf(inner?.innerType ?? inner?.in);
}

/** Mostly those whom the door lets in, so that an input meets the code behind it. */
const rolesFor = (permission: Permission | "visitor" | undefined) => {
  const inside = roles.filter(
    (role) => permission && permission !== "visitor" && permissionsOf(role).includes(permission),
  );
  const anyone = fc.constantFrom(...roles);
  return inside.length === 0
    ? anyone
    : fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...inside) }, { weight: 1, arbitrary: anyone });
};

const inputFor = (schema: z.ZodType | undefined) => {
  const names = namesOf(schema);
  if (names.length === 0) return nasty;
  // One or two fields at a time: what is wrong with the others would hide what is wrong with these.
  const few = fc
    .subarray(names, { minLength: 1, maxLength: Math.min(2, names.length) })
    .chain((some) => fc.record(Object.fromEntries(some.map((name) => [name, nasty]))));
  const all = fc.record(Object.fromEntries(names.map((name) => [name, nasty])), { requiredKeys: [] });
  const shaped = fc.oneof({ weight: 2, arbitrary: few }, { weight: 1, arbitrary: all });
  const extra = fc
    .tuple(shaped, fc.string({ maxLength: 12 }), nasty)
    .map(([base, key, value]) => ({ ...base, [key]: value }));
  return fc.oneof({ weight: 4, arbitrary: shaped }, { weight: 1, arbitrary: extra }, { weight: 1, arbitrary: nasty });
};

/** A refusal may leave its own traces: the audit line, the sign-in history and its throttle. */
async function rowsOf(): Promise<Record<string, number>> {
  const { rows } = await t.sql.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('_prisma_migrations', 'AuditEvent', 'LoginEvent', 'LoginThrottle', 'UserSetting', 'SavedView')`,
  );
  const union = rows
    .map(({ name }) => `SELECT '${name}' AS name, count(*)::int AS n FROM "${name}"`)
    .join(" UNION ALL ");
  const counts = await t.sql.query<{ name: string; n: number }>(union);
  return Object.fromEntries(counts.rows.map(({ name, n }) => [name, n]));
}

/** What no field may let through to the database, tried in every field of every procedure. */
const poison = ["a\u0000b", "\uD800", "x".repeat(70_000), 1e308];

async function knock(role: Role, path: string, input: unknown): Promise<boolean> {
  const [room = "", verb = ""] = path.split(".");
  const rooms = callers.get(role) as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>;
  try {
    await rooms[room]?.[verb]?.(input);
    return true;
  } catch (error) {
    const { kind, cause } = toAppError(error);
    const where = `${path} as ${role} with ${JSON.stringify(input)?.slice(0, 300)}`;
    expect(kind, `${where}: ${String((cause as Error)?.message ?? cause).slice(0, 400)}`).not.toBe("INTERNAL");
    return false;
  }
}

const each = Math.ceil(2_000 / procedures.length);

describe("malformed inputs", () => {
  it.each(
    procedures.map(({ path, type, inputs, meta }) => ({
      path,
      type,
      schema: inputs?.[0],
      permission: meta?.permission,
    })),
  )("$path", async ({ path, type, schema, permission }) => {
    const before = await rowsOf();
    let accepted = 0;
    const inside = roles.find(
      (role) => permission && permission !== "visitor" && permissionsOf(role).includes(permission),
    );
    for (const name of namesOf(schema))
      for (const value of poison) if (await knock(inside ?? "ADMIN", path, { [name]: value })) accepted += 1;
    await fc.assert(
      fc.asyncProperty(inputFor(schema), rolesFor(permission), async (input, role) => {
        if (await knock(role, path, input)) accepted += 1;
      }),
      { numRuns: each, seed: 20261121, endOnFailure: true },
    );
    // What was refused wrote nothing. (An input that happens to be valid may write.)
    if (type === "query" || accepted === 0) expect(await rowsOf()).toEqual(before);
  });
});
