/** PA-7 through the front door, and the same with all of our code taken away. */
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { openText } from "@/server/platform/crypto";
import { createCase } from "@/tests/factories/care";
import { createConsent } from "@/tests/factories/consent";
import { createGuardianship, createHousehold, rights } from "@/tests/factories/families";
import { createMembership, createStaff, createUser } from "@/tests/factories/identity";
import { attempt, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { acceptInvitation, openInvitation } from "../identity/invitations.service";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("members");
});
afterAll(() => t.close());

const asker = (now = new Date()) => ({ now, ip: "10.9.0.1", userAgent: "test", requestId: "r" });
const one = async <R extends object>(text: string, values: unknown[] = []) =>
  (await t.sql.query(text, values)).rows[0] as R;

/** A mother (main guardian), a father who consents too, and an aunt who may only look. */
async function household(children = 1) {
  const { parent: mother, students, family } = await createHousehold(t.sql, t.random, { children });
  const father = await createUser(t.sql, t.random);
  const aunt = await createUser(t.sql, t.random);
  const child = students[0] as (typeof students)[number];
  const ties: Record<string, string> = {};
  for (const student of students) {
    ties.father = (
      await createGuardianship(t.sql, t.random, { guardianId: father.id, studentId: student.id, relation: "FATHER" })
    ).id;
    ties.aunt = (
      await createGuardianship(t.sql, t.random, {
        guardianId: aunt.id,
        studentId: student.id,
        relation: "CARER",
        ...rights.viewOnly,
      })
    ).id;
  }
  ties.mother = (
    await one<{ id: string }>(`SELECT id FROM "Guardianship" WHERE "guardianId" = $1 AND "studentId" = $2`, [
      mother.id,
      child.id,
    ])
  ).id;
  return { mother, father, aunt, child, students, family, ties: ties as Record<"mother" | "father" | "aunt", string> };
}
const look = { view: true, message: false, pay: false, consent: false };
const all = { view: true, message: true, pay: true, consent: true };
const invitation = (studentIds: string[], more: object = {}) => ({
  studentIds,
  name: "Shiru Wambui",
  contact: "shiru@people.uhs.test",
  relation: "GRANDPARENT" as const,
  rights: look,
  locale: "sw" as const,
  ...more,
});
/** The token in the letter that was really written. */
async function tokenSent(to: string): Promise<string> {
  const row = await one<{ text: string; messageId: string; locale: string }>(
    `SELECT text, "messageId", locale FROM "OutboxMessage" WHERE "toAddress" = $1 ORDER BY "createdAt" DESC LIMIT 1`,
    [to],
  );
  expect(row.text, "waits sealed").not.toContain("http");
  return /\/invite\/([\w-]+)/.exec(openText(row.text, `outbox:${row.messageId}`))?.[1] ?? "";
}

describe("inviting", () => {
  it("writes one letter in the invited person's language, and only the token's hash stays", async () => {
    const { mother, students } = await household(2);
    const ids = students.map(({ id }) => id);
    const to = `gran.${mother.id.slice(-6)}@people.uhs.test`;
    const api = await t.as(mother);
    const { id } = await api.members.invite(invitation(ids, { contact: ` ${to.toUpperCase()} ` }));
    const token = await tokenSent(to);
    expect(token).toMatch(/^[\w-]{43}$/);
    const row = await one<Record<string, unknown>>(`SELECT * FROM "Invitation" WHERE id = $1`, [id]);
    expect(JSON.stringify(row)).not.toContain(token);
    expect(row.grants).toEqual({ kind: "guardian", relation: "GRANDPARENT", rights: look });
    const opened = await openInvitation(asker(), token);
    expect(opened).toMatchObject({ state: "open", from: mother.name, hasAccount: false });
    expect(opened?.about).toHaveLength(2);
    const letter = await one<{ locale: string; subject: string }>(
      `SELECT locale, subject FROM "OutboxMessage" WHERE "toAddress" = $1`,
      [to],
    );
    expect(letter.locale).toBe("sw");
    expect(letter.subject, "a subject is seen by others").not.toContain(`${students[0]?.firstName}`);
    // Before acceptance nobody is a guardian.
    const { rows } = await t.sql.query(`SELECT id FROM "Guardianship" WHERE "studentId" = ANY($1)`, [ids]);
    expect(rows).toHaveLength(6);
  });

  it("grants exactly once, to somebody signed in, and tells the others", async () => {
    const { mother, father, aunt, child } = await household();
    const to = `once.${mother.id.slice(-6)}@people.uhs.test`;
    await (await t.as(mother)).members.invite(invitation([child.id], { contact: to }));
    const token = await tokenSent(to);
    const [gran, other] = [await createUser(t.sql, t.random), await createUser(t.sql, t.random)];
    const results = await Promise.allSettled([
      acceptInvitation(asker(), token, { userId: gran.id }),
      acceptInvitation(asker(), token, { userId: other.id }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { rows } = await t.sql.query(
      `SELECT "canView", "canConsent", relation FROM "Guardianship" WHERE "studentId" = $1 AND "guardianId" IN ($2, $3)`,
      [child.id, gran.id, other.id],
    );
    expect(rows).toEqual([{ canView: true, canConsent: false, relation: "GRANDPARENT" }]);
    await expect(acceptInvitation(asker(), token, { userId: gran.id })).rejects.toThrow("invitation.used");
    const told = await t.sql.query(
      `SELECT "userId" FROM "Notification" WHERE type = 'family.member_added' AND "studentId" = $1`,
      [child.id],
    );
    expect(told.rows.map((row) => row.userId).sort()).toEqual([mother.id, father.id, aunt.id].sort());
  });

  it("sends it again under a new link, and the one before opens nothing; withdrawn and expired are told plainly", async () => {
    const { mother, child } = await household();
    const to = `again.${mother.id.slice(-6)}@people.uhs.test`;
    const api = await t.as(mother);
    const { id } = await api.members.invite(invitation([child.id], { contact: to }));
    const first = await tokenSent(to);
    await expect(api.members.resend({ id })).rejects.toThrow("invitation.too_many");
    const later = await t.as(mother, { now: new Date(Date.now() + 120_000) });
    await later.members.resend({ id });
    const second = await tokenSent(to);
    expect(second).not.toBe(first);
    expect(await openInvitation(asker(), first)).toBeNull();
    expect((await openInvitation(asker(new Date(Date.now() + 8 * 86_400_000)), second))?.state).toBe("expired");
    await api.members.withdraw({ id });
    expect((await openInvitation(asker(), second))?.state).toBe("withdrawn");
    const guest = await createUser(t.sql, t.random);
    await expect(acceptInvitation(asker(), second, { userId: guest.id })).rejects.toThrow("invitation.withdrawn");
    await expect(api.members.withdraw({ id })).rejects.toThrow("invitation.not_found");
  });

  it("is for guardians who consent; the right to consent is given by the main guardian alone", async () => {
    const { father, aunt, mother, child } = await household();
    await expect((await t.as(aunt)).members.invite(invitation([child.id]))).rejects.toThrow("member.not_yours");
    const fathers = await t.as(father);
    await expect(fathers.members.invite(invitation([child.id], { rights: all }))).rejects.toThrow(
      "member.only_primary",
    );
    await expect(fathers.members.invite(invitation([child.id], { contact: "0712345678" }))).resolves.toBeDefined();
    await expect((await t.as(mother)).members.invite(invitation([child.id], { rights: all }))).resolves.toBeDefined();
    const stranger = await household();
    await expect((await t.as(stranger.mother)).members.invite(invitation([child.id]))).rejects.toThrow(
      "child.not_found",
    );
    await expect(fathers.members.invite(invitation([child.id], { contact: "nobody" }))).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });

  it("gives nothing once the inviting guardian may no longer", async () => {
    const { mother, father, child, ties } = await household();
    const to = `late.${mother.id.slice(-6)}@people.uhs.test`;
    await (await t.as(father)).members.invite(invitation([child.id], { contact: to }));
    const token = await tokenSent(to);
    await (await t.as(mother)).members.remove({ guardianshipId: ties.father });
    const guest = await createUser(t.sql, t.random);
    await expect(acceptInvitation(asker(), token, { userId: guest.id })).rejects.toThrow("invitation.withdrawn");
    const { rows } = await t.sql.query(`SELECT "acceptedAt" FROM "Invitation" WHERE "invitedById" = $1`, [father.id]);
    expect(rows, "nothing of a refused acceptance stays").toEqual([{ acceptedAt: null }]);
  });

  it("never makes a child's account a guardian", async () => {
    const { mother, child } = await household();
    const to = `kid.${mother.id.slice(-6)}@people.uhs.test`;
    await (await t.as(mother)).members.invite(invitation([child.id], { contact: to }));
    const kid = await createUser(t.sql, t.random, { roles: ["STUDENT"] });
    await expect(acceptInvitation(asker(), await tokenSent(to), { userId: kid.id })).rejects.toThrow(
      "person.child_role",
    );
  });
});

describe("rights and removal", () => {
  it("removal is felt by the next read, is told to both, and leaves the session alone", async () => {
    const { mother, father, child, ties, family } = await household();
    const fathers = await t.as(father);
    expect((await fathers.families.child({ studentId: child.id })).child.id).toBe(child.id);
    await (await t.as(mother)).members.remove({ guardianshipId: ties.father });
    await expect(fathers.families.child({ studentId: child.id })).rejects.toThrow("child.not_found");
    expect((await fathers.members.list()).children).toEqual([]);
    const live = await t.sql.query(
      `SELECT payload->>'topic' AS topic FROM "LiveEvent" WHERE "userId" = $1 AND kind = 'changed' ORDER BY seq`,
      [father.id],
    );
    expect(live.rows.map((row) => row.topic)).toEqual(expect.arrayContaining([`family:${family.id}`, "members"]));
    const told = await t.sql.query(
      `SELECT href FROM "Notification" WHERE "userId" = $1 AND type = 'family.member_removed'`,
      [father.id],
    );
    expect(told.rows).toEqual([{ href: null }]);
    const lines = await t.sql.query(
      `SELECT "studentId" FROM "AuditEvent" WHERE action = 'family.member_removed' AND "subjectId" = $1`,
      [ties.father],
    );
    expect(lines.rows).toEqual([{ studentId: child.id }]);
  });

  it("calls the open pages of those who were shown the child by the word of whoever is gone", async () => {
    const { mother, father, child, ties } = await household();
    const partner = await createUser(t.sql, t.random, { roles: ["PARTNER"] });
    const { organizationId } = await createMembership(t.sql, t.random, { userId: partner.id });
    await t.sql.query(`UPDATE "Organization" SET kind = 'PARTNER', status = 'ACTIVE' WHERE id = $1`, [organizationId]);
    const calls = async () =>
      (
        await t.sql.query<{ topic: string }>(
          `WITH gone AS (DELETE FROM "LiveEvent" WHERE "userId" = $1 RETURNING payload) SELECT payload->>'topic' AS topic FROM gone`,
          [partner.id],
        )
      ).rows.map(({ topic }) => topic);
    await createConsent(t.sql, t.random, { studentId: child.id, grantedById: father.id, recipientId: organizationId });
    const mothers = await t.as(mother);
    const change = { guardianshipId: ties.father, relation: "FATHER" as const };
    await mothers.members.changeRights({ ...change, from: all, rights: { ...all, pay: false } });
    expect(await calls(), "a right that is not about consent").toEqual([]);
    await mothers.members.changeRights({ ...change, from: { ...all, pay: false }, rights: look });
    expect(await calls()).toEqual(["consent"]);
    await mothers.members.changeRights({ ...change, from: look, rights: all });
    expect(await calls()).toEqual(["consent"]);
    await (await t.as(father)).members.remove({ guardianshipId: ties.father });
    expect(await calls(), "who leaves by himself").toEqual(["consent"]);
  });

  it("changes rights from what was seen, and tells whom it concerns", async () => {
    const { father, aunt, ties } = await household();
    const api = await t.as(father);
    const change = { guardianshipId: ties.aunt, relation: "CARER" as const, from: look };
    await api.members.changeRights({ ...change, rights: { ...look, message: true } });
    await expect(api.members.changeRights({ ...change, rights: { ...look, pay: true } })).rejects.toThrow("conflict");
    const row = await one(`SELECT "canMessage", "canPay", "canConsent" FROM "Guardianship" WHERE id = $1`, [ties.aunt]);
    expect(row).toEqual({ canMessage: true, canPay: false, canConsent: false });
    const told = await t.sql.query(`SELECT type FROM "Notification" WHERE "userId" = $1`, [aunt.id]);
    expect(told.rows).toEqual([{ type: "family.rights_changed" }]);
    await expect(
      api.members.changeRights({ ...change, from: { ...look, message: true }, rights: all }),
    ).rejects.toThrow("member.only_primary");
  });

  it("nobody removes the main guardian, the last who consents, or somebody above them", async () => {
    const { mother, father, aunt, ties } = await household();
    await expect((await t.as(father)).members.remove({ guardianshipId: ties.mother })).rejects.toThrow(
      "member.primary",
    );
    await expect((await t.as(mother)).members.remove({ guardianshipId: ties.mother })).rejects.toThrow(
      "member.primary",
    );
    await expect((await t.as(aunt)).members.remove({ guardianshipId: ties.father })).rejects.toThrow(
      "member.not_yours",
    );
    await expect((await t.as(aunt)).members.remove({ guardianshipId: ties.aunt })).resolves.toEqual({ removed: true });
    const mothers = await t.as(mother);
    await mothers.members.makePrimary({ guardianshipId: ties.father });
    await expect(mothers.members.remove({ guardianshipId: ties.mother })).resolves.toEqual({ removed: true });
    await expect((await t.as(father)).members.remove({ guardianshipId: ties.father })).rejects.toThrow();
  });

  it("two who remove each other at the same moment leave one who consents", async () => {
    const { mother, father, ties } = await household();
    await t.sql.query(`UPDATE "Guardianship" SET "isPrimary" = false WHERE id = $1`, [ties.mother]);
    const [hers, his] = [await t.as(mother), await t.as(father)];
    await Promise.allSettled([
      hers.members.remove({ guardianshipId: ties.father }),
      his.members.remove({ guardianshipId: ties.mother }),
    ]);
    const { rows } = await t.sql.query(
      `SELECT count(*)::int AS n FROM "Guardianship" WHERE id IN ($1, $2) AND "endedAt" IS NULL AND "canConsent"`,
      [ties.mother, ties.father],
    );
    expect(rows[0].n).toBe(1);
  });

  it("a guardian of another family finds nobody", async () => {
    const [a, b] = [await household(), await household()];
    const api = await t.as(b.mother);
    const from = { relation: "CARER" as const, from: look, rights: look };
    await expect(api.members.remove({ guardianshipId: a.ties.aunt })).rejects.toThrow("member.not_found");
    await expect(api.members.changeRights({ guardianshipId: a.ties.aunt, ...from })).rejects.toThrow(
      "member.not_found",
    );
    await expect(api.members.requestContest({ studentId: a.child.id, reason: "They are not mine" })).rejects.toThrow(
      "child.not_found",
    );
  });
});

describe("the database alone", () => {
  const set = (what: string) => `UPDATE "Guardianship" SET ${what} WHERE id = $1 RETURNING id`;
  const refused = { refused: expect.any(String) };
  const nothing = { rows: [] };

  test("lets a guardian raise nobody above themselves, nor themselves", async () => {
    const { father, aunt, ties } = await household();
    await t.asApp(aunt.id, "PARENT", async (query) => {
      expect(await attempt(query, set(`"canConsent" = true`), [ties.aunt])).toEqual(refused);
      expect(await attempt(query, set(`"endedAt" = now()`), [ties.father])).toEqual(nothing);
    });
    await t.asApp(father.id, "PARENT", async (query) => {
      expect(await attempt(query, set(`"canConsent" = true`), [ties.aunt])).toEqual(refused);
      expect(await attempt(query, set(`"canPay" = true`), [ties.aunt])).toEqual({ rows: [{ id: ties.aunt }] });
      expect(await attempt(query, set(`"endedAt" = now()`), [ties.mother])).toEqual(nothing);
      expect(await attempt(query, set(`"guardianId" = gen_random_uuid()`), [ties.aunt])).toEqual(refused);
    });
  });

  test("makes nobody a guardian by somebody else's word, and keeps one who consents", async () => {
    const { mother, father, child, ties } = await household();
    await t.asApp(mother.id, "PARENT", async (query) => {
      const insert = `INSERT INTO "Guardianship" (id, "guardianId", "studentId", relation, "updatedAt") VALUES (gen_random_uuid(), $1, $2, 'CARER', now())`;
      expect(await attempt(query, insert, [father.id, child.id])).toEqual(refused);
      expect(await attempt(query, set(`"endedAt" = now()`), [ties.father])).toEqual({ rows: [{ id: ties.father }] });
      expect(await attempt(query, set(`"canConsent" = false`), [ties.mother])).toEqual({
        refused: expect.stringContaining("guardianship_last"),
      });
    });
  });

  test("invites for no child of another family and to no other role", async () => {
    const [a, b] = [await household(), await household()];
    const insert = (role: string, child: string) => ({
      text: `INSERT INTO "Invitation" (id, "tokenHash", role, "invitedById", "studentIds", "expiresAt") VALUES (gen_random_uuid(), $1, $2::"Role", $3, ARRAY[$4]::uuid[], now())`,
      values: [Buffer.from(`${role}${child}`), role, a.mother.id, child],
    });
    await t.asApp(a.mother.id, "PARENT", async (query) => {
      for (const [role, child, answer] of [
        ["PARENT", a.child.id, { rows: [] }],
        ["PARENT", b.child.id, refused],
        ["ADMIN", a.child.id, refused],
      ] as const) {
        const { text, values } = insert(role, child);
        expect(await attempt(query, text, values), `${role}`).toEqual(answer);
      }
    });
  });
});

describe("a contested child", () => {
  it("rests for every guardian, opens a case on the desk, and staff alone lifts it", async () => {
    const { mother, father, aunt, child, ties } = await household();
    const safety = await createStaff(t.sql, t.random, { department: "SAFETY" });
    const to = `rest.${mother.id.slice(-6)}@people.uhs.test`;
    const [hers, his] = [await t.as(mother), await t.as(father)];
    await hers.members.invite(invitation([child.id], { contact: to }));
    const token = await tokenSent(to);
    await his.members.requestContest({ studentId: child.id, reason: "Order 12/2026 of the Milimani court" });

    for (const act of [
      () => hers.members.remove({ guardianshipId: ties.aunt }),
      () => hers.members.invite(invitation([child.id])),
      () => hers.members.makePrimary({ guardianshipId: ties.father }),
      () => hers.members.changeRights({ guardianshipId: ties.aunt, relation: "CARER", from: look, rights: all }),
      () => his.members.requestContest({ studentId: child.id, reason: "The same once more" }),
    ])
      await expect(act()).rejects.toThrow("child.contested");
    const guest = await createUser(t.sql, t.random);
    await expect(acceptInvitation(asker(), token, { userId: guest.id })).rejects.toThrow("child.contested");
    await t.asApp(mother.id, "PARENT", async (query) => {
      const end = `UPDATE "Guardianship" SET "endedAt" = now() WHERE id = $1 RETURNING id`;
      expect(await attempt(query, end, [ties.aunt])).toEqual({ rows: [] });
      expect(await attempt(query, end, [ties.mother])).toEqual({ refused: expect.stringContaining("child_contested") });
      const lift = `UPDATE "ChildContest" SET "liftedAt" = now() WHERE "studentId" = $1 RETURNING id`;
      expect(await attempt(query, lift, [child.id])).toEqual({ rows: [] });
    });

    const [seen] = (await hers.members.list()).children;
    expect(seen?.contest).toEqual({ since: expect.any(Date), reason: null });
    expect(seen?.members.some((member) => Object.values(member.may).some(Boolean))).toBe(false);
    expect((await his.members.list()).children[0]?.contest?.reason).toContain("Milimani");
    const desk = await (await t.as(safety)).cases.desk();
    expect(desk.waiting.some((row) => row.student.id === child.id)).toBe(true);
    const told = await t.sql.query(
      `SELECT "userId", type FROM "Notification" WHERE "studentId" = $1 AND type LIKE 'family.contest%'`,
      [child.id],
    );
    expect(told.rows).toEqual(
      expect.arrayContaining([
        { userId: mother.id, type: "family.contested" },
        { userId: aunt.id, type: "family.contested" },
        { userId: safety.id, type: "family.contest_opened" },
      ]),
    );

    await expect(hers.members.liftContest({ studentId: child.id, reason: "I would like to" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const desks = await t.as(safety);
    // Closed by hand the child would stay frozen and be on nobody's desk.
    const [dispute] = desk.waiting.filter((row) => row.student.id === child.id);
    await expect(
      desks.cases.move({ id: dispute?.id ?? "", from: "OPEN", to: "CLOSED", note: "They will manage" }),
    ).rejects.toThrow("case.cannot_move");
    await desks.members.liftContest({ studentId: child.id, reason: "The order was seen; both keep their rights" });
    await expect(desks.members.liftContest({ studentId: child.id, reason: "Once more, please" })).rejects.toThrow(
      "child.not_contested",
    );
    await expect(hers.members.remove({ guardianshipId: ties.aunt })).resolves.toEqual({ removed: true });
    const row = await one(`SELECT status FROM "FamilyCase" WHERE "studentId" = $1 AND kind = 'CONTEST'`, [child.id]);
    expect(row).toEqual({ status: "CLOSED" });
  });

  it("opens no record to others meanwhile; taking consent back stays possible", async () => {
    const { mother, child } = await household();
    await createConsent(t.sql, t.random, { studentId: child.id, grantedById: mother.id, dataType: "MOOD" });
    await (await t.as(mother)).members.requestContest({ studentId: child.id, reason: "We disagree before the court" });
    await t.asApp(mother.id, "PARENT", async (query) => {
      const decide = (granted: boolean) =>
        attempt(
          query,
          `INSERT INTO "ConsentRecord" (id, "studentId", "dataType", "recipientType", granted, purpose, "grantedById") VALUES (gen_random_uuid(), $1, 'PHOTO', 'PARTNER', ${granted}, 'share.partner', $2)`,
          [child.id, mother.id],
        );
      expect(await decide(true)).toEqual({ refused: expect.stringContaining("child_contested") });
      expect(await decide(false)).toEqual({ rows: [] });
    });
  });

  it("frozen by staff is a case in their hands, which leads back", async () => {
    const { mother, child, ties } = await household();
    const officer = await createStaff(t.sql, t.random);
    const staff = await t.as(officer);
    await createCase(t.sql, t.random, { studentId: child.id, ownerId: officer.id });
    const kinds = async () =>
      (await staff.cases.desk()).mine.map(({ kind, student }) => [kind, student.contested]).sort();
    expect(await kinds()).toEqual([["CARE", false]]);
    await staff.members.contest({ studentId: child.id, reason: "A court order arrived by post" });
    await expect((await t.as(mother)).members.remove({ guardianshipId: ties.aunt })).rejects.toThrow("child.contested");
    expect(await kinds()).toEqual([
      ["CARE", true],
      ["CONTEST", true],
    ]);
    const { rows } = await t.sql.query(
      `SELECT action FROM "AuditEvent" WHERE "studentId" = $1 AND action LIKE 'child.contest%'`,
      [child.id],
    );
    expect(rows).toEqual([{ action: "child.contested" }]);
    await staff.members.liftContest({ studentId: child.id, reason: "The order was seen; it changes nothing" });
    expect(await kinds()).toEqual([["CARE", false]]);
    await expect((await t.as(mother)).members.remove({ guardianshipId: ties.aunt })).resolves.toEqual({
      removed: true,
    });
  });
});
