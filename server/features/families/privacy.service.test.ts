import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLink } from "@/server/features/files/files.link.domain";
import { linkKey } from "@/server/features/files/files.link.service";
import { followLink, readBytes } from "@/server/features/files/files.service";
import { storage } from "@/server/platform/storage";
import { buildPraise, createIntervention } from "@/tests/factories/care";
import { createGoal, createGuardianship, createHousehold, createMood, rights } from "@/tests/factories/families";
import { createStaff, createUser } from "@/tests/factories/identity";
import { insertRow } from "@/tests/factories/insert";
import { createAssignment, createGrade, createStoredFile, createSubmission } from "@/tests/factories/learning";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { pruneExports, watchClocks } from "./privacy.clock.service";
import { eraseChild } from "./privacy.erasure.service";
import { exportKinds, STEPS } from "./privacy.export.domain";
import { beginExport, collectKind, finishExport, packExport } from "./privacy.export.service";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase("privacy");
});
afterAll(() => t.close());

const household = async () => {
  const { parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
  const child = students[0];
  if (!child) throw new Error("no child");
  return { parent, child, api: await t.as(parent) };
};
const rowOf = async (table: string, id: string) =>
  (await t.sql.query(`SELECT * FROM "${table}" WHERE id = $1`, [id])).rows[0];

/** A file about a child, with its bytes. */
async function putFile(ownerId: string, studentId: string, content: string) {
  const id = t.random.uuid();
  const storageKey = `portfolio/${id.slice(-2)}/${createHash("sha256").update(id).digest("hex").slice(0, 48)}`;
  const bytes = Buffer.from(content);
  await storage().remove(storageKey);
  await storage().put(storageKey, bytes);
  await insertRow(t.sql, "StoredFile", {
    id,
    ownerId,
    studentId,
    dataType: "PORTFOLIO",
    purpose: "portfolio",
    name: "drawing.pdf",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    size: bytes.length,
    mime: "application/pdf",
    storageKey,
    scan: "CLEAN",
  });
  return { id, storageKey, bytes };
}

async function makeAll(exportId: string) {
  expect(await beginExport(exportId)).toEqual({ go: true });
  for (const kind of exportKinds) expect([kind, await collectKind(exportId, kind)]).toEqual([kind, { go: true }]);
  const packed = await packExport(exportId);
  if (!packed.go) throw new Error(packed.why);
  expect(await finishExport(exportId, packed)).toEqual({ go: true });
  return packed;
}
/** Follows a link as a browser does; the bytes or the reason. */
async function follow(person: { id: string }, url: string, now?: Date) {
  const { pathname, searchParams } = new URL(url, "http://x");
  const id = pathname.split("/").at(-1) ?? "";
  const ctx = await t.ctx(person, now ? { now } : {});
  const served = await followLink(ctx, id, readLink(linkKey(), id, searchParams, ctx.now));
  const body = await readBytes(ctx, served, { from: 0, to: served.size - 1 });
  return new Uint8Array(await new Response(body).arrayBuffer());
}

describe("a copy of a child's data", () => {
  it("holds what the guardian may see, opens, and every checksum is right", async () => {
    const { parent, child, api } = await household();
    await createMood(t.sql, t.random, {
      studentId: child.id,
      recordedById: parent.id,
      note: "<script>alert(1)</script>",
    });
    await createGoal(t.sql, t.random, { familyId: child.familyId, studentId: child.id, createdById: parent.id });
    const other = await household();
    await createMood(t.sql, t.random, { studentId: other.child.id, recordedById: other.parent.id, note: "of others" });
    const file = await putFile(parent.id, child.id, "%PDF-1.4 drawing".repeat(50_000));
    const { exportId, requestId } = await api.privacy.requestExport({ studentId: child.id });
    await expect(api.privacy.requestExport({ studentId: child.id })).rejects.toThrow("data_request.already_open");
    await makeAll(exportId);

    const { requests } = await api.privacy.ofChild({ studentId: child.id });
    expect(requests[0]).toMatchObject({
      id: requestId,
      status: "ANSWERED",
      export: { status: "READY", done: STEPS, total: STEPS },
    });
    const { url } = await api.privacy.openExport({ id: exportId });
    const zip = unzipSync(await follow(parent, url));
    const manifest = JSON.parse(new TextDecoder().decode(zip["manifest.json"]));
    expect(Object.keys(zip).sort()).toEqual(
      ["manifest.json", ...manifest.entries.map((e: { path: string }) => e.path)].sort(),
    );
    for (const entry of manifest.entries) {
      const bytes = zip[entry.path];
      expect([
        entry.path,
        createHash("sha256")
          .update(bytes ?? "")
          .digest("hex"),
        bytes?.length,
      ]).toEqual([entry.path, entry.sha256, entry.size]);
    }
    expect(Buffer.from(zip["files/0001-drawing.pdf"] ?? []).equals(file.bytes)).toBe(true);
    for (const page of ["read.en.html", "soma.sw.html"]) {
      const html = new TextDecoder().decode(zip[page]);
      expect(html).not.toMatch(/<script|https?:\/\/|copy\.(kind|field)/);
      expect(html).toContain("&lt;script&gt;");
    }
    const everything = Object.values(zip)
      .map((bytes) => new TextDecoder().decode(bytes))
      .join("\n");
    expect(everything).not.toContain(other.child.id);
    expect(everything).not.toContain("of others");
    const told = await t.sql.query(`SELECT type FROM "Notification" WHERE "userId" = $1 AND type = 'export.ready'`, [
      parent.id,
    ]);
    expect(told.rowCount).toBe(1);
  });

  it("holds what teachers told the family: help, praise, allowances, remarks and marks asked about", async () => {
    const { parent, child, api } = await household();
    const teacher = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
    const about = { studentId: child.id, ownerId: teacher.id };
    await createIntervention(t.sql, t.random, {
      ...about,
      toldFamily: true,
      aim: "Reads a page aloud",
      startsOn: "2026-10-05",
      reviewOn: "2026-10-26",
    });
    await createIntervention(t.sql, t.random, { ...about, plan: "Of staff alone." });
    const praise = { studentId: child.id, authorId: teacher.id };
    await insertRow(t.sql, "Praise", buildPraise(t.random, { ...praise, words: "She dared.", day: "2026-11-02" }));
    const unsaid = { words: "Meant for another.", day: "2026-11-03", takenBackAt: new Date() };
    await insertRow(t.sql, "Praise", buildPraise(t.random, { ...praise, ...unsaid }));
    await insertRow(t.sql, "Accommodation", {
      studentId: child.id,
      extraTimePercent: 25,
      reason: "Reads slowly",
      setById: teacher.id,
      updatedAt: new Date(),
    });
    const remarkOn = async (status: "DRAFT" | "RELEASED", body: string) => {
      const { id: assignmentId, courseId } = await createAssignment(t.sql, t.random);
      const work = await createSubmission(t.sql, t.random, { studentId: child.id, assignmentId, courseId });
      const of = { submissionId: work.id, studentId: child.id, courseId };
      await createGrade(t.sql, { ...of, gradedById: teacher.id, status });
      const { id: fileId } = await createStoredFile(t.sql, t.random, { ownerId: parent.id, purpose: "work" });
      const place = { fileId, x: 0.5, y: 0.5, authorId: teacher.id, updatedAt: new Date() };
      await insertRow(t.sql, "Annotation", { id: t.random.uuid(), ...of, ...place, body });
      return of;
    };
    await remarkOn("DRAFT", "Still being thought about.");
    const returned = await remarkOn("RELEASED", "Look at this corner.");
    await insertRow(t.sql, "RegradeRequest", {
      id: t.random.uuid(),
      ...returned,
      requestedById: parent.id,
      reason: "The second page was overlooked.",
      updatedAt: new Date(),
    });
    const { exportId } = await api.privacy.requestExport({ studentId: child.id });
    await makeAll(exportId);
    const { url } = await api.privacy.openExport({ id: exportId });
    const zip = unzipSync(await follow(parent, url));
    const read = (path: string) => new TextDecoder().decode(zip[path]);
    expect(JSON.parse(read("data/plans.json"))).toMatchObject([{ aim: "Reads a page aloud", status: "RUNNING" }]);
    expect(JSON.parse(read("data/praise.json"))).toMatchObject([{ kind: "EFFORT", words: "She dared." }]);
    expect(JSON.parse(read("data/allowances.json"))).toMatchObject([{ extraTimePercent: 25, reason: "Reads slowly" }]);
    expect(JSON.parse(read("data/remarks.json"))).toMatchObject([{ text: "Look at this corner.", page: 1 }]);
    expect(JSON.parse(read("data/regrades.json"))).toMatchObject([{ status: "ASKED" }]);
    expect(read("soma.sw.html")).toMatch(/amejitahidi na hakukata tamaa[\s\S]*inasubiri jibu/);
    // Every column has a name a person reads.
    expect(read("read.en.html")).not.toMatch(/<(?:th scope="col"|dt)>[a-z]/);
  });

  it("is not there for another family, a guardian without the right, the other guardian, after its days, or without the right", async () => {
    const { parent, child, api } = await household();
    const stranger = await household();
    const looker = await createUser(t.sql, t.random);
    await createGuardianship(t.sql, t.random, { guardianId: looker.id, studentId: child.id, ...rights.viewOnly });
    const second = await createUser(t.sql, t.random);
    await createGuardianship(t.sql, t.random, { guardianId: second.id, studentId: child.id, ...rights.full });
    for (const person of [stranger.parent, looker]) {
      const theirs = await t.as(person);
      await expect(theirs.privacy.ofChild({ studentId: child.id })).rejects.toThrow("child.not_found");
      await expect(theirs.privacy.requestExport({ studentId: child.id })).rejects.toThrow("child.not_found");
      await expect(
        theirs.privacy.ask({ studentId: child.id, kind: "DELETION", details: "Please delete it all" }),
      ).rejects.toThrow("child.not_found");
    }
    const { exportId } = await api.privacy.requestExport({ studentId: child.id });
    const { fileId } = await makeAll(exportId);
    const { url } = await api.privacy.openExport({ id: exportId });
    for (const person of [stranger.parent, looker, second]) {
      await expect((await t.as(person)).privacy.openExport({ id: exportId })).rejects.toThrow("data_request.copy_gone");
      await expect(follow(person, url)).rejects.toThrow("file.not_found");
      await expect((await t.as(person)).files.link({ id: fileId })).rejects.toThrow("file.not_found");
      expect(
        await t.asApp(person.id, "PARENT", (query) => query(`SELECT id FROM "StoredFile" WHERE id = $1`, [fileId])),
      ).toEqual([]);
    }
    // A quarter of an hour later the link is over; the copy itself after its days.
    await expect(follow(parent, url, new Date(Date.now() + 900_000))).rejects.toThrow("file.not_found");
    expect((await follow(parent, url)).length).toBeGreaterThan(100);
    await t.sql.query(`UPDATE "Guardianship" SET "canConsent" = false WHERE "guardianId" = $1 AND "studentId" = $2`, [
      parent.id,
      child.id,
    ]);
    await expect(follow(parent, url)).rejects.toThrow("file.not_found");
    await t.sql.query(`UPDATE "Guardianship" SET "canConsent" = true WHERE "guardianId" = $1 AND "studentId" = $2`, [
      parent.id,
      child.id,
    ]);
    await t.sql.query(`UPDATE "DataExport" SET "expiresAt" = now() - interval '1 second' WHERE id = $1`, [exportId]);
    await expect(follow(parent, url)).rejects.toThrow("file.not_found");
    expect(await pruneExports()).toMatchObject({ expired: 1 });
    expect(await rowOf("StoredFile", fileId)).toBeUndefined();
    expect((await rowOf("DataExport", exportId)).status).toBe("EXPIRED");
  });

  it.each([
    ["the right to decide", `UPDATE "Guardianship" SET "canConsent" = false WHERE "guardianId" = $1`],
    ["the guardianship", `UPDATE "Guardianship" SET "endedAt" = now() WHERE "guardianId" = $1`],
    ["the account", `UPDATE "User" SET status = 'SUSPENDED' WHERE id = $1`],
  ])("stops at its next step when %s ends", async (_, sql) => {
    for (const stage of ["collect", "pack", "finish"] as const) {
      const { parent, child, api } = await household();
      const { exportId, requestId } = await api.privacy.requestExport({ studentId: child.id });
      await beginExport(exportId);
      const kinds = stage === "collect" ? exportKinds.slice(0, 3) : exportKinds;
      for (const kind of kinds) await collectKind(exportId, kind);
      const parts = (await rowOf("DataExport", exportId)).parts as { storageKey: string }[];
      expect(parts).toHaveLength(kinds.length);
      const packed = stage === "finish" ? await packExport(exportId) : null;
      await t.sql.query(sql, [parent.id]);
      const next =
        stage === "collect"
          ? await collectKind(exportId, "goals")
          : packed?.go
            ? await finishExport(exportId, packed)
            : await packExport(exportId);
      expect(next).toEqual({ go: false, why: "right" });
      expect(await rowOf("DataExport", exportId)).toMatchObject({ status: "STOPPED", fileId: null, parts: [] });
      expect((await rowOf("DataRequest", requestId)).status).toBe("REFUSED");
      for (const { storageKey } of parts) expect(await storage().get(storageKey)).toBeNull();
      if (packed?.go) expect(await storage().get(packed.storageKey)).toBeNull();
      const files = await t.sql.query(`SELECT 1 FROM "StoredFile" WHERE "studentId" = $1`, [child.id]);
      expect(files.rowCount).toBe(0);
    }
  });

  it("ends when whoever asked takes it back, and every step may run twice", async () => {
    const { child, api } = await household();
    const { exportId, requestId } = await api.privacy.requestExport({ studentId: child.id });
    await beginExport(exportId);
    await beginExport(exportId);
    await collectKind(exportId, "child");
    await collectKind(exportId, "child");
    expect((await rowOf("DataExport", exportId)).parts).toHaveLength(1);
    await api.privacy.withdraw({ id: requestId });
    expect(await collectKind(exportId, "moods")).toEqual({ go: false, why: "withdrawn" });

    const again = await api.privacy.requestExport({ studentId: child.id });
    const packed = await makeAll(again.exportId);
    expect(await finishExport(again.exportId, packed)).toEqual({ go: false, why: "ready" });
    expect(await storage().get(packed.storageKey)).not.toBeNull();
  });
});

describe("a correction", () => {
  it("is applied with before and after, accepted or objected to", async () => {
    const { child, api } = await household();
    const staff = await t.as(await createStaff(t.sql, t.random));
    const { id } = await api.privacy.ask({ studentId: child.id, kind: "CORRECTION", details: "Her name is Achieng" });
    await expect(staff.privacy.correct({ id, firstName: "Achieng", answer: "Corrected" })).rejects.toThrow(
      "take_first",
    );
    await staff.privacy.take({ id });
    await expect(
      (await t.as(await createStaff(t.sql, t.random))).privacy.correct({ id, firstName: "X", answer: "Corrected" }),
    ).rejects.toThrow("take_first");
    await staff.privacy.correct({
      id,
      firstName: "Achieng",
      birthDate: "2017-03-02",
      upi: "ABC12345",
      answer: "Corrected as asked",
    });
    const [request] = (await api.privacy.ofChild({ studentId: child.id })).requests;
    expect(request?.changes).toEqual([
      { field: "firstName", before: child.firstName, after: "Achieng" },
      { field: "birthDate", before: child.birthDate, after: "2017-03-02" },
      { field: "upi", before: "none", after: "given" },
    ]);
    expect((await rowOf("Student", child.id)).upi.toString()).not.toContain("ABC12345");
    await api.privacy.objectToCorrection({ id, objection: "The day is the third, not the second" });
    expect(await rowOf("DataRequest", id)).toMatchObject({ status: "IN_PROGRESS" });
    await staff.privacy.correct({ id, birthDate: "2017-03-03", assessmentNo: "A0001", answer: "Corrected again" });
    await api.privacy.acceptCorrection({ id });
    await expect(api.privacy.objectToCorrection({ id, objection: "Too late for this one" })).rejects.toThrow(
      "nothing_to_judge",
    );
    // The number given first is still readable under the key both share.
    const exported = await api.privacy.requestExport({ studentId: child.id });
    await makeAll(exported.exportId);
    const { rows } = await t.sql.query(`SELECT "storageKey" FROM "StoredFile" WHERE "studentId" = $1`, [child.id]);
    const zip = unzipSync((await storage().get(rows[0].storageKey)) ?? new Uint8Array());
    expect(new TextDecoder().decode(zip["data/child.json"])).toMatch(/"upi": "ABC12345"[\s\S]*"assessmentNo": "A0001"/);
  });
});

describe("a deletion", () => {
  it("needs two people, waits while it is held, and says so", async () => {
    const { parent, child, api } = await household();
    const [one, two] = [await createStaff(t.sql, t.random), await createStaff(t.sql, t.random)];
    const [first, second] = [await t.as(one), await t.as(two)];
    const { id } = await api.privacy.ask({ studentId: child.id, kind: "DELETION", details: "We are moving abroad" });
    const hold = await first.privacy.setHold({
      studentId: child.id,
      ground: "SAFETY",
      reason: "An open safety matter",
    });
    const told = await api.privacy.ofChild({ studentId: child.id });
    expect(told.hold).toEqual({ ground: "LAW", until: null });
    expect(JSON.stringify(told)).not.toContain("safety matter");
    expect(await t.asApp(parent.id, "PARENT", (query) => query(`SELECT id FROM "LegalHold"`))).toEqual([]);
    await expect(first.privacy.confirmDeletion({ id })).rejects.toThrow("data_request.held");
    await first.privacy.releaseHold({ id: hold.id, reason: "The matter is closed" });
    await first.privacy.confirmDeletion({ id });
    await expect(first.privacy.confirmDeletion({ id })).rejects.toThrow("data_request.needs_two");
    expect(await eraseChild(id)).toEqual({ not: "held or not confirmed by two" });
    await second.privacy.confirmDeletion({ id });
    await expect(api.privacy.withdraw({ id })).rejects.toThrow("cannot_withdraw");
    // A hold set in the last moment still holds.
    const late = await second.privacy.setHold({ studentId: child.id, ground: "COURT", reason: "An order of today" });
    expect(await eraseChild(id)).toEqual({ not: "held or not confirmed by two" });
    expect((await rowOf("Student", child.id)).firstName).toBe(child.firstName);
    await second.privacy.releaseHold({ id: late.id, reason: "The order was lifted" });
    expect(await watchClocks()).toMatchObject({ resumed: 1 });
    expect(await eraseChild(id)).toHaveProperty("erased");
    expect(await eraseChild(id)).toEqual({ not: "nothing to do" });
    expect((await api.privacy.children()).past[0]).toMatchObject({ id, status: "ANSWERED" });
  });

  it("is nobody's to answer, confirm for somebody else, or carry out by hand, in the database too", async () => {
    const { parent, child, api } = await household();
    const staff = await createStaff(t.sql, t.random);
    const { id } = await api.privacy.ask({ studentId: child.id, kind: "DELETION", details: "We are moving abroad" });
    const tries: [string, "PARENT" | "STAFF", string][] = [
      [parent.id, "PARENT", `UPDATE "DataRequest" SET status = 'ANSWERED' WHERE id = '${id}'`],
      [parent.id, "PARENT", `UPDATE "DataRequest" SET "confirmedById" = '${staff.id}' WHERE id = '${id}'`],
      [staff.id, "STAFF", `UPDATE "DataRequest" SET status = 'ANSWERED' WHERE id = '${id}'`],
      [staff.id, "STAFF", `UPDATE "DataRequest" SET "confirmedById" = '${parent.id}' WHERE id = '${id}'`],
      [
        staff.id,
        "STAFF",
        `UPDATE "DataRequest" SET "confirmedById" = '${staff.id}', "approvedById" = '${staff.id}' WHERE id = '${id}'`,
      ],
      [staff.id, "STAFF", `UPDATE "DataRequest" SET "requestedById" = '${staff.id}' WHERE id = '${id}'`],
    ];
    for (const [person, role, sql] of tries)
      await expect(
        t.asApp(person, role, (query) => query(sql)),
        sql,
      ).rejects.toThrow(/stays|answers|confirms|carried out|two_people/);
    const gone = await t.asApp(
      null,
      null,
      (query) => query(`DELETE FROM "MoodEntry" WHERE "studentId" = $1 RETURNING id`, [child.id]),
      "privacy",
    );
    expect(gone).toEqual([]);
  });
});

describe("staff", () => {
  it("refuse only in writing and in time, and never their own request", async () => {
    const { child, api } = await household();
    const staff = await createStaff(t.sql, t.random);
    const { id } = await api.privacy.ask({ studentId: child.id, kind: "CORRECTION", details: "The name is wrong" });
    const desk = await t.as(staff);
    await expect(desk.privacy.refuse({ id, answer: "no" })).rejects.toThrow();
    await t.sql.query(`UPDATE "DataRequest" SET "createdAt" = now() - interval '8 days' WHERE id = $1`, [id]);
    await expect(desk.privacy.refuse({ id, answer: "The birth certificate says otherwise." })).rejects.toThrow(
      "refusal_late",
    );
    await t.sql.query(`UPDATE "DataRequest" SET "createdAt" = now() - interval '6 days' WHERE id = $1`, [id]);
    await desk.privacy.refuse({ id, answer: "The birth certificate says otherwise." });
    expect((await api.privacy.ofChild({ studentId: child.id })).requests[0]).toMatchObject({
      status: "REFUSED",
      answer: "The birth certificate says otherwise.",
    });
  });

  it("are told on the fifth day and when it is too late, once for each", async () => {
    const { child, api } = await household();
    await t.sql.query(`DELETE FROM "Notification" WHERE type = 'data_request.due'`);
    await t.sql.query(
      `UPDATE "DataRequest" SET status = 'WITHDRAWN', "approvedById" = NULL WHERE status IN ('RECEIVED', 'IN_PROGRESS')`,
    );
    const { id } = await api.privacy.ask({ studentId: child.id, kind: "CORRECTION", details: "The name is wrong" });
    const asked = (await rowOf("DataRequest", id)).createdAt as Date;
    const at = (days: number) => new Date(asked.getTime() + days * 86_400_000 + 1000);
    const staff = (await t.sql.query(`SELECT DISTINCT "userId" FROM "UserRole" WHERE role = 'STAFF'`)).rowCount ?? 0;
    expect(staff).toBeGreaterThan(2);
    expect(await watchClocks(at(4.9))).toMatchObject({ told: 0 });
    expect(await watchClocks(at(5))).toMatchObject({ told: staff });
    expect(await watchClocks(at(5.5))).toMatchObject({ told: 0 });
    expect(await watchClocks(at(14))).toMatchObject({ told: staff });
    expect(await watchClocks(at(15))).toMatchObject({ told: 0 });
  });
});

describe("who has looked", () => {
  it("lists readings from outside family and class by pages, with organisations and without names", async () => {
    const { child, api } = await household();
    const staff = await createStaff(t.sql, t.random);
    for (let n = 0; n < 45; n++)
      await insertRow(t.sql, "AuditEvent", {
        id: t.random.uuid(),
        actorId: staff.id,
        actorRole: "STAFF",
        action: "child.read",
        subjectType: "student",
        studentId: child.id,
        after: { where: "desk" },
        createdAt: new Date(Date.now() - (n % 7) * 60_000),
      });
    const seen = new Set<string>();
    let cursor: string | undefined;
    for (let page = 0; page < 3; page++) {
      const { readings } = await api.privacy.ofChild({ studentId: child.id, ...(cursor ? { cursor } : {}) });
      for (const row of readings.rows) seen.add(row.id);
      cursor = readings.next ?? undefined;
    }
    expect([seen.size, cursor]).toEqual([45, undefined]);
  });
});
