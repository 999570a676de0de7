/** Cartridges: ours, and such as two other systems make them, written by hand after the way those write. */
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { env } from "@/server/platform/env";
import { cleanPicture } from "@/server/platform/media/image";
import { createLearningArea } from "@/tests/factories/curriculum";
import { createUser } from "@/tests/factories/identity";
import { createWholeCourse, storeCourseFile } from "@/tests/factories/travel";
import { type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { pdf, photo } from "@/tests/harness/files";
import { exportCourse } from "./travel.export.service";

let t: TestDatabase;
let folder: string;
let area: string;
let picture: Uint8Array;
let teacher: { id: string };
let api: Caller;
beforeAll(async () => {
  t = await testDatabase("cartridge");
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "uhs-cartridge-"));
  env().STORAGE_DIR = folder;
  area = (await createLearningArea(t.sql, t.random)).code;
  picture = cleanPicture(await photo("png", { width: 40, height: 30 }))?.bytes as Uint8Array;
  teacher = await createUser(t.sql, t.random, { roles: ["INSTRUCTOR"] });
  api = await t.as(teacher);
});
afterAll(async () => {
  await t.close();
  await fs.rm(folder, { recursive: true, force: true });
});

async function laid(bytes: Uint8Array): Promise<string> {
  const file = { ownerId: teacher.id, name: "course.zip", mime: "application/zip", purpose: "course-archive" };
  return (await storeCourseFile(t.sql, t.random, { ...file, bytes })).id;
}
const preview = async (bytes: Uint8Array) => api.travel.preview({ fileId: await laid(bytes) });
async function exported(id: string, format: "school" | "cartridge"): Promise<Uint8Array> {
  const { body } = await exportCourse(await t.ctx(teacher), { id, format });
  return new Uint8Array(await new Response(body).arrayBuffer());
}
type SaidAssessment = {
  title: string;
  lesson: string | null;
  maxAttempts: number;
  items: { question: string; points: number }[];
};
/** What a course says, without what a cartridge has no words for. */
async function meaning(id: string) {
  const entries = unzipSync(await exported(id, "school"));
  const json = (name: string) => JSON.parse(new TextDecoder().decode(entries[name]));
  const { course, modules, assessments } = json("course.json");
  return {
    title: course.title,
    summary: course.summary,
    modules: modules.map(({ title, lessons }: { title: string; lessons: { id: string; title: string }[] }) => ({
      title,
      lessons: lessons.map((lesson) => ({ title: lesson.title, says: json(`lessons/${lesson.id}.json`) })),
    })),
    assessments: assessments.map(({ title, lesson, maxAttempts, items }: SaidAssessment) => ({
      title,
      lesson,
      maxAttempts,
      asks: items.map((one) => {
        const { body, key } = json(`questions/${one.question}.json`);
        return [
          body.stem,
          body.options.map(({ text }: { text: string }) => text),
          key.correct,
          key.explanation,
          one.points,
        ];
      }),
    })),
    files: Object.keys(entries).filter((name) => name.startsWith("files/")),
  };
}
const take = async (bytes: Uint8Array) =>
  api.travel.acceptCartridge({ fileId: await laid(bytes), grade: "G4", learningAreaCode: area, language: "en" });

test("a course of ours goes out as a cartridge and comes back equal in meaning, its questions once", async () => {
  const { course } = await createWholeCourse(t.sql, t.random, { ownerId: teacher.id, area, picture, handout: pdf() });
  const bytes = await exported(course.id, "cartridge");
  expect(Buffer.compare(bytes, await exported(course.id, "cartridge"))).toBe(0);
  const { id } = await take(bytes);
  expect(await meaning(id)).toEqual(await meaning(course.id));
  expect(await api.courses.read({ id })).toMatchObject({ status: "DRAFT", grade: "G4" });
  // Readers may open what the lessons show.
  expect((await api.resources.list({ courseId: id })).map(({ lesson }) => lesson?.title)).toContain("Half an orange");
});

test("a cartridge needs to be told where its course belongs", async () => {
  const { course } = await createWholeCourse(t.sql, t.random, { ownerId: teacher.id, area, picture, handout: pdf() });
  const fileId = await laid(await exported(course.id, "cartridge"));
  await expect(api.travel.accept({ fileId })).rejects.toThrow("courseFile.place");
  const elsewhere = { fileId, grade: "G4", learningAreaCode: "ALCHEMY", language: "en" } as const;
  await expect(api.travel.acceptCartridge(elsewhere)).rejects.toThrow("courseFile.faulty");
});

const quizItem = (profile: string, presentation: string, processing: string) => `
  <item ident="i1"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>${profile}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
  <presentation><material><mattext texttype="text/html">&lt;p&gt;What is &lt;b&gt;half&lt;/b&gt; of 8?&lt;/p&gt;</mattext></material>${presentation}</presentation>
  <resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>${processing}</resprocessing></item>`;
const choices = (...texts: string[]) =>
  texts
    .map(
      (text, at) =>
        `<response_label ident="${at + 1}"><material><mattext texttype="text/plain">${text}</mattext></material></response_label>`,
    )
    .join("");
const single = quizItem(
  "cc.multiple_choice.v0p1",
  `<response_lid ident="r" rcardinality="Single"><render_choice>${choices("Four", "Two")}</render_choice></response_lid>`,
  `<respcondition continue="No"><conditionvar><varequal respident="r">1</varequal></conditionvar><setvar action="Set" varname="SCORE">100</setvar></respcondition>`,
);
const pattern = quizItem("cc.pattern_match.v0p1", "<response_str ident='r'><render_fib/></response_str>", "");
const quiz = (...items: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="a" title="Halves"><section ident="root_section">${items.join("")}</section></assessment></questestinterop>`;
const link = `<?xml version="1.0"?><wl:webLink xmlns:wl="http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3"><title>Film</title><url href="https://films.test/halves" target="_blank"/></wl:webLink>`;

function manifest(version: string, items: string, resources: string): string {
  const xmlns = `http://www.imsglobal.org/xsd/imsccv1p${version}/imscp_v1p1`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="${xmlns}" xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv1p${version}/LOM/manifest">
<metadata><schema>IMS Common Cartridge</schema><schemaversion>1.${version}.0</schemaversion>
<lomimscc:lom><lomimscc:general><lomimscc:title><lomimscc:string>Fractions &amp; fruit</lomimscc:string></lomimscc:title></lomimscc:general></lomimscc:lom></metadata>
<organizations><organization identifier="o" structure="rooted-hierarchy"><item identifier="root">${items}</item></organization></organizations>
<resources>${resources}</resources></manifest>`;
}
const item = (ref: string, title: string) =>
  `<item identifier="i_${ref}" identifierref="${ref}"><title>${title}</title></item>`;
const resource = (id: string, type: string, href: string) =>
  `<resource identifier="${id}" type="${type}" href="${href}"><file href="${href}"/></resource>`;

describe("a cartridge of another system", () => {
  test("in the manner of Canvas: pages by its sign for files, headings within modules, topics and tools", async () => {
    const bytes = zipSync({
      "imsmanifest.xml": strToU8(
        manifest(
          "1",
          `<item identifier="m1"><title>Week 1</title>${item("page", "Halves")}<item identifier="h"><title>To do</title>${item("quiz", "Check")}${item("topic", "Talk")}</item>${item("tool", "A tool")}${item("film", "Film")}</item>`,
          [
            resource("page", "webcontent", "wiki_content/halves.html"),
            resource("pic", "webcontent", "web_resources/Uploaded Media/orange.png"),
            resource("quiz", "imsqti_xmlv1p2/imscc_xmlv1p1/assessment", "quiz/assessment_qti.xml"),
            resource("topic", "imsdt_xmlv1p1", "topic.xml"),
            resource("tool", "imsbasiclti_xmlv1p0", "lti.xml"),
            resource("film", "imswl_xmlv1p1", "film.xml"),
          ].join(""),
        ),
      ),
      "wiki_content/halves.html": strToU8(
        `<html><head><title>Halves</title><meta name="identifier" content="x"/></head><body><p>Cut <em>one</em>.</p><p><img src="$IMS-CC-FILEBASE$/Uploaded%20Media/orange.png?canvas_download=1" alt="An orange"></p><script>track()</script></body></html>`,
      ),
      "web_resources/Uploaded Media/orange.png": picture,
      "quiz/assessment_qti.xml": strToU8(quiz(single, pattern)),
      "topic.xml": strToU8("<topic/>"),
      "lti.xml": strToU8("<cartridge_basiclti_link/>"),
      "film.xml": strToU8(link),
    });
    const seen = await preview(bytes);
    expect(seen).toMatchObject({
      kind: "cartridge",
      faults: [],
      course: { title: "Fractions & fruit" },
      modules: [{ title: "Week 1", lessons: [{ title: "Halves" }, { title: "Film" }] }],
      questions: 1,
      assessments: ["Halves"],
    });
    expect(seen.notes.map(({ what, entry, at }) => [what, entry, at])).toEqual([
      ["script", "wiki_content/halves.html", "Halves"],
      ["question", "quiz/assessment_qti.xml", "5 · cc.pattern_match.v0p1"],
      ["discussion", "topic.xml", "Talk"],
      ["lti", "lti.xml", "A tool"],
    ]);
    const { id } = await take(bytes);
    const { modules, assessments, files } = await meaning(id);
    expect(modules[0].lessons[0].says.content).toEqual([
      {
        type: "paragraph",
        content: [
          { type: "text", text: "Cut " },
          { type: "text", text: "one", marks: [{ type: "italic" }] },
          { type: "text", text: "." },
        ],
      },
      { type: "image", attrs: expect.objectContaining({ alt: "An orange", width: 40, height: 30 }) },
    ]);
    expect(assessments).toMatchObject([
      { title: "Halves", lesson: "l1", asks: [[expect.anything(), ["Four", "Two"], ["A"], undefined, 1]] },
    ]);
    expect(files).toHaveLength(1);
  });

  test("in the manner of Moodle: numbered folders, plain addresses, leaves beside modules, files as parts", async () => {
    const bytes = zipSync({
      "imsmanifest.xml": strToU8(
        manifest(
          "1",
          `${item("first", "Welcome")}<item identifier="s1"><title>Topic 1</title><item identifier="l1"><title>Label</title></item>${item("sheet", "A sheet")}<item identifier="deep"><title>Deeper</title>${item("second", "Quarters")}</item></item>`,
          [
            resource("first", "webcontent", "i_1/index.html"),
            resource("sheet", "webcontent", "i_2/sheet.pdf"),
            resource("second", "webcontent", "i_3/page.htm"),
            resource("spare", "webcontent", "i_3/orange.png"),
          ].join(""),
        ),
      ),
      "i_1/index.html": strToU8("<h1>Karibu</h1><ol><li>Read<li>Cut</ol>"),
      "i_2/sheet.pdf": pdf(),
      "i_3/page.htm": strToU8(`<a href="../i_2/sheet.pdf">the sheet</a>`),
      "i_3/orange.png": picture,
    });
    const { id } = await take(bytes);
    const { modules } = await meaning(id);
    expect(
      modules.map(({ title, lessons }: { title: string; lessons: { title: string }[] }) => [
        title,
        lessons.map((one) => one.title),
      ]),
    ).toEqual([
      ["Fractions & fruit", ["Welcome"]],
      ["Topic 1", ["A sheet", "Quarters"]],
    ]);
    expect(modules[1].lessons[0].says.content).toMatchObject([{ type: "file", attrs: { name: "A sheet" } }]);
    const held = await api.resources.list({ courseId: id });
    expect(held.map(({ title, lesson }) => [title, lesson?.title ?? null]).sort()).toEqual([
      ["orange.png", null],
      ["sheet.pdf", "A sheet"],
      ["sheet.pdf", "Quarters"],
    ]);
  });

  const page = { "p.html": strToU8("<p>One</p>") };
  const whole = manifest("3", item("p", "One"), resource("p", "webcontent", "p.html"));
  test.each<[string, Record<string, Uint8Array>, string]>([
    [
      "a tag that does not match",
      { ...page, "imsmanifest.xml": strToU8(whole.replace("</resources>", "</resource>")) },
      "imsmanifest.xml 6 questionFile.xmlBroken",
    ],
    [
      "a document type",
      {
        ...page,
        "imsmanifest.xml": strToU8(
          whole.replace("<manifest ", '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest '),
        ),
      },
      "imsmanifest.xml 2 questionFile.xmlDoctype",
    ],
    [
      "an item that leads nowhere",
      { ...page, "imsmanifest.xml": strToU8(whole.replace('identifierref="p"', 'identifierref="q"')) },
      "imsmanifest.xml  courseFile.reference",
    ],
    ["a page that is missing", { "imsmanifest.xml": strToU8(whole) }, "p.html  courseFile.missing"],
    [
      "letters nobody can read",
      { "imsmanifest.xml": strToU8(whole), "p.html": new Uint8Array([0x3c, 0x70, 0x3e, 0xff]) },
      "p.html 1 questionFile.encoding",
    ],
    ["no lesson", { "imsmanifest.xml": strToU8(manifest("3", "", "")) }, "imsmanifest.xml  courseFile.empty"],
  ])("with %s is refused whole, with the entry, the line and the reason", async (_, entries, fault) => {
    const { faults } = await preview(zipSync(entries));
    expect(faults.map(({ entry, at, reason }) => `${entry} ${at} ${reason}`)).toEqual([fault]);
    await expect(take(zipSync(entries))).rejects.toThrow("courseFile.faulty");
  });
});
