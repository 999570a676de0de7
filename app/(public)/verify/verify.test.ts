import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET as download } from "@/app/api/certificates/[id]/route";
import { makeCode, RANDOM_SIGNS, spellCode } from "@/server/features/recognition/certificates.code.domain";
import { createHousehold } from "@/tests/factories/families";
import { createUser } from "@/tests/factories/identity";
import { createCertificate } from "@/tests/factories/learning";
import { type TestDatabase, testDatabase } from "@/tests/harness/db";
import { cookieOf } from "@/tests/harness/http";
import { GET as result } from "./[code]/route";
import { GET as field } from "./route";

const origin = "http://127.0.0.1:3000";
let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

let visitor = 1;
const ask = async (path: string, ip = `203.0.113.${visitor++ % 250}`) => {
  const answer = await result(new Request(`${origin}${path}`, { headers: { "x-uhs-ip": ip } }));
  return { status: answer.status, html: await answer.text() };
};

describe("whoever holds a paper", () => {
  test("types its code into a field that needs no script, and is led to the code's own address", async () => {
    const empty = await field(new Request(`${origin}/verify`));
    const html = await empty.text();
    expect([empty.status, html.includes("<script")]).toEqual([200, false]);
    expect(html).toContain('<meta name="robots" content="noindex"/>');
    expect(html).toMatch(/<form [^>]*action="\/verify"/);
    const led = await field(new Request(`${origin}/verify?code=ab+cd&lang=sw`));
    expect([led.status, led.headers.get("location")]).toEqual([303, "/verify/ab%20cd?lang=sw"]);
  });

  test("reads what it stands for, in both languages, and no more of the child", async () => {
    const { code } = await createCertificate(t.sql, t.random);
    const typed = encodeURIComponent(` ${spellCode(code).toLowerCase()}`);
    const { status, html } = await ask(`/verify/${typed}`);
    expect(status).toBe(200);
    for (const told of ["This certificate is valid", "Amani W.", "Fractions in the kitchen", "20 November 2026"])
      expect(html).toContain(told);
    expect(html).not.toMatch(/anjik|Kiprop/);
    expect(html).toContain("noindex");
    expect((await ask(`/verify/${typed}?lang=sw`)).html).toContain("Cheti hiki ni halali");
  });

  test("is told that one was withdrawn and since when, not why or whose", async () => {
    const { code } = await createCertificate(t.sql, t.random, {
      ...{ revokedAt: new Date("2026-11-20T22:00:00Z"), revokedById: t.random.uuid(), reason: "A private matter" },
    });
    const { status, html } = await ask(`/verify/${code}`);
    expect(status).toBe(200);
    expect(html).toContain("21 November 2026");
    expect(html).not.toMatch(/private matter|Amani|Fractions/);
  });

  test("and that one was replaced", async () => {
    const { code } = await createCertificate(t.sql, t.random, { replacedAt: new Date("2026-11-20T09:00:00Z") });
    const { html } = await ask(`/verify/${code}`);
    expect(html).toContain("This certificate was replaced");
    expect(html).not.toMatch(/Amani|Fractions/);
  });

  test("reads the same of every code that nobody has; one that cannot be one keeps what was typed, beside the field", async () => {
    const nobodys = [1, 2].map((n) => makeCode(new Uint8Array(RANDOM_SIGNS).fill(n)));
    const pages = await Promise.all(nobodys.map((code) => ask(`/verify/${code}`)));
    const [one, other] = pages.map(({ html }, at) => html.replaceAll(nobodys[at] as string, ""));
    expect(one).toBe(other);
    expect(pages.map(({ status }) => status)).toEqual([404, 404]);
    const { status, html } = await ask(`/verify/${encodeURIComponent('K7-"><b>x')}`);
    expect(status).toBe(404);
    expect(html).toContain('value="K7-&quot;&gt;&lt;b&gt;x"');
    expect(html).toMatch(/aria-invalid="true" aria-describedby="code-error"/);
    expect((await ask("/verify/%E0%A4%A")).status).toBe(404);
  });

  test("cannot try codes without end", async () => {
    const answers = [];
    for (let n = 0; n < 31; n++) answers.push((await ask("/verify/nothing", "198.51.100.7")).status);
    expect(answers.slice(0, 30)).toEqual(Array(30).fill(404));
    expect(answers[30]).toBe(429);
  });
});

describe("the paper itself", () => {
  const open = async (who: { id: string }, id: string) =>
    download(
      new Request(`${origin}/api/certificates/${id}`, { headers: { cookie: await cookieOf(t, who.id, "PARENT") } }),
      {
        params: Promise.resolve({ id }),
      },
    );

  test("is a PDF for the family, with its code in its title; for nobody else, and not once it was withdrawn", async () => {
    const { parent, students } = await createHousehold(t.sql, t.random, { children: 1 });
    const { id, code } = await createCertificate(t.sql, t.random, { studentId: students[0]?.id });
    const answer = await open(parent, id);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    expect(bytes.toString("latin1")).toContain("/Lang (en)");
    // A text of the file's information is written in UTF-16 where it is not plain.
    expect(bytes.includes(Buffer.from(spellCode(code), "utf16le").swap16())).toBe(true);
    // The ũ of the name is of our own letters, which lie in a file of their own: none is of a face the reader may lack.
    const faces = new Set(bytes.toString("latin1").match(/(?<=\/BaseFont \/)\S+/g));
    expect([faces.size, [...faces].every((face) => face.includes("SourceSans3"))]).toEqual([3, true]);
    expect((await open(await createUser(t.sql, t.random), id)).status).toBe(404);
    await t.sql.query(
      `UPDATE "Certificate" SET "revokedAt" = now(), "revokedById" = gen_random_uuid(), reason = 'x' WHERE id = $1`,
      [id],
    );
    expect((await open(parent, id)).status).toBe(404);
  });
});
