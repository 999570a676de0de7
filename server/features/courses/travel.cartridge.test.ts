/** Cartridges: ours, and such as two other systems make them, written by hand after the way those write. */
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { env } from "@/server/platform/env";
import { cleanPicture } from "@/server/platform/media/image";
import { createLearningArea } from "@/tests/factories/curriculum";
import { createUser } from "@/tests/factories/identity";
import { insertRow } from "@/tests/factories/insert";
import { createAssessment, createCourse, createQuestion } from "@/tests/factories/learning";
import { createWholeCourse, storeCourseFile } from "@/tests/factories/travel";
import { type Caller, type TestDatabase, testDatabase } from "@/tests/harness/db";
import { pdf, photo, wav } from "@/tests/harness/files";
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
});
// Nobody looks into as many archives in a few minutes as these tests do.
beforeEach(async () => {
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
type SaidTask = Record<"title" | "instructions" | "lesson" | "rubric", string> &
  Record<"takesText" | "takesFiles", boolean>;
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
  const { course, modules, assessments, assignments, rubrics } = json("course.json");
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
    tasks: assignments.map(({ title, instructions, lesson, rubric, takesText, takesFiles }: SaidTask) => ({
      ...{ title, instructions, lesson, takesText, takesFiles },
      criteria: rubrics.find(({ id }: { id: string }) => id === rubric).criteria,
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
  expect(await api.assignments.list({ courseId: id })).toMatchObject([{ title: "Share a chapati", status: "DRAFT" }]);
  // Readers may open what the lessons show.
  expect((await api.resources.list({ courseId: id })).map(({ lesson }) => lesson?.title)).toContain("Half an orange");
});

test("an assignment is an assignment to whom the extension is known, and a page with its rubric to everybody else", async () => {
  const { course } = await createWholeCourse(t.sql, t.random, { ownerId: teacher.id, area, picture, handout: pdf() });
  const entries = unzipSync(await exported(course.id, "cartridge"));
  const said = (name: string) => new TextDecoder().decode(entries[name]);
  const resources = said("imsmanifest.xml");
  const [page] = /<resource [^>]*href="assignments\/t1.html">.*?<\/resource>/u.exec(resources) ?? [];
  expect(page).toMatch(/type="webcontent".*<cpx:variant [^>]*identifierref="t1"/u);
  expect(resources).toMatch(/<resource identifier="t1" type="assignment_xmlv1p0"/u);
  expect(resources).toMatch(/identifierref="t1p"><title>Share a chapati/u);
  const task = said("assignments/t1.xml");
  expect(task).toContain(`<assignment xmlns="http://www.imsglobal.org/xsd/imscc_extensions/assignment"`);
  expect(task).toMatch(/<gradable>true<\/gradable><submission_formats><format type="text"\/><format type="file"\/>/u);
  for (const words of ["Share one chapati fairly", "Exceeding expectation (EE): "])
    for (const name of ["assignments/t1.xml", "assignments/t1.html"]) expect(said(name)).toContain(words);
});

test("a question goes out with its pictures and its sound, and comes back showing them", async () => {
  const course = await createCourse(t.sql, t.random, {
    ownerId: teacher.id,
    learningAreaCode: area,
    title: "Hear & see",
  });
  const file = { ownerId: teacher.id };
  const drawn = await storeCourseFile(t.sql, t.random, { ...file, name: "a.png", mime: "image/png", bytes: picture });
  const spoken = await storeCourseFile(t.sql, t.random, { ...file, name: "a.wav", mime: "audio/wav", bytes: wav() });
  const shows = (fileId: string, kind: string, alt: string) => ({ fileId, kind, alt });
  const body = {
    type: "mcq",
    stem: "Which do you see?",
    media: [shows(drawn.id, "image", "A <fruit>"), shows(spoken.id, "audio", "Its name")],
    multiple: false,
    options: [
      { key: "A", text: "An orange", media: shows(drawn.id, "image", "Orange") },
      { key: "B", text: "A pear" },
    ],
  };
  const question = await createQuestion(t.sql, t.random, { ownerId: teacher.id, learningAreaCode: area, body });
  for (const { id: fileId } of [drawn, spoken])
    await insertRow(t.sql, "QuestionFile", { versionId: question.versionId, fileId, inKey: false });
  await createAssessment(t.sql, t.random, { courseId: course.id, questions: [question], createdById: teacher.id });
  const bytes = await exported(course.id, "cartridge");
  expect(new TextDecoder().decode(unzipSync(bytes)["quizzes/a1.xml"])).toContain("$IMS-CC-FILEBASE$../web_resources/");
  const before = await t.sql.query(`SELECT count(*) FROM "StoredFile" WHERE purpose = 'course'`);
  expect(await preview(bytes)).toMatchObject({ faults: [], notes: [], questions: 1, files: [{}, {}] });
  expect((await t.sql.query(`SELECT count(*) FROM "StoredFile" WHERE purpose = 'course'`)).rows).toEqual(before.rows);

  const fileId = await laid(bytes);
  const accept = () => api.travel.acceptCartridge({ fileId, grade: "G4", learningAreaCode: area, language: "en" });
  const [one, other] = await Promise.all([accept(), accept()]);
  expect(one).toEqual(other);
  const entries = unzipSync(await exported(one.id, "school"));
  const came = JSON.parse(new TextDecoder().decode(entries["questions/q1.json"])).body;
  const ofKind = (ending: string) =>
    Object.keys(entries)
      .find((name) => name.endsWith(ending))
      ?.slice(6, 42);
  expect(came.media).toMatchObject([
    { fileId: ofKind(".png"), kind: "image", alt: "A <fruit>", width: 40, height: 30 },
    { fileId: ofKind(".wav"), kind: "audio", alt: "Its name" },
  ]);
  expect(came.options[0].media).toMatchObject({ fileId: ofKind(".png"), alt: "Orange" });
  // What only a question shows is nothing its learners are handed besides.
  expect(await api.resources.list({ courseId: one.id })).toEqual([]);
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

  const task = (inside: string) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<assignment identifier="t" xmlns="http://www.imsglobal.org/xsd/imscc_extensions/assignment">${inside}</assignment>`;
  const lessonPage = { "p.html": strToU8("<p>One</p>") };

  test("in the manner of Canvas 1.3: tasks behind a fallback page, with its own words beside, in no module too", async () => {
    const canvas = `<extensions><assignment xmlns="http://canvas.instructure.com/xsd/cccv1p0" identifier="t_canvas"><title>Other</title><submission_types>online_url</submission_types></assignment></extensions>`;
    const html = `&lt;p&gt;Cut &lt;b&gt;one&lt;/b&gt; as &lt;a href="https://films.test/"&gt;shown&lt;/a&gt;.&lt;/p&gt;&lt;ol&gt;&lt;li&gt;Cut&lt;li&gt;Share&lt;/ol&gt;&lt;p&gt;&lt;img src="$IMS-CC-FILEBASE$/orange.png" alt="An orange"&gt;&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;`;
    const bytes = zipSync({
      ...lessonPage,
      "imsmanifest.xml": strToU8(
        manifest(
          "3",
          `<item identifier="m1"><title>Week 1</title>${item("p", "One")}${item("t_fallback", "Share it")}</item>`,
          [
            resource("p", "webcontent", "p.html"),
            resource("t", "assignment_xmlv1p0", "t/assignment.xml"),
            `<resource identifier="t_fallback" type="webcontent"><cpx:variant xmlns:cpx="http://www.imsglobal.org/xsd/imsccv1p3/imscp_extensionv1p2" identifier="v" identifierref="t"><cpx:metadata/></cpx:variant><file href="t/share-it.html"/></resource>`,
            resource("u", "assignment_xmlv1p0", "u/assignment.xml"),
            resource("pic", "webcontent", "web_resources/orange.png"),
          ].join(""),
        ),
      ),
      "t/assignment.xml": strToU8(
        task(
          `<title>Share it</title><text texttype="text/html">${html}</text><gradable points_possible="10.0">true</gradable><submission_formats><format type="html"/><format type="url"/></submission_formats>${canvas}`,
        ),
      ),
      "t/share-it.html": strToU8("<html><body>Fallback</body></html>"),
      "u/assignment.xml": strToU8(
        task(
          `<title>By a tool</title><gradable>false</gradable><submission_formats><format type="external_tool"/></submission_formats>`,
        ),
      ),
      "web_resources/orange.png": picture,
    });
    const seen = await preview(bytes);
    expect(seen).toMatchObject({ faults: [], assignments: ["Share it", "By a tool"], modules: [{ lessons: [{}] }] });
    expect(seen.notes.map(({ what, at }) => [what, at])).toEqual([
      ["script", "Share it"],
      ["taskPoints", "Share it"],
      ["taskAddress", "Share it"],
      ["taskFiles", "Share it"],
      ["taskRubric", "Share it"],
      ["taskFormats", "By a tool"],
      ["taskRubric", "By a tool"],
    ]);
    const { id } = await take(bytes);
    const { tasks } = await meaning(id);
    expect(tasks).toMatchObject([
      {
        title: "Share it",
        lesson: "l1",
        instructions: "Cut one as shown (https://films.test/).\n\n1. Cut\n2. Share\n\nAn orange",
        takesText: true,
        takesFiles: false,
        criteria: [{ id: "understanding" }, { id: "expression" }],
      },
      { title: "By a tool", lesson: null, instructions: "", takesText: true, takesFiles: true },
    ]);
    expect((await api.resources.list({ courseId: id })).map(({ title, lesson }) => [title, lesson?.title])).toEqual([
      ["orange.png", "One"],
    ]);
    const [, empty] = (await api.assignments.list({ courseId: id })).toSorted((one) =>
      one.title === "Share it" ? -1 : 1,
    );
    await expect(api.assignments.publish({ assignmentId: empty?.id as string })).rejects.toThrow("gap_instructions");
  });

  test("in the manner of Canvas 1.1: a page with settings beside it is a task; of Sakai: plain words and attachments", async () => {
    const settings = `<?xml version="1.0"?><assignment identifier="a" xmlns="http://canvas.instructure.com/xsd/cccv1p0"><title>Draw halves</title><points_possible>5</points_possible><submission_types>online_upload</submission_types></assignment>`;
    const attached = `<title>Read</title><text texttype="text/plain">Read it.\nThen tell. 1 &lt; 2</text><instructor_text texttype="text/plain">The answer is 4</instructor_text><gradable>true</gradable><attachments><attachment href="i_2/sheet.pdf" role="All"/><attachment href="../../outside.pdf"/><attachment href="i_2/key.pdf" role="Instructor"/></attachments><submission_formats><format type="text"/><format type="file"/></submission_formats>`;
    const bytes = zipSync({
      ...lessonPage,
      "imsmanifest.xml": strToU8(
        manifest(
          "1",
          `${item("p", "One")}${item("a", "Draw halves")}${item("s", "Read")}`,
          [
            resource("p", "webcontent", "p.html"),
            `<resource identifier="a" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" href="a/draw.html"><file href="a/draw.html"/><file href="a/assignment_settings.xml"/></resource>`,
            ...["sheet", "key"].map((name) => resource(name, "webcontent", `i_2/${name}.pdf`)),
            resource("s", "assignment_xmlv1p0", "cc-objects/s.xml"),
          ].join(""),
        ),
      ),
      "a/draw.html": strToU8(
        "<html><head><title>Assignment: Draw halves</title></head><body><p>Draw.</p></body></html>",
      ),
      "a/assignment_settings.xml": strToU8(settings),
      "cc-objects/s.xml": strToU8(task(attached)),
      "i_2/sheet.pdf": pdf(),
      "i_2/key.pdf": pdf("2 0 obj<<>>endobj"),
    });
    const { notes, faults } = await preview(bytes);
    expect([faults, notes.map(({ what, at }) => [what, at])]).toEqual([
      [],
      [
        ["taskPoints", "Draw halves"],
        ["taskRubric", "Draw halves"],
        ["media", "Read · ../../outside.pdf"],
        ["taskTeacher", "Read"],
        ["taskFiles", "Read"],
        ["taskRubric", "Read"],
      ],
    ]);
    const { id } = await take(bytes);
    expect((await meaning(id)).tasks).toMatchObject([
      { title: "Draw halves", instructions: "Draw.", takesText: false, takesFiles: true, lesson: "l1" },
      { title: "Read", instructions: "Read it.\nThen tell. 1 < 2\n\nsheet.pdf", takesText: true, takesFiles: true },
    ]);
    // What is for teachers alone is handed to nobody.
    expect((await api.resources.list({ courseId: id })).map(({ title }) => title)).toEqual(["sheet.pdf"]);
  });

  const asks = (source: string, tag = "img") =>
    single.replace("&lt;p&gt;", `&lt;${tag} src="${source}" alt="An orange"&gt;&lt;/${tag}&gt;&lt;p&gt;`);
  const quizzed = (question: string, more: Record<string, Uint8Array> = {}) =>
    zipSync({
      ...lessonPage,
      ...more,
      "imsmanifest.xml": strToU8(
        manifest(
          "1",
          `${item("p", "One")}${item("q", "Check")}`,
          resource("p", "webcontent", "p.html") +
            resource("q", "imsqti_xmlv1p2/imscc_xmlv1p1/assessment", "quiz/q.xml"),
        ),
      ),
      "quiz/q.xml": strToU8(quiz(question)),
    });
  test.each([
    [
      "Canvas",
      "$IMS-CC-FILEBASE$/Uploaded%20Media/orange.png?canvas_download=1",
      "web_resources/Uploaded Media/orange.png",
    ],
    ["Moodle", "$IMS-CC-FILEBASE$../i_9/orange.png", "i_9/orange.png"],
    ["others", "orange.png", "quiz/orange.png"],
  ])("in the manner of %s: a question shows its picture", async (_, source, entry) => {
    const { id } = await take(quizzed(asks(source), { [entry]: picture }));
    const entries = unzipSync(await exported(id, "school"));
    const { body } = JSON.parse(new TextDecoder().decode(entries["questions/q1.json"]));
    expect(body.stem.content[0].content[0]).toMatchObject({ type: "image", attrs: { alt: "An orange", width: 40 } });
  });

  test.each<[string, string, Record<string, Uint8Array>, string[]]>([
    ["that is missing", asks("$IMS-CC-FILEBASE$/orange.png"), {}, []],
    ["from outside the archive", asks("$IMS-CC-FILEBASE$../../../etc/passwd.png"), {}, []],
    ["from elsewhere", asks("https://elsewhere.test/orange.png"), {}, []],
    ["that is another kind of file", asks("../sheet.pdf"), { "sheet.pdf": pdf() }, []],
    ["that is not what it says", asks("orange.png"), { "quiz/orange.png": pdf() }, ["media"]],
    ["that is not what it says, in sound", asks("a.mp3", "audio"), { "quiz/a.mp3": pdf() }, ["media"]],
  ])("a question with a picture %s stays behind, with its line; the others come", async (_, question, more, before) => {
    const { notes, faults, questions, files } = await preview(quizzed(`${question}\n${single}`, more));
    expect(faults).toEqual([]);
    expect(notes.map(({ what }) => what)).toEqual([...before, "questionMedia"]);
    expect(notes.at(-1)).toMatchObject({ entry: "quiz/q.xml", at: expect.stringMatching(/^3 · .*(png|pdf|mp3)/u) });
    expect([questions, files]).toEqual([1, []]);
  });

  const whole = manifest("3", item("p", "One"), resource("p", "webcontent", "p.html"));
  const tasked = (text: string) => ({
    ...lessonPage,
    "imsmanifest.xml": strToU8(
      manifest(
        "3",
        `${item("p", "One")}${item("t", "Share")}`,
        resource("p", "webcontent", "p.html") + resource("t", "assignment_xmlv1p0", "t.xml"),
      ),
    ),
    "t.xml": strToU8(text),
  });
  test.each<[string, Record<string, Uint8Array>, string]>([
    [
      "a tag that does not match",
      { ...lessonPage, "imsmanifest.xml": strToU8(whole.replace("</resources>", "</resource>")) },
      "imsmanifest.xml 6 questionFile.xmlBroken",
    ],
    [
      "a document type",
      {
        ...lessonPage,
        "imsmanifest.xml": strToU8(
          whole.replace("<manifest ", '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest '),
        ),
      },
      "imsmanifest.xml 2 questionFile.xmlDoctype",
    ],
    [
      "an item that leads nowhere",
      { ...lessonPage, "imsmanifest.xml": strToU8(whole.replace('identifierref="p"', 'identifierref="q"')) },
      "imsmanifest.xml  courseFile.reference",
    ],
    ["a page that is missing", { "imsmanifest.xml": strToU8(whole) }, "p.html  courseFile.missing"],
    [
      "letters nobody can read",
      { "imsmanifest.xml": strToU8(whole), "p.html": new Uint8Array([0x3c, 0x70, 0x3e, 0xff]) },
      "p.html 1 questionFile.encoding",
    ],
    ["no lesson", { "imsmanifest.xml": strToU8(manifest("3", "", "")) }, "imsmanifest.xml  courseFile.empty"],
    ["a task that is none", tasked("<quiz/>"), "t.xml 1 questionFile.missingPart"],
    ["a task with a tag that does not match", tasked(task("<title>Share</text>")), "t.xml 2 questionFile.xmlBroken"],
    [
      "a task with an entity of its own",
      tasked(task("<title>&x;</title>").replace("<assignment", '<!DOCTYPE a [<!ENTITY x "y">]><assignment')),
      "t.xml 2 questionFile.xmlDoctype",
    ],
    [
      "a task nested without end",
      tasked(task(`<text texttype="text/html">${"&lt;div&gt;".repeat(20_000)}</text>`)),
      "t.xml 1 questionFile.xmlDepth",
    ],
    [
      "a task longer than one may be",
      tasked(task(`<text texttype="text/html">${"word ".repeat(4_100)}</text>`)),
      "imsmanifest.xml assignments.0.instructions field.too_long|20000",
    ],
    [
      "a picture of a question that unpacks to far more than it says",
      { ...lessonPage, "imsmanifest.xml": strToU8(whole), "quiz/orange.png": new Uint8Array(9_000_000) },
      "quiz/orange.png  courseFile.zip_bomb",
    ],
  ])("with %s is refused whole, with the entry, the line and the reason", async (_, entries, fault) => {
    const { faults } = await preview(zipSync(entries));
    expect(faults.map(({ entry, at, reason }) => `${entry} ${at} ${reason}`)).toEqual([fault]);
    await expect(take(zipSync(entries))).rejects.toThrow("courseFile.faulty");
  });
});
