import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCtx } from "@/server/platform/context";
import { hashPassword } from "@/server/platform/password";
import { resolvePending, resolveSession } from "@/server/platform/session";
import { proofOf } from "@/server/platform/step-up";
import { createGuardianship, createHousehold, rights } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { childKeyFault } from "./handover.domain";
import { readDoor } from "./handover.queries";
import { handOver, openForChild } from "./handover.service";
import { signIn, signOutEverywhere } from "./identity.service";

const password = "Karibu-2026!";
let t: TestDatabase;
let passwordHash: string;
beforeAll(async () => {
  t = await testDatabase();
  passwordHash = await hashPassword(password);
});
afterAll(() => t.close());

const from = (now = new Date()) => ({ now, ip: "10.7.0.1", userAgent: "Chrome/140", requestId: crypto.randomUUID() });
const device = { token: null, remembered: [] };
const pin = "4827";

/** A family whose parent has set a PIN for the first child and handed a device over. */
async function handedOver() {
  const { parent, students, family } = await createHousehold(t.sql, t.random, { children: 2 });
  await t.sql.query(`UPDATE "User" SET "passwordHash" = $2 WHERE id = $1`, [parent.id, passwordHash]);
  const [child, sibling] = students;
  if (!child || !sibling) throw new Error("a family of two");
  const ctx = await t.ctx(parent);
  const api = await t.as(parent);
  await api.handover.setKey({ studentId: child.id, kind: "PIN", pin });
  const { token } = await handOver(ctx);
  const at = await readDoor(token);
  if (!at) throw new Error("the door is shut");
  return { parent, family, child, sibling, ctx, api, token, door: at.door };
}
const open = (given: Awaited<ReturnType<typeof handedOver>>, secret = pin, now = new Date()) =>
  openForChild(from(now), given.door, { studentId: given.child.id, secret }, device);
const reason = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error) => error.reason ?? error.message,
  );
const toldOf = async (guardianId: string, childName: string) =>
  (
    await t.sql.query(
      `SELECT type FROM "Notification" WHERE "userId" = $1 AND params->>'child' = $2 AND type LIKE 'child.%' ORDER BY id`,
      [guardianId, childName],
    )
  ).rows.map(({ type }) => type);
const linesOf = async (studentId: string) =>
  (await t.sql.query(`SELECT action FROM "AuditEvent" WHERE "studentId" = $1 ORDER BY id`, [studentId])).rows.map(
    ({ action }) => action,
  );

describe("a child's key", () => {
  it("gives a child without an account one of its own, which no password and no address opens", async () => {
    const { child } = await handedOver();
    const { rows } = await t.sql.query(
      `SELECT u.email, u.phone, u."passwordHash", u.name, array_agg(r.role::text) AS roles, k.hash
       FROM "Student" s JOIN "User" u ON u.id = s."userId" JOIN "UserRole" r ON r."userId" = u.id JOIN "ChildKey" k ON k."studentId" = s.id
       WHERE s.id = $1 GROUP BY u.id, k.hash`,
      [child.id],
    );
    expect(rows).toEqual([
      {
        email: null,
        phone: null,
        passwordHash: null,
        name: `${child.firstName} ${child.lastName}`,
        roles: ["STUDENT"],
        hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456/),
      },
    ]);
  });

  it("is refused beside its field when anybody would guess it", async () => {
    const born = new Date("2016-03-09T00:00:00Z");
    const fault = (given: string) =>
      childKeyFault({ studentId: crypto.randomUUID(), kind: "PIN", pin: given }, born)?.pin ?? null;
    expect(["1111", "1234", "9876", "2016", "0903", "160309"].map(fault)).toEqual(Array(6).fill("child_key.obvious"));
    expect(["123", "1234567", "12a4"].map(fault)).toEqual(Array(3).fill("child_key.digits"));
    expect(["4827", "90210", "773311"].map(fault)).toEqual([null, null, null]);
    const { api, child } = await handedOver();
    await expect(api.handover.setKey({ studentId: child.id, kind: "PIN", pin: "1234" })).rejects.toMatchObject({
      cause: { fields: { pin: "child_key.obvious" } },
    });
    await expect(
      api.handover.setKey({ studentId: child.id, kind: "PICTURES", pictures: ["sun", "fish"] }),
    ).rejects.toMatchObject({ cause: { fields: { pictures: "child_key.three_pictures" } } });
  });

  it("is set only by a guardian who decides for the child; another family's child does not exist", async () => {
    const { child } = await handedOver();
    const looker = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    await createGuardianship(t.sql, t.random, { guardianId: looker.id, studentId: child.id, ...rights.viewOnly });
    const stranger = (await createHousehold(t.sql, t.random)).parent;
    const input = { studentId: child.id, kind: "PIN" as const, pin: "9182" };
    const tries = async (who: { id: string }) => {
      const api = await t.as(who);
      return [
        await reason(api.handover.setKey(input)),
        await reason(api.handover.removeKey({ studentId: child.id })),
        await reason(api.handover.read({ studentId: child.id })),
      ];
    };
    expect(await tries(looker)).toEqual(["child_key.not_yours", "child_key.not_yours", "done"]);
    expect(await tries(stranger)).toEqual(["child.not_found", "child.not_found", "child.not_found"]);
  });

  it("is closed by the database itself: no hash for anybody, no row for strangers, none written by who may only look", async () => {
    const { child, sibling, parent, door } = await handedOver();
    const other = await handedOver();
    const looker = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    for (const { id: studentId } of [child, sibling])
      await createGuardianship(t.sql, t.random, { guardianId: looker.id, studentId, ...rights.viewOnly });
    await expect(t.asApp(parent.id, "PARENT", (query) => query(`SELECT hash FROM "ChildKey"`))).rejects.toThrow(
      /permission denied/,
    );
    const seen = (who: string) =>
      t.asApp(who, "PARENT", (query) => query(`SELECT kind FROM "ChildKey" WHERE "studentId" = $1`, [child.id]));
    expect(await seen(looker.id)).toHaveLength(1);
    expect(await seen((await createHousehold(t.sql, t.random)).parent.id)).toEqual([]);
    const changed = await t.asApp(looker.id, "PARENT", (query) =>
      query(`UPDATE "ChildKey" SET kind = 'PICTURES' WHERE "studentId" = $1 RETURNING kind`, [child.id]),
    );
    expect(changed).toEqual([]);
    const dropped = await t.asApp(looker.id, "PARENT", (query) =>
      query(`DELETE FROM "ChildKey" WHERE "studentId" = $1 RETURNING kind`, [child.id]),
    );
    expect(dropped).toEqual([]);
    await expect(
      t.asApp(looker.id, "PARENT", (query) =>
        query(
          `INSERT INTO "ChildKey" ("studentId", kind, hash, "setById", "updatedAt") VALUES ($1, 'PIN', $2, $3, now())`,
          [sibling.id, passwordHash, looker.id],
        ),
      ),
    ).rejects.toThrow(/row-level security/);
    const keyFor = (who: string | null, studentId: string, system?: string) =>
      t.asApp(
        who,
        who ? "PARENT" : null,
        (query) => query(`SELECT app.child_key($1, $2, false) AS hash`, [door.sessionId, studentId]),
        system,
      );
    expect(await keyFor(parent.id, child.id)).toEqual([{ hash: null }]);
    expect(await keyFor(null, other.child.id, "identity")).toEqual([{ hash: null }]);
    expect(await keyFor(null, child.id, "identity")).toEqual([{ hash: expect.stringMatching(/^\$argon2id/) }]);
  });
});

describe("a device that was handed over", () => {
  it("opens nothing of the guardian's: the cookie of before is nobody's", async () => {
    const { parent } = await handedOver();
    await t.sql.query(`UPDATE "User" SET "passwordHash" = $2 WHERE id = $1`, [parent.id, passwordHash]);
    const before = await signIn(from(), { email: `${parent.email}`, password });
    const actor = await resolveSession(before.token);
    if (!actor) throw new Error("not signed in");
    const { token } = await handOver(makeCtx(actor, from(), "en"));
    expect(await resolveSession(before.token)).toBeNull();
    expect(await resolveSession(token)).toBeNull();
    expect(await resolvePending(token)).toBeNull();
    expect((await readDoor(token))?.children).toHaveLength(1);
    expect(await readDoor(before.token)).toBeNull();
  });

  it("is not handed over while no child has a key", async () => {
    const { parent } = await createHousehold(t.sql, t.random);
    expect(await reason(handOver(await t.ctx(parent)))).toBe("child_key.nobody");
  });

  it("lets a child in by its PIN as a student and nothing else, noted for its guardian", async () => {
    const at = await handedOver();
    const session = await open(at);
    expect(session).toMatchObject({ role: "STUDENT", path: "/dashboard/student", pending: false });
    const actor = await resolveSession(session.token);
    expect(actor).toMatchObject({ role: "STUDENT", roles: ["STUDENT"] });
    expect(actor?.permissions.has("family:read")).toBe(false);
    expect(await linesOf(at.child.id)).toEqual(
      expect.arrayContaining(["child.account_given", "child.key_set", "session.child_opened"]),
    );
    const { sessions } = await (await t.as(at.parent)).handover.read({ studentId: at.child.id });
    expect(sessions).toEqual([expect.objectContaining({ way: "pin", browser: "Chrome" })]);
  });

  it("lets a child in by its pictures only in their order", async () => {
    const at = await handedOver();
    const api = await t.as(at.parent);
    await api.handover.setKey({ studentId: at.child.id, kind: "PICTURES", pictures: ["sun", "fish", "sun"] });
    expect(await reason(open(at, "fish,sun,sun"))).toBe("child_key.wrong_pictures");
    expect((await open(at, "sun,fish,sun")).role).toBe("STUDENT");
  });

  it("does not know another family's child, a sibling without a key, nor a child no longer seen", async () => {
    const [one, other] = [await handedOver(), await handedOver()];
    const at = (studentId: string) => openForChild(from(), one.door, { studentId, secret: pin }, device);
    expect(await reason(at(other.child.id))).toBe("child.not_found");
    expect(await reason(at(one.sibling.id))).toBe("child.not_found");
    await t.sql.query(
      `UPDATE "Guardianship" SET "canView" = false, "canMessage" = false, "canConsent" = false WHERE "studentId" = $1`,
      [one.child.id],
    );
    expect(await reason(at(one.child.id))).toBe("child.not_found");
  });

  it("refuses the sixth guess, the right one too, from every device, until the wait is over", async () => {
    const at = await handedOver();
    const now = new Date();
    const guesses = [];
    for (const guess of ["0001", "0002", "0003", "0004", "0005"]) guesses.push(await reason(open(at, guess, now)));
    expect(guesses).toEqual(Array(5).fill("child_key.wrong_pin"));
    expect(await reason(open(at, pin, now))).toBe("child_key.wait");
    const second = await handOver(await t.ctx(at.parent));
    const another = await readDoor(second.token);
    if (!another) throw new Error("the second door is shut");
    expect(await reason(open({ ...at, door: another.door }, pin, now))).toBe("child_key.wait");
    // Told of it once, not for every try that waits; and of who came in in the end.
    expect(await toldOf(at.parent.id, at.child.firstName)).toEqual(["child.locked"]);
    expect((await open(at, pin, new Date(now.getTime() + 31_000))).role).toBe("STUDENT");
    expect(await toldOf(at.parent.id, at.child.firstName)).toEqual(["child.locked", "child.signed_in"]);
  });

  it("counts guesses that come all at once", async () => {
    const at = await handedOver();
    const now = new Date();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => reason(open(at, String(5000 + n), now))));
    expect(answers.filter((answer) => answer === "child_key.wrong_pin")).toHaveLength(5);
    expect(answers.filter((answer) => answer === "child_key.wait")).toHaveLength(7);
  });
});

describe("a child's session", () => {
  const endings: Record<string, (at: Awaited<ReturnType<typeof handedOver>>) => Promise<unknown>> = {
    "the guardian's is ended": ({ door }) =>
      t.sql.query(`UPDATE "AuthSession" SET "revokedAt" = now() WHERE id = $1`, [door.sessionId]),
    "the guardian signs out everywhere": async ({ parent }) => signOutEverywhere(await t.ctx(parent)),
    "the guardian is suspended": ({ parent }) =>
      t.sql.query(`UPDATE "User" SET status = 'SUSPENDED' WHERE id = $1`, [parent.id]),
    "the guardian is no parent any more": ({ parent }) =>
      t.sql.query(`DELETE FROM "UserRole" WHERE "userId" = $1`, [parent.id]),
    "the guardianship has ended": ({ parent }) =>
      t.sql.query(`UPDATE "Guardianship" SET "endedAt" = now(), "isPrimary" = false WHERE "guardianId" = $1`, [
        parent.id,
      ]),
    "the guardian comes to owe a second step": ({ parent }) =>
      t.sql.query(`INSERT INTO "TwoFactor" ("userId", "totpEnabled", "updatedAt") VALUES ($1, true, now())`, [
        parent.id,
      ]),
    "the guardian may not see the child any more": ({ parent }) =>
      t.sql.query(
        `UPDATE "Guardianship" SET "canView" = false, "canMessage" = false, "canConsent" = false WHERE "guardianId" = $1`,
        [parent.id],
      ),
    "the guardian's has expired": ({ door }) =>
      t.sql.query(`UPDATE "AuthSession" SET "expiresAt" = now() WHERE id = $1`, [door.sessionId]),
    "the guardian has not signed in for two weeks": ({ door }) =>
      t.sql.query(`UPDATE "AuthSession" SET "lastSeenAt" = now() - interval '15 days' WHERE id = $1`, [door.sessionId]),
    "the guardian's sessions of before are void": ({ parent }) =>
      t.sql.query(`UPDATE "User" SET "sessionVersion" = "sessionVersion" + 1 WHERE id = $1`, [parent.id]),
    "the child is suspended": ({ child }) =>
      t.sql.query(`UPDATE "User" SET status = 'SUSPENDED' WHERE id = (SELECT "userId" FROM "Student" WHERE id = $1)`, [
        child.id,
      ]),
    "the guardian takes the device back": ({ parent, token }) =>
      signIn(from(), { email: `${parent.email}`, password }, { device: { ...device, handover: token } }),
    "its key is changed": async ({ parent, child }) =>
      (await t.as(parent)).handover.setKey({ studentId: child.id, kind: "PIN", pin: "7391" }),
    "its key is removed": async ({ parent, child }) => (await t.as(parent)).handover.removeKey({ studentId: child.id }),
    "it rested for an hour": ({ child }) =>
      t.sql.query(
        `UPDATE "AuthSession" SET "lastSeenAt" = now() - interval '61 minutes' WHERE "userId" = (SELECT "userId" FROM "Student" WHERE id = $1)`,
        [child.id],
      ),
    "the child has left the school": ({ child }) =>
      t.sql.query(`UPDATE "Student" SET status = 'LEFT' WHERE id = $1`, [child.id]),
  };
  it.each(Object.keys(endings))("ends on its next request when %s", async (why) => {
    const at = await handedOver();
    const { token } = await open(at);
    expect(await resolveSession(token)).not.toBeNull();
    await endings[why]?.(at);
    expect(await resolveSession(token)).toBeNull();
    if (!["its key is changed", "it rested for an hour"].includes(why)) {
      const door = await readDoor(at.token);
      expect(door?.children ?? []).toEqual([]);
    }
  });

  it("is ended by its guardian, and by nobody of another family", async () => {
    const at = await handedOver();
    const { token } = await open(at);
    const api = await t.as(at.parent);
    const { sessions } = await api.handover.read({ studentId: at.child.id });
    const input = { studentId: at.child.id, sessionId: `${sessions[0]?.id}` };
    const strange = await t.as((await createHousehold(t.sql, t.random)).parent);
    expect(await reason(strange.handover.endSession(input))).toBe("child.not_found");
    const other = await handedOver();
    expect(await reason((await t.as(other.parent)).handover.endSession({ ...input, studentId: other.child.id }))).toBe(
      "session.not_found",
    );
    expect(await resolveSession(token)).not.toBeNull();
    await api.handover.endSession(input);
    expect(await resolveSession(token)).toBeNull();
    expect((await api.handover.read({ studentId: at.child.id })).sessions).toEqual([]);
    expect(await linesOf(at.child.id)).toContain("session.child_ended");
  });

  it("with an own account is seen and ended by a guardian who decides, and not seen by one who may only look", async () => {
    const at = await handedOver();
    const { rows } = await t.sql.query(`SELECT "userId" FROM "Student" WHERE id = $1`, [at.child.id]);
    const own = await t.ctx(rows[0].userId);
    const looker = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    await createGuardianship(t.sql, t.random, { guardianId: looker.id, studentId: at.child.id, ...rights.viewOnly });
    const blind = await t.as(looker);
    expect((await blind.handover.read({ studentId: at.child.id })).sessions).toEqual([]);
    const input = { studentId: at.child.id, sessionId: own.actor.sessionId };
    expect(await reason(blind.handover.endSession(input))).toBe("session.not_found");
    const api = await t.as(at.parent);
    expect((await api.handover.read({ studentId: at.child.id })).sessions).toEqual([
      expect.objectContaining({ id: own.actor.sessionId, way: "own" }),
    ]);
    await api.handover.endSession(input);
    const ended = await t.sql.query(`SELECT "revokedReason" FROM "AuthSession" WHERE id = $1`, [own.actor.sessionId]);
    expect(ended.rows[0].revokedReason).toBe("ended by a guardian");
  });

  it("is no proof for a dangerous act, changes to no other role, and reaches no procedure of a parent", async () => {
    const at = await handedOver();
    const { token } = await open(at);
    const actor = await resolveSession(token);
    if (!actor) throw new Error("not signed in");
    expect((await proofOf(makeCtx(actor, from(), "en"))).fresh).toBe(false);
    await t.sql.query(`INSERT INTO "UserRole" (id, "userId", role) VALUES (gen_random_uuid(), $1, 'PARENT')`, [
      actor.userId,
    ]);
    expect((await resolveSession(token))?.roles).toEqual(["STUDENT"]);
    await expect(
      t.sql.query(`UPDATE "AuthSession" SET "activeRole" = 'PARENT' WHERE id = $1`, [actor.sessionId]),
    ).rejects.toThrow(/AuthSession_child/);
  });

  it("of a child with a second step of its own waits for that step: a PIN is no way around it", async () => {
    const at = await handedOver();
    const { rows } = await t.sql.query(`SELECT "userId" FROM "Student" WHERE id = $1`, [at.child.id]);
    await t.sql.query(`INSERT INTO "TwoFactor" ("userId", "totpEnabled", "updatedAt") VALUES ($1, true, now())`, [
      rows[0].userId,
    ]);
    const session = await open(at);
    expect(session.pending).toBe(true);
    expect(await resolveSession(session.token)).toBeNull();
    expect((await resolvePending(session.token))?.roles).toEqual(["STUDENT"]);
    await t.sql.query(`UPDATE "AuthSession" SET "revokedAt" = now() WHERE id = $1`, [at.door.sessionId]);
    expect(await resolvePending(session.token)).toBeNull();
  });
});
