import fs from "node:fs/promises";
import path from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { env } from "@/server/platform/env";
import { newStorageKey, readCapped, storage } from "@/server/platform/storage";
import { createGuardianship, createStudent } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { findPhoto } from "./identity.profile.queries";
import { MAX_PHOTO_BYTES } from "./identity.profile.schema";
import { acceptPhoto, removePhoto, savePhoto } from "./identity.profile.service";

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

const person = (given: Parameters<typeof createUser>[2] = {}) => createUser(t.sql, t.random, given);
const reasonOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error) => error.reason ?? error.cause?.reason ?? error.message,
  );
const said = (act: () => unknown) => {
  try {
    act();
    return null;
  } catch (error) {
    return (error as { reason: string }).reason;
  }
};

const u32 = (value: number) => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]);
const chunk = (name: string, data: Buffer) =>
  Buffer.concat([u32(data.length), Buffer.from(name), data, u32(crc32(Buffer.concat([Buffer.from(name), data])))]);
/** A grey PNG with words in it that must not be kept. */
const png = (side = 64) =>
  new Uint8Array(
    Buffer.concat([
      Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
      chunk("IHDR", Buffer.concat([u32(side), u32(side), Buffer.from([8, 0, 0, 0, 0])])),
      chunk("tEXt", Buffer.from("Place\0Kilimani, house 4")),
      chunk("IDAT", deflateSync(Buffer.alloc((side + 1) * Math.min(side, 64)))),
      chunk("IEND", Buffer.alloc(0)),
    ]),
  );

const fileOf = async (userId: string) => {
  const { rows } = await t.sql.query(
    `SELECT f.id, f."storageKey", f.mime, f.name, u."photoFileId" FROM "StoredFile" f JOIN "User" u ON u.id = f."ownerId" WHERE u.id = $1`,
    [userId],
  );
  return rows;
};

describe("a profile", () => {
  test("is saved, audited with what it was, and empty words become nothing", async () => {
    const me = await person({ name: "Amina Otieno" });
    const api = await t.as(me);
    await api.profile.save({ name: "  Amina A. Otieno ", preferredName: "Mama Zuri", about: "" });
    expect(await api.profile.read()).toMatchObject({
      name: "Amina A. Otieno",
      preferredName: "Mama Zuri",
      about: null,
    });
    const { rows } = await t.sql.query(
      `SELECT before, after FROM "AuditEvent" WHERE action = 'self.profile_saved' AND "actorId" = $1`,
      [me.id],
    );
    expect(rows[0]).toMatchObject({ before: { name: "Amina Otieno" }, after: { name: "Amina A. Otieno" } });
  });

  test.each([["A"], ["x".repeat(121)], ["Amina\u202eoneitO"], ["Amina\u0000"], ["   "]])(
    "does not take %j as a name",
    async (name) => {
      const api = await t.as(await person());
      const error = await api.profile.save({ name, preferredName: null, about: null }).catch((thrown) => thrown);
      expect(error.cause.fields.name).toMatch(/^field\./);
    },
  );

  test("does not let e-mail, phone or role be changed through it", async () => {
    const api = await t.as(await person());
    const input = { name: "Amina Otieno", preferredName: null, about: null, email: "new@x.test" };
    expect(await reasonOf(api.profile.save(input))).toBe("bad_input");
  });
});

describe("a photo", () => {
  test("is kept without what it said, under a name nobody can guess, and replaced whole", async () => {
    const me = await person();
    const ctx = await t.ctx(me);
    const { id } = await savePhoto(ctx, png());
    const [first] = await fileOf(me.id);
    expect(first).toMatchObject({ id, photoFileId: id, mime: "image/png", name: "photo.png" });
    expect(first.storageKey).toMatch(/^profile-photo\/[0-9a-f]{2}\/[0-9a-f]{48}$/);
    const bytes = await storage().get(first.storageKey);
    expect(Buffer.from(bytes ?? []).includes("Kilimani")).toBe(false);

    const next = await savePhoto(ctx, png(80));
    expect(await fileOf(me.id)).toMatchObject([{ id: next.id, photoFileId: next.id }]);
    expect(await storage().get(first.storageKey)).toBeNull();

    expect(await removePhoto(ctx)).toEqual({ removed: 1 });
    expect(await fileOf(me.id)).toEqual([]);
    expect(await removePhoto(ctx)).toEqual({ removed: 0 });
  });

  test("is refused when it is something else, too heavy, too small or too large", () => {
    expect(
      said(() => acceptPhoto(new Uint8Array(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>')))),
    ).toBe("photo.not_a_picture");
    expect(said(() => acceptPhoto(new Uint8Array(MAX_PHOTO_BYTES + 1)))).toBe("photo.too_large");
    expect(said(() => acceptPhoto(png(16)))).toBe("photo.too_small");
    expect(said(() => acceptPhoto(png(20_000)))).toBe("photo.too_many_pixels");
    expect(said(() => acceptPhoto(png()))).toBeNull();
  });

  test("is seen by oneself, the family and the office, and not found by others", async () => {
    const teacherless = await person();
    const mother = await person();
    const father = await person();
    const child = await createStudent(t.sql, t.random);
    for (const guardianId of [mother.id, father.id])
      await createGuardianship(t.sql, t.random, { guardianId, studentId: child.id });
    const { id } = await savePhoto(await t.ctx(mother), png());
    for (const who of [mother, father, await person({ roles: ["STAFF"] }), await person({ roles: ["ADMIN"] })])
      expect((await findPhoto(await t.ctx(who), id)).mime).toBe("image/png");
    for (const who of [teacherless, await person({ roles: ["PARTNER"] }), await person({ roles: ["INSTRUCTOR"] })])
      expect(await reasonOf(findPhoto(await t.ctx(who), id))).toBe("photo.not_found");
    // The same once more by the database alone.
    const rows = await t.asApp(teacherless.id, "PARENT", (query) =>
      query(`SELECT id FROM "StoredFile" WHERE id = $1`, [id]),
    );
    expect(rows).toEqual([]);
  });

  test("leaves nothing on the disk when the database refuses", async () => {
    const me = await person();
    const ctx = await t.ctx(me);
    const folder = path.join(env().STORAGE_DIR, "profile-photo");
    const count = async () =>
      (await fs.readdir(folder, { recursive: true })).filter((name) => /[0-9a-f]{48}$/.test(name)).length;
    await savePhoto(ctx, png());
    const before = await count();
    await expect(savePhoto({ ...ctx, work: () => Promise.reject(new Error("no database")) }, png())).rejects.toThrow(
      "no database",
    );
    expect(await count()).toBe(before);
  });
});

describe("storage", () => {
  test("knows no way out of its folder", async () => {
    for (const key of [
      "../secrets",
      "profile-photo/../../x",
      "profile-photo/aa/..",
      "/etc/passwd",
      `profile-photo/aa/${"a".repeat(47)}\0`,
    ])
      await expect(storage().get(key)).rejects.toThrow("Not a storage key");
    expect(await storage().get(newStorageKey("profile-photo"))).toBeNull();
  });

  test("stops reading a body that is too long", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1000));
      },
    });
    expect(await readCapped(endless, 5000)).toBeNull();
    expect(pulled).toBeLessThan(10);
    expect((await readCapped(new Blob(["abc"]).stream(), 3))?.length).toBe(3);
    expect((await readCapped(null, 3))?.length).toBe(0);
  });
});

describe("preferences", () => {
  test("change only what was said and are there for the next request", async () => {
    const me = await person({ locale: "en", theme: "SYSTEM" });
    const api = await t.as(me);
    await api.preferences.choose({ locale: "sw" });
    await api.preferences.choose({ theme: "DARK", density: "airy" });
    await api.preferences.choose({ timeZone: "Europe/Berlin" });
    const { actor } = await t.ctx(me);
    expect(actor).toMatchObject({ locale: "sw", theme: "DARK", timeZone: "Europe/Berlin" });
    expect((await api.preferences.read()).density).toBe("airy");
    const { rows } = await t.sql.query(
      `SELECT before, after FROM "AuditEvent" WHERE action = 'self.preferences_chosen' AND "actorId" = $1 ORDER BY id`,
      [me.id],
    );
    expect(rows[0]).toEqual({ before: { locale: "en" }, after: { locale: "sw" } });
    expect(rows).toHaveLength(3);
    for (const timeZone of ["Mars/Olympus", "../etc", "+03:00"])
      expect(await reasonOf(api.preferences.choose({ timeZone }))).toBe("bad_input");
  });

  test("keep quiet hours across midnight, and none at all", async () => {
    const me = await person();
    const api = await t.as(me);
    expect((await api.preferences.read()).quiet).toEqual({ quiet: true, from: "21:00", until: "06:30" });
    await api.preferences.saveQuietHours({ quiet: true, from: "22:15", until: "05:00" });
    expect((await api.preferences.read()).quiet).toEqual({ quiet: true, from: "22:15", until: "05:00" });
    await api.preferences.saveQuietHours({ quiet: false, from: "22:15", until: "05:00" });
    expect((await api.preferences.read()).quiet.quiet).toBe(false);
    expect(await reasonOf(api.preferences.saveQuietHours({ quiet: true, from: "08:00", until: "08:00" }))).toBe(
      "bad_input",
    );
    expect(await reasonOf(api.preferences.saveQuietHours({ quiet: true, from: "25:00", until: "08:00" }))).toBe(
      "bad_input",
    );
  });

  test("keep working hours and presence of people at work", async () => {
    const api = await t.as(await person({ roles: ["STAFF"] }));
    expect((await api.preferences.read()).hoursSaid).toBe(false);
    const days = [{ from: 480, until: 1020 }, null, null, null, null, null, { from: 540, until: 720 }];
    await api.preferences.saveWorkingHours({ days });
    await api.preferences.savePresence({ shown: false });
    expect(await api.preferences.read()).toMatchObject({ workingHours: days, hoursSaid: true, presence: "hidden" });
    const wrong = [...days.slice(0, 6), { from: 700, until: 600 }];
    const error = await api.preferences.saveWorkingHours({ days: wrong }).catch((thrown) => thrown);
    expect(error.cause.fields).toEqual({ "days.6.until": "field.until_after_from" });
  });
});
