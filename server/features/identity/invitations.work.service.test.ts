/** Work in the school: offered by an administrator, taken up by whoever has the address, and nobody else. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "@/server/platform/password";
import { createStaff, createUser } from "@/tests/factories/identity";
import { attempt, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { sentLinks } from "@/tests/harness/letters";
import { acceptInvitation, openInvitation } from "./invitations.service";

let t: TestDatabase;
let passwordHash: string;
beforeAll(async () => {
  t = await testDatabase("invited work");
  passwordHash = await hashPassword("three wise words here");
});
afterAll(() => t.close());

const asker = (now = new Date()) => ({ now, ip: "10.9.0.3", userAgent: "test", requestId: "r" });
const admin = () => createUser(t.sql, t.random, { roles: ["ADMIN"] });
let people = 0;
const address = () => `worker${people++}@people.uhs.test`;
const staff = (email: string, more: object = {}) => ({
  name: "Njeri Kamau",
  email,
  department: "QUALITY" as const,
  position: "Reviewer",
  seat: "head" as const,
  locale: "en" as const,
  ...more,
});
const rows = async (text: string, values: unknown[] = []) => (await t.sql.query(text, values)).rows;
const token = async (email: string) => (await sentLinks(t.sql, email, "invite")).at(-1) ?? "";
const account = { name: "Njeri Kamau", locale: "en" as const };

describe("an invitation to the desk", () => {
  it("makes an account with the role and the place it was for, once", async () => {
    const email = address();
    const inviter = await admin();
    await (await t.as(inviter)).invitations.inviteStaff(staff(email));
    const link = await token(email);
    const { userId } = await acceptInvitation(asker(), link, { account: { ...account, passwordHash } });
    expect(await rows(`SELECT role, "grantedById" FROM "UserRole" WHERE "userId" = $1`, [userId])).toEqual([
      { role: "STAFF", grantedById: inviter.id },
    ]);
    expect(
      await rows(`SELECT department, position, "isDepartmentLead" FROM "StaffProfile" WHERE "userId" = $1`, [userId]),
    ).toEqual([{ department: "QUALITY", position: "Reviewer", isDepartmentLead: true }]);
    await expect(acceptInvitation(asker(), link, { userId })).rejects.toThrow("invitation.used");
    const lines = await rows(`SELECT action FROM "AuditEvent" WHERE action LIKE 'invitation.%' AND "actorId" = $1`, [
      inviter.id,
    ]);
    expect(lines).toEqual([{ action: "invitation.sent" }]);
  });

  it("is good for its address alone: a link passed on gives nothing", async () => {
    const email = address();
    await (await t.as(await admin())).invitations.inviteStaff(staff(email));
    const finder = await createUser(t.sql, t.random);
    await expect(acceptInvitation(asker(), await token(email), { userId: finder.id })).rejects.toThrow(
      "invitation.other_address",
    );
    expect(await rows(`SELECT role FROM "UserRole" WHERE "userId" = $1`, [finder.id])).toEqual([{ role: "PARENT" }]);
    const owner = await createUser(t.sql, t.random, { email });
    await expect(acceptInvitation(asker(), await token(email), { userId: owner.id })).resolves.toMatchObject({
      role: "STAFF",
    });
  });

  it("gives nothing once whoever invited is no administrator any more", async () => {
    const email = address();
    const inviter = await admin();
    await (await t.as(inviter)).invitations.inviteStaff(staff(email));
    await t.sql.query(`UPDATE "UserRole" SET role = 'PARENT' WHERE "userId" = $1`, [inviter.id]);
    const invited = acceptInvitation(asker(), await token(email), { account: { ...account, passwordHash } });
    await expect(invited).rejects.toThrow("invitation.withdrawn");
    expect(await rows(`SELECT 1 FROM "User" WHERE email = $1`, [email])).toEqual([]);
  });

  it("brings somebody back to a new place", async () => {
    const former = await createStaff(t.sql, t.random, { lead: true });
    await t.sql.query(`UPDATE "UserRole" SET role = 'PARENT' WHERE "userId" = $1`, [former.id]);
    await (await t.as(await admin())).invitations.inviteStaff(staff(former.email as string, { seat: "member" }));
    await acceptInvitation(asker(), await token(former.email as string), { userId: former.id });
    expect(
      await rows(`SELECT department, "isDepartmentLead" FROM "StaffProfile" WHERE "userId" = $1`, [former.id]),
    ).toEqual([{ department: "QUALITY", isDepartmentLead: false }]);
  });

  it("is refused twice, to who has the role, and in words beside the field", async () => {
    const api = await t.as(await admin());
    const email = address();
    await api.invitations.inviteStaff(staff(email));
    await expect(api.invitations.inviteStaff(staff(email))).rejects.toMatchObject({
      cause: { fields: { email: "invitation.already_open" } },
    });
    const there = await createStaff(t.sql, t.random);
    await expect(api.invitations.inviteStaff(staff(there.email as string))).rejects.toMatchObject({
      cause: { fields: { email: "invitation.holds_role" } },
    });
    await expect(api.invitations.inviteStaff(staff("nobody", { position: "" }))).rejects.toMatchObject({
      cause: { fields: { email: "field.email", position: "field.required|1" } },
    });
  });

  it("owes the second factor at the first sign-in where the policy asks for one", async () => {
    const email = address();
    await (await t.as(await admin())).invitations.inviteStaff(staff(email));
    const { userId } = await acceptInvitation(asker(), await token(email), { account: { ...account, passwordHash } });
    const [owed] = await rows(`SELECT app.factor_asked($1, true) AS asked, app.has_factor($1) AS has`, [userId]);
    expect(owed).toEqual({ asked: true, has: false });
  });
});

describe("an invitation to administer", () => {
  it("makes an administrator", async () => {
    const email = address();
    await (await t.as(await admin())).invitations.inviteAdministrator({ name: "Baraka Otieno", email, locale: "sw" });
    const { userId, role } = await acceptInvitation(asker(), await token(email), {
      account: { ...account, passwordHash },
    });
    expect(role).toBe("ADMIN");
    expect((await (await t.as({ id: userId })).people.list({})).rows.length).toBeGreaterThan(0);
  });
});

describe("open invitations", () => {
  it("are listed by state, sent again under a new link, and withdrawn", async () => {
    const boss = await admin();
    const api = await t.as(boss);
    const email = address();
    const { id } = await api.invitations.inviteStaff(staff(email));
    const first = await token(email);
    const found = async (state: "open" | "expired" | "used" | "withdrawn") =>
      (await api.invitations.list({ q: email, filters: { state: [state] } })).rows.map((row) => row.id);
    expect(await found("open")).toEqual([id]);
    const later = await t.as(boss, { now: new Date(Date.now() + 120_000) });
    await later.invitations.resend({ id });
    expect(await openInvitation(asker(), first)).toBeNull();
    expect((await openInvitation(asker(), await token(email)))?.state).toBe("open");
    await api.invitations.withdraw({ id });
    expect((await openInvitation(asker(), await token(email)))?.state).toBe("withdrawn");
    expect([await found("open"), await found("withdrawn")]).toEqual([[], [id]]);
    await expect(api.invitations.withdraw({ id })).rejects.toThrow("invitation.not_found");
  });

  it("leaves a family's invitations to the family", async () => {
    const api = await t.as(await admin());
    const [row] = await rows(
      `INSERT INTO "Invitation" (id, "tokenHash", email, role, "invitedById", "studentIds", "expiresAt")
       VALUES (gen_random_uuid(), '\\x01', 'gran@people.uhs.test', 'PARENT', gen_random_uuid(), ARRAY[gen_random_uuid()], now() + interval '1 day') RETURNING id`,
    );
    expect((await api.invitations.list({ q: "gran@people" })).rows).toEqual([]);
    await expect(api.invitations.withdraw({ id: row.id })).rejects.toThrow("invitation.not_found");
  });
});

describe("with our own code taken away", () => {
  const refused = { refused: expect.stringContaining("row-level security") };

  it("nobody but an administrator writes an invitation to work", async () => {
    const insert = `INSERT INTO "Invitation" (id, "tokenHash", email, role, "invitedById", grants, "expiresAt")
      VALUES (gen_random_uuid(), '\\x02', 'x@people.uhs.test', 'STAFF', $1, '{}', now() + interval '1 day')`;
    const people = [await createStaff(t.sql, t.random, { lead: true }), await createUser(t.sql, t.random)];
    await t.asApp(people[0]?.id ?? "", "STAFF", async (query) => {
      expect(await attempt(query, insert, [people[0]?.id])).toEqual(refused);
    });
    const boss = await admin();
    await t.asApp(boss.id, "ADMIN", async (query) => {
      expect(await attempt(query, insert, [boss.id])).toEqual({ rows: [] });
    });
  });

  it("the service that takes people in gives the role to invited people only", async () => {
    const [boss, someone] = [await admin(), await createUser(t.sql, t.random)];
    const give = (role: string) =>
      `INSERT INTO "UserRole" (id, "userId", role) VALUES (gen_random_uuid(), '${someone.id}', '${role}')`;
    const place = `INSERT INTO "StaffProfile" ("userId", department, position) VALUES ('${someone.id}', 'SAFETY', 'Clerk')`;
    const accepted = (role: string) =>
      t.sql.query(
        `INSERT INTO "Invitation" (id, "tokenHash", email, role, "invitedById", "expiresAt", "acceptedAt", "acceptedById")
         VALUES (gen_random_uuid(), $1, 'x@people.uhs.test', $2, $3, now(), now(), $4)`,
        [Buffer.from(`${role}${boss.id}`), role, boss.id, someone.id],
      );
    const tries = () =>
      t.asApp(
        null,
        null,
        async (query) => {
          const answers: string[] = [];
          for (const text of [give("STAFF"), give("ADMIN"), place])
            answers.push("refused" in (await attempt(query, text)) ? "refused" : "done");
          return answers;
        },
        "registration",
      );
    expect(await tries()).toEqual(["refused", "refused", "refused"]);
    await accepted("STAFF");
    expect(await tries()).toEqual(["done", "refused", "done"]);
    await accepted("ADMIN");
    expect(await tries()).toEqual(["done", "done", "done"]);
    await t.sql.query(`UPDATE "User" SET status = 'SUSPENDED' WHERE id = $1`, [boss.id]);
    expect(await tries()).toEqual(["refused", "refused", "refused"]);
  });
});
