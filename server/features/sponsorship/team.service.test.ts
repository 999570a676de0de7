/** PT-11 through the front door, and the same with all of our code taken away. */
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { createMembership, createOrganization, createUser } from "@/tests/factories/identity";
import { attempt, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { sentLinks } from "@/tests/harness/letters";
import type { MemberRole } from "../identity/invitations.schema";
import { acceptInvitation } from "../identity/invitations.service";
import { mayDo } from "./team.domain";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("team");
});
afterAll(() => t.close());

const asker = () => ({ now: new Date(), ip: "10.9.0.4", userAgent: "test", requestId: "r" });
async function member(organizationId: string, role: MemberRole) {
  const user = await createUser(t.sql, t.random, { roles: ["PARTNER"] });
  const { id } = await createMembership(t.sql, t.random, { organizationId, userId: user.id, role });
  return { ...user, membershipId: id };
}
async function team() {
  const organization = await createOrganization(t.sql, t.random);
  return {
    organization,
    owner: await member(organization.id, "OWNER"),
    manager: await member(organization.id, "MANAGER"),
    viewer: await member(organization.id, "VIEWER"),
  };
}
let people = 0;
const guest = (more: object = {}) => ({
  name: "Mumbua Kilonzo",
  contact: `helper${people++}@people.uhs.test`,
  role: "MEMBER" as const,
  locale: "sw" as const,
  ...more,
});
const rows = async (text: string, values: unknown[] = []) => (await t.sql.query(text, values)).rows;

describe("inviting into a team", () => {
  it("makes somebody a member when they accept, once, and tells whoever looks after the team", async () => {
    const { organization, owner, manager, viewer } = await team();
    const input = guest();
    await (await t.as(manager)).team.invite(input);
    const newcomer = await createUser(t.sql, t.random);
    const [link = ""] = await sentLinks(t.sql, input.contact, "invite");
    await acceptInvitation(asker(), link, { userId: newcomer.id });
    expect(await rows(`SELECT role FROM "Membership" WHERE "userId" = $1`, [newcomer.id])).toEqual([
      { role: "MEMBER" },
    ]);
    const told = await rows(
      `SELECT "userId" FROM "Notification" WHERE type = 'team.member_added' AND "userId" = ANY($1)`,
      [[owner.id, manager.id, viewer.id]],
    );
    expect(told.map((row) => row.userId).sort()).toEqual([owner.id, manager.id].sort());
    await (await t.as(owner)).team.invite(guest({ contact: newcomer.email }));
    const [again = ""] = await sentLinks(t.sql, newcomer.email as string, "invite");
    await expect(acceptInvitation(asker(), again, { userId: newcomer.id })).rejects.toThrow("team.already_member");
    expect((await (await t.as(viewer)).team.list())?.organization.id).toBe(organization.id);
  });

  it("is for owners and managers, and to places below their own", async () => {
    const { owner, manager, viewer } = await team();
    await expect((await t.as(viewer)).team.invite(guest())).rejects.toThrow("team.not_yours");
    await expect((await t.as(manager)).team.invite(guest({ role: "MANAGER" }))).rejects.toThrow("team.not_yours");
    const { id } = await (await t.as(owner)).team.invite(guest({ role: "OWNER" }));
    await expect((await t.as(manager)).team.withdraw({ id })).rejects.toThrow("team.not_yours");
    const stranger = await team();
    await expect((await t.as(stranger.owner)).team.withdraw({ id })).rejects.toThrow("invitation.not_found");
    await expect((await t.as(owner)).team.withdraw({ id })).resolves.toEqual({ withdrawn: true });
    await expect((await t.as(owner)).team.invite(guest({ contact: "nobody" }))).rejects.toMatchObject({
      cause: { fields: { contact: "field.contact" } },
    });
  });

  it("gives nothing once whoever invited may no longer, or the organisation is stopped", async () => {
    const { organization, owner, manager } = await team();
    const [first, second] = [guest(), guest()];
    await (await t.as(manager)).team.invite(first);
    await (await t.as(owner)).team.invite(second);
    await (await t.as(owner)).team.changeRole({ membershipId: manager.membershipId, role: "VIEWER", from: "MANAGER" });
    const newcomer = await createUser(t.sql, t.random);
    const accept = async ({ contact }: { contact: string }) =>
      acceptInvitation(asker(), (await sentLinks(t.sql, contact, "invite"))[0] ?? "", { userId: newcomer.id });
    await expect(accept(first)).rejects.toThrow("invitation.withdrawn");
    await t.sql.query(`UPDATE "Organization" SET status = 'SUSPENDED' WHERE id = $1`, [organization.id]);
    await expect(accept(second)).rejects.toThrow("invitation.withdrawn");
    await expect((await t.as(owner)).team.invite(guest())).rejects.toThrow("team.none");
    expect(await rows(`SELECT 1 FROM "Membership" WHERE "userId" = $1`, [newcomer.id])).toEqual([]);
  });
});

describe("removing from a team", () => {
  it("is felt by the next read, told to whoever it is, and written down", async () => {
    const { owner, viewer } = await team();
    const theirs = await t.as(viewer);
    expect(await theirs.team.list()).not.toBeNull();
    await (await t.as(owner)).team.remove({ membershipId: viewer.membershipId });
    expect(await theirs.team.list()).toBeNull();
    expect(
      await rows(`SELECT href FROM "Notification" WHERE "userId" = $1 AND type = 'team.member_removed'`, [viewer.id]),
    ).toEqual([{ href: null }]);
    expect(
      await rows(`SELECT action FROM "AuditEvent" WHERE "subjectId" = $1 AND "actorId" = $2`, [
        viewer.membershipId,
        owner.id,
      ]),
    ).toEqual([{ action: "team.member_removed" }]);
    const open = await rows(
      `SELECT payload->>'topic' AS topic FROM "LiveEvent" WHERE "userId" = $1 AND kind = 'changed'`,
      [viewer.id],
    );
    expect(open).toContainEqual({ topic: "team" });
  });

  it("leaves an owner, who may go when there is another", async () => {
    const { owner, manager } = await team();
    const api = await t.as(owner);
    await expect(api.team.remove({ membershipId: owner.membershipId })).rejects.toThrow("team.last_owner");
    await expect((await t.as(manager)).team.remove({ membershipId: owner.membershipId })).rejects.toThrow(
      "team.not_yours",
    );
    await api.team.changeRole({ membershipId: manager.membershipId, role: "OWNER", from: "MANAGER" });
    await expect(
      api.team.changeRole({ membershipId: manager.membershipId, role: "VIEWER", from: "MANAGER" }),
    ).rejects.toThrow("conflict");
    await expect(api.team.remove({ membershipId: owner.membershipId })).resolves.toEqual({ removed: true });
  });
});

test.each([
  ["OWNER", "OWNER", 2, { change: ["OWNER", "MANAGER", "MEMBER", "VIEWER"], remove: true, leave: false }],
  ["MANAGER", "VIEWER", 1, { change: ["MEMBER", "VIEWER"], remove: true, leave: false }],
  ["MANAGER", "MANAGER", 1, { change: [], remove: false, leave: false }],
  ["MEMBER", "VIEWER", 1, { change: [], remove: false, leave: false }],
] as const)("a team's %s about a %s", (mine, theirs, owners, may) =>
  expect(mayDo({ userId: "me", role: mine }, { userId: "you", role: theirs }, owners)).toEqual(may),
);

describe("with our own code taken away", () => {
  const set = (role: string) => `UPDATE "Membership" SET role = '${role}' WHERE id = $1 RETURNING id`;
  const drop = `DELETE FROM "Membership" WHERE id = $1 RETURNING id`;
  const refused = { refused: expect.stringContaining("row-level security") };

  it("each changes only those below, and nobody leaves a team without its owner", async () => {
    const { organization, owner, manager, viewer } = await team();
    const other = await team();
    await t.asApp(viewer.id, "PARTNER", async (query) => {
      expect(await attempt(query, set("OWNER"), [viewer.membershipId])).toEqual({ rows: [] });
      expect(await attempt(query, drop, [manager.membershipId])).toEqual({ rows: [] });
    });
    await t.asApp(manager.id, "PARTNER", async (query) => {
      expect(await attempt(query, set("OWNER"), [manager.membershipId])).toEqual({ rows: [] });
      expect(await attempt(query, set("OWNER"), [viewer.membershipId])).toEqual(refused);
      expect(await attempt(query, set("MEMBER"), [viewer.membershipId])).toEqual({
        rows: [{ id: viewer.membershipId }],
      });
      expect(await attempt(query, drop, [owner.membershipId])).toEqual({ rows: [] });
    });
    await t.asApp(owner.id, "PARTNER", async (query) => {
      const last = { refused: expect.stringContaining("membership_last_owner") };
      expect(await attempt(query, drop, [owner.membershipId])).toEqual(last);
      expect(await attempt(query, set("MEMBER"), [owner.membershipId])).toEqual(last);
      expect(await attempt(query, drop, [other.viewer.membershipId])).toEqual({ rows: [] });
      const insert = `INSERT INTO "Membership" (id, "organizationId", "userId", role) VALUES (gen_random_uuid(), $1, $2, 'MEMBER')`;
      expect(await attempt(query, insert, [organization.id, other.viewer.id])).toEqual(refused);
    });
  });

  it("an invitation goes to one's own organisation, from a place that may give it", async () => {
    const { organization, owner, manager, viewer } = await team();
    const other = await team();
    const insert = `INSERT INTO "Invitation" (id, "tokenHash", email, role, "invitedById", "organizationId", "studentIds", grants, "expiresAt")
      VALUES (gen_random_uuid(), '\\x03', 'x@people.uhs.test', 'PARTNER', $1, $2, '{}', $3, now() + interval '1 day')`;
    const tries: [{ id: string }, string, MemberRole, object][] = [
      [viewer, organization.id, "VIEWER", refused],
      [manager, organization.id, "OWNER", refused],
      [manager, organization.id, "MEMBER", { rows: [] }],
      [owner, other.organization.id, "MEMBER", refused],
      [owner, organization.id, "OWNER", { rows: [] }],
    ];
    for (const [who, to, place, answer] of tries)
      await t.asApp(who.id, "PARTNER", async (query) => {
        expect(await attempt(query, insert, [who.id, to, { kind: "partner", member: place }]), place).toEqual(answer);
      });
  });
});
