/** Deciding, taking back and disagreeing: through the front door, felt by the next read of everybody it concerns. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createConsent } from "@/tests/factories/consent";
import { createGuardianship, createHousehold, createTeaching, rights } from "@/tests/factories/families";
import { createMembership, createUser } from "@/tests/factories/identity";
import { insertRow } from "@/tests/factories/insert";
import { type Person, type TestDatabase, testDatabase } from "@/tests/harness/db";
import type { DataType, RecipientType } from "./consent.schema";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("consent");
});
afterAll(() => t.close());

/** The first of what must be there. */
function only<T>(rows: readonly T[]): T {
  const [first] = rows;
  if (first === undefined) throw new Error("There is none");
  return first;
}

type House = Awaited<ReturnType<typeof house>>;
/** A child with two guardians who may both decide, a teacher, and an organisation with one member. */
async function house() {
  const { family, parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
  const child = only(students);
  const second = await createUser(t.sql, t.random, { roles: ["PARENT"] });
  await createGuardianship(t.sql, t.random, { guardianId: second.id, studentId: child.id, relation: "FATHER" });
  const { instructorId } = await createTeaching(t.sql, t.random, { studentId: child.id });
  const member = await createUser(t.sql, t.random, { roles: ["PARTNER"] });
  const { organizationId } = await createMembership(t.sql, t.random, { userId: member.id, role: "OWNER" });
  await t.sql.query(`UPDATE "Organization" SET kind = 'PARTNER', status = 'ACTIVE' WHERE id = $1`, [organizationId]);
  await insertRow(t.sql, "MoodEntry", {
    id: t.random.uuid(),
    studentId: child.id,
    day: new Date().toISOString().slice(0, 10),
    mood: 2,
    energy: 3,
    recordedById: parent.id,
    createdAt: new Date(),
    updatedAt: new Date(),
  });
  return { family, parent, second, child, teacher: instructorId, member: member.id, organizationId };
}
const textFor = async (type: RecipientType, locale = "en") =>
  only(
    (
      await t.sql.query<{ id: string }>(
        `SELECT id FROM "ConsentText" WHERE purpose = $1 AND locale = $2 ORDER BY version DESC LIMIT 1`,
        [`share.${type.toLowerCase()}`, locale],
      )
    ).rows,
  ).id;

type More = {
  dataType?: DataType;
  recipientType?: RecipientType;
  recipientId?: string | null;
  granted?: boolean;
  expiresOn?: string;
};
async function decide(who: Person, { child }: House, more: More = {}) {
  const recipientType = more.recipientType ?? "PARTNER";
  return (await t.as(who)).consent.decide({
    studentId: child.id,
    dataType: "MOOD",
    granted: true,
    ...more,
    recipientType,
    textId: await textFor(recipientType),
  });
}
const moodsSeen = async (who: string, role: "PARTNER" | "INSTRUCTOR", { child }: House) => {
  const ctx = await t.ctx({ user: who, role });
  return ctx.work((db) => db.moodEntry.count({ where: { studentId: child.id } }));
};
const live = async ({ child }: House) =>
  (
    await t.sql.query<Record<string, unknown>>(
      `SELECT * FROM "ConsentRecord" WHERE "studentId" = $1 AND "supersededAt" IS NULL ORDER BY "createdAt"`,
      [child.id],
    )
  ).rows;
const lines = async ({ child }: House) =>
  (
    await t.sql.query<{ seq: number; action: string; actorId: string | null }>(
      `SELECT seq, action, "actorId" FROM "ConsentAudit" WHERE "studentId" = $1 ORDER BY seq`,
      [child.id],
    )
  ).rows;
const told = async (userId: string) =>
  (
    await t.sql.query<{ type: string; params: Record<string, string> }>(
      `SELECT type, params FROM "Notification" WHERE "userId" = $1 ORDER BY "createdAt", type`,
      [userId],
    )
  ).rows;

describe("a decision", () => {
  test("opens one kind of record to one recipient, and keeps how it came about", async () => {
    const h = await house();
    expect(await moodsSeen(h.member, "PARTNER", h)).toBe(0);
    const caller = await t.as(h.parent, { ip: "196.201.1.2", userAgent: "Nokia" });
    const answer = await caller.consent.decide({
      studentId: h.child.id,
      dataType: "MOOD",
      recipientType: "PARTNER",
      recipientId: h.organizationId,
      granted: true,
      expiresOn: "2027-06-30",
      reason: " For the yearly visit. ",
      textId: await textFor("PARTNER", "sw"),
    });
    expect(answer).toMatchObject({ open: true, conflict: false });
    expect(await moodsSeen(h.member, "PARTNER", h)).toBe(1);
    expect(await live(h)).toEqual([
      expect.objectContaining({
        granted: true,
        withdrawal: false,
        purpose: "share.partner",
        reason: "For the yearly visit.",
        textId: await textFor("PARTNER", "sw"),
        grantedById: h.parent.id,
        verifiedBy: "password",
        ip: "196.201.1.2",
        userAgent: "Nokia",
        expiresAt: new Date("2027-06-30T20:59:59.999Z"),
      }),
    ]);
    const { rows } = await t.sql.query(
      `SELECT a.action, a.after->>'chain' AS chain, c.seq || ':' || c.hash AS really FROM "AuditEvent" a, "ConsentAudit" c
       WHERE a."studentId" = $1 AND a."subjectType" = 'consent' AND c."studentId" = $1`,
      [h.child.id],
    );
    expect(rows).toEqual([{ action: "consent.granted", chain: rows[0]?.really, really: expect.any(String) }]);
  });

  test("opens nothing else: no other kind of record, no other organisation, no teacher", async () => {
    const h = await house();
    const other = await house();
    await decide(h.parent, h, { dataType: "PROGRESS", recipientId: h.organizationId });
    expect(await moodsSeen(h.member, "PARTNER", h)).toBe(0);
    await decide(h.parent, h, { recipientId: h.organizationId });
    expect(await moodsSeen(h.member, "PARTNER", h)).toBe(1);
    expect(await moodsSeen(other.member, "PARTNER", h)).toBe(0);
    expect(await moodsSeen(h.teacher, "INSTRUCTOR", h)).toBe(0);
  });

  test("takes the place of the one before: one stands, the history has both, the same word again is the same", async () => {
    const h = await house();
    for (const granted of [true, true, false, false, true])
      await decide(h.parent, h, { granted, recipientId: h.organizationId });
    expect(await live(h)).toHaveLength(1);
    expect((await lines(h)).map(({ action }) => action)).toEqual([
      "granted",
      "superseded",
      "refused",
      "superseded",
      "granted",
    ]);
    expect((await lines(h)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test("is a row or a column at once, whole or absent", async () => {
    const h = await house();
    const caller = await t.as(h.parent);
    const cells = (["MOOD", "PHOTO", "MESSAGES"] as const).map((dataType) => ({
      dataType,
      recipientType: "INSTRUCTOR" as const,
    }));
    const input = { studentId: h.child.id, granted: true, textIds: [await textFor("INSTRUCTOR")] };
    await expect(
      caller.consent.decideMany({ ...input, cells: [...cells, { dataType: "PROGRESS", recipientType: "INSTRUCTOR" }] }),
    ).rejects.toMatchObject({ cause: { reason: "consent.class_record" } });
    expect(await live(h)).toHaveLength(0);
    expect((await caller.consent.decideMany({ ...input, cells })).map(({ open }) => open)).toEqual([true, true, true]);
    const back = await caller.consent.withdrawMany({ studentId: h.child.id, cells });
    expect(back.map(({ open }) => open)).toEqual([false, false, false]);
    expect(await moodsSeen(h.teacher, "INSTRUCTOR", h)).toBe(0);
  });

  test("needs the words as they are now", async () => {
    const h = await house();
    const caller = await t.as(h.parent);
    const input = { studentId: h.child.id, dataType: "MOOD", recipientType: "PARTNER", granted: true } as const;
    await expect(caller.consent.decide({ ...input, textId: await textFor("RESEARCH") })).rejects.toMatchObject({
      cause: { reason: "consent.no_text" },
    });
    const old = t.random.uuid();
    await t.sql.query(
      `INSERT INTO "ConsentText" (id, purpose, version, locale, body, sha256) VALUES ($1, 'share.partner', 1, 'en', 'old', encode(sha256('old'), 'hex'))`,
      [old],
    );
    await expect(caller.consent.decide({ ...input, textId: old })).rejects.toMatchObject({
      cause: { reason: "consent.text_changed" },
    });
    expect(await live(h)).toEqual([]);
  });

  test.each([
    ["yesterday", "2020-01-01"],
    ["in a hundred years", "2126-01-01"],
  ])("cannot end %s", async (_, expiresOn) => {
    const h = await house();
    await expect(decide(h.parent, h, { expiresOn })).rejects.toMatchObject({ cause: { reason: "consent.end" } });
  });

  test("names only a teacher of the child or an active organisation", async () => {
    const h = await house();
    const other = await house();
    for (const [recipientType, recipientId] of [
      ["INSTRUCTOR", other.teacher],
      ["PARTNER", h.teacher],
      ["INSTRUCTOR", h.organizationId],
    ] as const)
      await expect(decide(h.parent, h, { recipientType, recipientId })).rejects.toMatchObject({
        cause: { reason: "consent.no_recipient" },
      });
  });
});

describe("a proof of who is there", () => {
  test("is asked for what opens something, never for a no or for taking back", async () => {
    const h = await house();
    const cell = {
      studentId: h.child.id,
      dataType: "MOOD",
      recipientType: "PARTNER",
      recipientId: h.organizationId,
    } as const;
    const textId = await textFor("PARTNER");
    // Signed in a quarter of an hour ago.
    const late = await t.as(h.parent, { now: new Date(Date.now() + 15 * 60_000) });
    const refused = { cause: { reason: "step_up_required" } };
    await expect(late.consent.decide({ ...cell, granted: true, textId })).rejects.toMatchObject(refused);
    await decide(h.parent, h, { recipientId: h.organizationId });
    expect(await late.consent.withdraw(cell)).toMatchObject({ open: false });
    expect(await late.consent.decide({ ...cell, dataType: "PHOTO", granted: false, textId })).toMatchObject({
      open: false,
    });
    await expect(late.consent.abstain(cell)).rejects.toMatchObject(refused);
    expect(await moodsSeen(h.member, "PARTNER", h)).toBe(0);
  });
});

describe("nobody else decides", () => {
  test("another family's child is not found; a guardian who may only look is told so; both leave everything as it was", async () => {
    const h = await house();
    const other = await house();
    await expect(decide(other.parent, h)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const looker = await createUser(t.sql, t.random, { roles: ["PARENT"] });
    await createGuardianship(t.sql, t.random, { guardianId: looker.id, studentId: h.child.id, ...rights.viewOnly });
    await expect(decide(looker, h)).rejects.toMatchObject({ cause: { reason: "consent.not_yours" } });
    for (const act of ["withdraw", "abstain"] as const)
      await expect(
        (await t.as(looker)).consent[act]({ studentId: h.child.id, dataType: "MOOD", recipientType: "PARTNER" }),
      ).rejects.toMatchObject({ cause: { reason: "consent.not_yours" } });
    expect(await live(h)).toEqual([]);
  });

  test("with our own code taken away the database refuses: another's name, another's word, a back-dated one", async () => {
    const h = await house();
    const given = await createConsent(t.sql, t.random, { studentId: h.child.id, grantedById: h.parent.id });
    const row = (by: string) => [t.random.uuid(), h.child.id, by];
    const insert = `INSERT INTO "ConsentRecord" (id, "studentId", "dataType", "recipientType", granted, purpose, "grantedById", "createdAt") VALUES ($1, $2, 'PHOTO', 'RESEARCH', true, 'x', $3, '2020-01-01')`;
    await t.asApp(h.second.id, "PARENT", async (query) => {
      // Only one's own word can be ended.
      expect(
        await query(`UPDATE "ConsentRecord" SET "supersededAt" = now() WHERE id = $1 RETURNING id`, [given.id]),
      ).toEqual([]);
      await query(insert, row(h.second.id));
      const [made] = await query<{ old: boolean }>(
        `SELECT "createdAt" < now() - interval '1 minute' AS old FROM "ConsentRecord" WHERE "grantedById" = $1`,
        [h.second.id],
      );
      expect(made).toEqual({ old: false });
    });
    await expect(t.asApp(h.second.id, "PARENT", (query) => query(insert, row(h.parent.id)))).rejects.toThrow(
      /row-level security/,
    );
    for (const change of [
      `granted = false`,
      `reason = 'other'`,
      `ip = NULL`,
      `"verifiedBy" = 'paper'`,
      `"expiresAt" = now()`,
    ])
      await expect(t.sql.query(`UPDATE "ConsentRecord" SET ${change} WHERE id = $1`, [given.id])).rejects.toThrow(
        /superseded/,
      );
    await t.sql.query(`UPDATE "ConsentRecord" SET "supersededAt" = now() WHERE id = $1`, [given.id]);
    await expect(
      t.sql.query(`UPDATE "ConsentRecord" SET "supersededAt" = NULL WHERE id = $1`, [given.id]),
    ).rejects.toThrow(/begin again/);
  });

  test("recipients never read the decisions themselves: no reason, no address, no refusal", async () => {
    const h = await house();
    await decide(h.parent, h, { recipientId: h.organizationId });
    await decide(h.parent, h, { recipientType: "INSTRUCTOR", granted: false });
    for (const [who, role] of [
      [h.member, "PARTNER"],
      [h.teacher, "INSTRUCTOR"],
    ] as const)
      await t.asApp(who, role, async (query) => {
        expect(await query(`SELECT 1 FROM "ConsentRecord"`)).toEqual([]);
        expect(await query(`SELECT 1 FROM "ConsentAudit"`)).toEqual([]);
      });
    const received = await t.asApp(h.member, "PARTNER", (query) => query(`SELECT * FROM app.received_consents()`));
    expect(received).toEqual([
      { studentId: h.child.id, dataType: "MOOD", recipientId: h.organizationId, expiresAt: null },
    ]);
  });
});

describe("taking back", () => {
  test("is one press, needs no words, and the next read finds nothing", async () => {
    const h = await house();
    await decide(h.parent, h, { recipientId: h.organizationId });
    const caller = await t.as(h.parent);
    const cell = {
      studentId: h.child.id,
      dataType: "MOOD",
      recipientType: "PARTNER",
      recipientId: h.organizationId,
    } as const;
    const reads = [await moodsSeen(h.member, "PARTNER", h)];
    expect(await caller.consent.withdraw(cell)).toMatchObject({ open: false });
    reads.push(await moodsSeen(h.member, "PARTNER", h));
    expect(reads).toEqual([1, 0]);
    expect(await caller.consent.withdraw(cell)).toMatchObject({ open: false });
    expect((await lines(h)).map(({ action }) => action)).toEqual(["granted", "superseded", "withdrawn"]);
    expect(await live(h)).toEqual([
      expect.objectContaining({ granted: false, withdrawal: true, textId: await textFor("PARTNER") }),
    ]);
  });

  test("calls the open pages of the recipient and of the guardians, of nobody else", async () => {
    const h = await house();
    const other = await house();
    await decide(h.parent, h, { recipientId: h.organizationId });
    await t.sql.query(`DELETE FROM "LiveEvent"`);
    await (await t.as(h.parent)).consent.withdraw({
      studentId: h.child.id,
      dataType: "MOOD",
      recipientType: "PARTNER",
      recipientId: h.organizationId,
    });
    const { rows } = await t.sql.query<{ userId: string }>(
      `SELECT DISTINCT "userId" FROM "LiveEvent" WHERE kind = 'changed' AND payload->>'topic' = 'consent'`,
    );
    expect(rows.map(({ userId }) => userId).sort()).toEqual([h.member, h.parent.id, h.second.id].sort());
    expect(JSON.stringify(rows)).not.toContain(other.member);
    const { rows: said } = await t.sql.query(`SELECT payload FROM "LiveEvent" WHERE "userId" = $1`, [h.member]);
    expect(JSON.stringify(said)).not.toContain(h.child.id);
  });
});

describe("two guardians", () => {
  test("who disagree: the no holds whoever spoke first, both are told once, and it opens when they agree", async () => {
    for (const noFirst of [true, false]) {
      const h = await house();
      const say = [
        () => decide(h.second, h, { granted: false, recipientId: h.organizationId }),
        () => decide(h.parent, h, { recipientId: h.organizationId }),
      ];
      if (!noFirst) say.reverse();
      await say[0]?.();
      expect(await say[1]?.()).toMatchObject({ open: false, conflict: true });
      await say[1]?.();
      expect(await moodsSeen(h.member, "PARTNER", h)).toBe(0);
      expect(await live(h)).toHaveLength(2);
      for (const [who, other] of [
        [h.parent, h.second],
        [h.second, h.parent],
      ] as const) {
        const conflicts = (await told(who.id)).filter(({ type }) => type === "consent.conflict");
        expect(conflicts).toEqual([
          {
            type: "consent.conflict",
            params: {
              child: h.child.firstName,
              recipient: expect.any(String),
              other: other.preferredName ?? expect.any(String),
            },
          },
        ]);
      }
      const matrix = await (await t.as(h.parent)).consent.matrix({ studentId: h.child.id });
      expect(matrix.conflicts).toMatchObject([{ dataType: "MOOD", mine: true, yes: [], no: [expect.any(String)] }]);
      const cell = matrix.rows
        .find((row) => row.recipientId === h.organizationId)
        ?.cells.find(({ dataType }) => dataType === "MOOD");
      expect(cell).toMatchObject({ open: false, why: "conflict", mine: true });
      expect(await decide(h.second, h, { recipientId: h.organizationId })).toMatchObject({
        open: true,
        conflict: false,
      });
      expect(await moodsSeen(h.member, "PARTNER", h)).toBe(1);
    }
  });

  test("a no to all of a kind stands against the other's yes to one", async () => {
    const h = await house();
    await decide(h.second, h, { granted: false });
    expect(await decide(h.parent, h, { recipientId: h.organizationId })).toMatchObject({ open: false, conflict: true });
    expect(await moodsSeen(h.member, "PARTNER", h)).toBe(0);
  });

  test("one of whom leaves the matter to the other", async () => {
    const h = await house();
    const cell = {
      studentId: h.child.id,
      dataType: "MOOD",
      recipientType: "PARTNER",
      recipientId: h.organizationId,
    } as const;
    await decide(h.second, h, { granted: false, recipientId: h.organizationId });
    await decide(h.parent, h, { recipientId: h.organizationId });
    expect(await (await t.as(h.second)).consent.abstain(cell)).toMatchObject({ open: true });
    expect(await moodsSeen(h.member, "PARTNER", h)).toBe(1);
    expect(await (await t.as(h.parent)).consent.abstain(cell)).toMatchObject({ open: false });
    expect(await moodsSeen(h.member, "PARTNER", h)).toBe(0);
  });

  test("before whom the school must act: nothing is opened meanwhile, taking back works", async () => {
    const h = await house();
    const cell = {
      studentId: h.child.id,
      dataType: "MOOD",
      recipientType: "PARTNER",
      recipientId: h.organizationId,
    } as const;
    await decide(h.parent, h, { recipientId: h.organizationId });
    await t.sql.query(
      `INSERT INTO "ChildContest" (id, "studentId", "openedById", reason) VALUES (gen_random_uuid(), $1, $2, 'court order')`,
      [h.child.id, h.second.id],
    );
    const contested = { cause: { reason: "child.contested" } };
    await expect(decide(h.second, h, { dataType: "PHOTO" })).rejects.toMatchObject(contested);
    expect(await decide(h.second, h, { granted: false, recipientId: h.organizationId })).toMatchObject({ open: false });
    await expect((await t.as(h.second)).consent.abstain(cell)).rejects.toMatchObject(contested);
    expect(await (await t.as(h.parent)).consent.withdraw(cell)).toMatchObject({ open: false });
  });

  test("of whom one is no longer a guardian, or may no longer decide: their word, yes or no, stops counting", async () => {
    for (const end of [`"endedAt" = now()`, `"canConsent" = false`]) {
      const yes = await house();
      await decide(yes.parent, yes, { recipientId: yes.organizationId });
      expect(await moodsSeen(yes.member, "PARTNER", yes)).toBe(1);
      await t.sql.query(`UPDATE "Guardianship" SET ${end} WHERE "guardianId" = $1`, [yes.parent.id]);
      expect(await moodsSeen(yes.member, "PARTNER", yes)).toBe(0);
      const no = await house();
      await decide(no.parent, no, { recipientId: no.organizationId });
      await decide(no.second, no, { granted: false, recipientId: no.organizationId });
      await t.sql.query(`UPDATE "Guardianship" SET ${end} WHERE "guardianId" = $1`, [no.second.id]);
      expect(await moodsSeen(no.member, "PARTNER", no)).toBe(1);
    }
  });
});

describe("an end", () => {
  test("is felt at its moment, whatever was said in general", async () => {
    const h = await house();
    await createConsent(t.sql, t.random, { studentId: h.child.id, grantedById: h.parent.id, dataType: "MOOD" });
    expect(await moodsSeen(h.member, "PARTNER", h)).toBe(1);
    await createConsent(t.sql, t.random, {
      studentId: h.child.id,
      grantedById: h.parent.id,
      dataType: "MOOD",
      recipientId: h.organizationId,
      expiresAt: new Date(Date.now() - 1000),
    });
    // "This organisation until Friday" is over on Saturday, also where all organisations may.
    expect(await moodsSeen(h.member, "PARTNER", h)).toBe(0);
  });
});

// The embedded database is one session: there is nothing beside which something could run.
test.runIf(process.env.TEST_DATABASE_URL)(
  "forty decisions at the same moment leave one standing and an unbroken history",
  async () => {
    const h = await house();
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        decide(i % 4 === 0 ? h.second : h.parent, h, { granted: i % 2 === 0, recipientId: h.organizationId }),
      ),
    );
    expect(await live(h)).toHaveLength(2);
    const history = await lines(h);
    expect(history.map(({ seq }) => seq)).toEqual(history.map((_, i) => i + 1));
    expect((await (await t.as(h.parent)).consent.verify({ studentId: h.child.id })).faults).toEqual([]);
  },
);
