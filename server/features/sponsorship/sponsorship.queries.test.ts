import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createConsent } from "@/tests/factories/consent";
import { createStudent } from "@/tests/factories/families";
import { createMembership, createOrganization, createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { readPartnerHome } from "./sponsorship.queries";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("partner-home");
});
afterAll(() => t.close());

async function partner() {
  const organization = await createOrganization(t.sql, t.random, { status: "ACTIVE", kind: "PARTNER" });
  const user = await createUser(t.sql, t.random, { roles: ["PARTNER"] });
  await createMembership(t.sql, t.random, { organizationId: organization.id, userId: user.id });
  return { organization, user };
}
const profiles = async (user: { id: string }) => {
  const home = await readPartnerHome(await t.ctx(user));
  return "shared" in home ? (home.shared?.find((row) => row.dataType === "PROFILE")?.children ?? 0) : -1;
};

describe("what a partner is shown", () => {
  it("counts a child while consent is in force, and not a moment longer", async () => {
    const { organization, user } = await partner();
    const student = await createStudent(t.sql, t.random);
    expect(await profiles(user)).toBe(0);
    const consent = await createConsent(t.sql, t.random, {
      studentId: student.id,
      dataType: "PROFILE",
      recipientType: "PARTNER",
      recipientId: organization.id,
      granted: true,
      expiresAt: null,
    });
    expect(await profiles(user)).toBe(1);
    await t.sql.query(`UPDATE "ConsentRecord" SET "supersededAt" = now() WHERE id = $1`, [consent.id]);
    expect(await profiles(user)).toBe(0);
  });

  it("does not count a consent that has run out, nor one a refusal for all partners overrules", async () => {
    const { organization, user } = await partner();
    const given = {
      dataType: "PROFILE",
      recipientType: "PARTNER",
      recipientId: organization.id,
      granted: true,
    } as const;
    const past = await createStudent(t.sql, t.random);
    await createConsent(t.sql, t.random, { ...given, studentId: past.id, expiresAt: new Date(Date.now() - 60_000) });
    const refused = await createStudent(t.sql, t.random);
    await createConsent(t.sql, t.random, { ...given, studentId: refused.id, expiresAt: null });
    await createConsent(t.sql, t.random, {
      ...given,
      studentId: refused.id,
      recipientId: null,
      granted: false,
      expiresAt: null,
    });
    expect(await profiles(user)).toBe(0);
  });

  it("shows nothing to another partner, and nothing when the organisation is stopped", async () => {
    const { organization, user } = await partner();
    const other = await partner();
    const student = await createStudent(t.sql, t.random);
    await createConsent(t.sql, t.random, {
      studentId: student.id,
      dataType: "PROFILE",
      recipientType: "PARTNER",
      recipientId: organization.id,
      granted: true,
      expiresAt: null,
    });
    expect(await profiles(other.user)).toBe(0);
    expect(await profiles(user)).toBe(1);
    await t.sql.query(`UPDATE "Organization" SET status = 'SUSPENDED' WHERE id = $1`, [organization.id]);
    expect(await profiles(user)).not.toBe(1);
  });
});
