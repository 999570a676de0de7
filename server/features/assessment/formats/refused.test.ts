/** What is broken is refused with its line and reason, and nothing a stranger sends makes a reader throw. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it, test } from "vitest";
import en from "@/messages/en/errors.json";
import { exportQuestions, importQuestions, lossKinds, questionFileLimits, questionFormats, reasons } from "./formats";

const bytes = (text: string) => new TextEncoder().encode(text);
/** Problems as "line reason detail", with the file of a package before them. */
const refused = (file: Uint8Array | string) =>
  importQuestions(typeof file === "string" ? bytes(file) : file).problems.map(({ file: name, line, reason, detail }) =>
    `${name ? `${name} ` : ""}${line} ${reason} ${detail}`.trim(),
  );

describe("GIFT", () => {
  it.each([
    ["a brace that never closes", "Fine? {T}\n\nWhere? {=here\n~there", ["3 braces Where? {=here ~there"]],
    ["a brace that never opens", "Where? =here}", ["1 braces Where? =here}"]],
    ["two answer parts", "One {=a} and two {=b}", ["1 braces One {=a} and two {=b}"]],
    ["a question without answers", "// a note\nJust a sentence.", ["2 noAnswer Just a sentence."]],
    ["an answer part without a question", "{=a ~b}", ["1 noQuestion"]],
    ["one choice only", "Which? {\n~one}", ["1 tooFewAnswers 1"]],
    ["an empty choice", "Which? {=a\n~\n~c}", ["2 noAnswer ~"]],
    ["words before the first choice", "Which? {a\n~b =c}", ["1 noAnswer a ~b =c"]],
    ["weights that do not make a whole", "\n\nWhich?{\n~%50%a\n~%25%b\n~c}", ["3 fractionSum 75 %"]],
    ["a weight that is no number", "Which?{\n~%half%a\n=b}", ["2 fraction %half%a"]],
    ["a weight above the whole", "Which?{\n~%150%a\n=b}", ["2 fraction %150%a"]],
    ["no answer that earns the whole", "Name it {=%50%a}", ["1 noRightAnswer"]],
    ["a number that is none", "How many? {#six}", ["1 number six"]],
    ["a range the wrong way round", "How many? {#9..3}", ["1 range 9..3"]],
    ["a pair without an arrow", "Match {=a -> b\n=c d}", ["2 matching c d"]],
    ["a pair without a partner", "Match {=a -> b\n=c -> }", ["2 matching c ->"]],
    ["one on the left twice", "Match {=a -> b\n=a -> c}", ["1 duplicate a"]],
    [
      "a picture from elsewhere",
      '[html]<img src="https://evil.example/x.png">What? {T}',
      ["1 media https://evil.example/x.png"],
    ],
  ])("with %s is refused where it is", (_, file, problems) => expect(refused(file)).toEqual(problems));

  it("names everything that is wrong, up to a bound", () => {
    expect(refused("A {=a\n\nFine? {T}\n\nB }")).toEqual(["1 braces A {=a", "5 braces B }"]);
    expect(refused("x }\n\n".repeat(500))).toHaveLength(questionFileLimits.problems);
  });

  it("refuses more questions than one file may hold", () => {
    expect(refused("Fine? {T}\n\n".repeat(questionFileLimits.questions + 1))).toEqual([
      `1 tooMany ${questionFileLimits.questions + 1}`,
    ]);
  });
});

const quiz = (inside: string) => `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${inside}\n</quiz>`;
const asked = (type: string, inside: string) =>
  quiz(`<question type="${type}"><questiontext format="html"><text>Say.</text></questiontext>\n${inside}\n</question>`);
const answers = (...fractions: (number | string)[]) =>
  fractions.map((one, at) => `<answer fraction="${one}"><text>${at}</text></answer>`).join("\n");

describe("Moodle XML", () => {
  it.each([
    ["a tag that does not match", quiz("<question type='essay'>\n</questin>"), "4 xmlBroken unexpected close tag."],
    [
      "an end that is missing",
      '<?xml version="1.0"?>\n<quiz>\n<question type="essay">',
      "3 xmlBroken unclosed tag: question",
    ],
    [
      "an entity XML does not know",
      asked("essay", "<name><text>a&nbsp;b</text></name>"),
      "4 xmlBroken undefined entity.",
    ],
    [
      "a document type",
      '<?xml version="1.0"?>\n<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<quiz>&a;</quiz>',
      "2 xmlDoctype",
    ],
    ["an unknown type", asked("calculated", ""), "3 unknownType calculated"],
    ["no stem", quiz('<question type="essay"><name><text>x</text></name></question>'), "3 missingPart questiontext"],
    ["no answers", asked("multichoice", ""), "3 noAnswer"],
    [
      "fractions that miss the whole",
      asked("multichoice", `<single>false</single>${answers(50, 25, 0)}`),
      "3 fractionSum 75 %",
    ],
    ["a fraction that is no number", asked("multichoice", answers(100, "half")), "5 fraction half"],
    ["no fraction", asked("multichoice", answers(100, "")), "5 fraction"],
    ["nothing right", asked("multichoice", answers(50, 0)), "3 noRightAnswer"],
    [
      "a tolerance that is no number",
      asked("numerical", "<answer fraction='100'><text>5</text><tolerance>some</tolerance></answer>"),
      "4 number some",
    ],
    [
      "a picture that is not there",
      quiz(
        '<question type="essay">\n<questiontext format="html"><text><![CDATA[<img src="@@PLUGINFILE@@/a.png">?]]></text></questiontext></question>',
      ),
      "4 media @@PLUGINFILE@@/a.png",
    ],
    [
      "a picture that is something else",
      quiz(
        '<question type="essay">\n<questiontext format="html"><text><![CDATA[<img src="@@PLUGINFILE@@/a.png">?]]></text>\n<file name="a.png" encoding="base64">PHN2Zz4=</file></questiontext></question>',
      ),
      "5 media a.png",
    ],
    [
      "a field of another kind in a text",
      quiz(
        '<question type="cloze">\n<questiontext format="html"><text>{1:MULTIRESPONSE:=a~=b}</text></questiontext></question>',
      ),
      "4 cannotHold MULTIRESPONSE",
    ],
    ["one item", asked("ordering", answers(1)), "3 tooFewAnswers 1"],
  ])("with %s is refused where it is", (_, file, problem) => expect(refused(file)).toEqual([problem]));

  it("with a number used twice is refused at the second", () => {
    const one =
      '<question type="essay"><questiontext format="html"><text>Say.</text></questiontext><idnumber>A1</idnumber></question>';
    expect(refused(quiz(`${one}\n${one}`))).toEqual(["4 duplicate A1"]);
  });

  it("that is nested without end is refused", () => {
    expect(refused(`<quiz>\n${"<a>".repeat(5000)}`)).toEqual([`2 xmlDepth ${questionFileLimits.xmlDepth}`]);
    expect(
      refused(
        quiz(
          `<question type="essay"><questiontext format="html"><text><![CDATA[${"<b><div>".repeat(3000)}x]]></text></questiontext></question>`,
        ),
      ),
    ).toEqual(["3 xmlDepth HTML"]);
  });
});

const item = readFileSync(new URL("fixtures/qti-choice.xml", import.meta.url), "utf8");
const order = readFileSync(new URL("fixtures/qti-order.xml", import.meta.url), "utf8");
const manifest = (...hrefs: string[]) =>
  strToU8(
    `<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>\n${hrefs.map((href) => `<resource type="imsqti_item_xmlv2p1" href="${href}"/>`).join("\n")}\n</resources></manifest>`,
  );

describe("QTI 2.1", () => {
  it.each([
    ["an answer that names no choice", item.replace("<value>B<", "<value>Q<"), "3 reference Q"],
    [
      "two choices of one name",
      item.replace('identifier="B"', 'identifier="A"').replace("<value>B<", "<value>A<"),
      "6 duplicate A",
    ],
    [
      "no declaration",
      item.replace('responseDeclaration identifier="RESPONSE"', 'responseDeclaration identifier="OTHER"'),
      "6 reference RESPONSE",
    ],
    ["nothing right", item.replace("<value>B</value>", ""), "3 noRightAnswer"],
    [
      "another kind of interaction",
      item.replaceAll("choiceInteraction", "hotspotInteraction"),
      "6 unknownType hotspotInteraction",
    ],
    [
      "two questions in one item",
      item.replace(
        "<choiceInteraction",
        '<extendedTextInteraction responseIdentifier="RESPONSE"/>\n<choiceInteraction',
      ),
      "7 cannotHold interactions",
    ],
    ["no body", item.replaceAll("itemBody", "itemBod"), "2 missingPart itemBody"],
    ["an order that leaves one out", order.replace("<value>B</value>", ""), "3 noRightAnswer"],
    ["a formula nobody can read", item.replace("Look", "<math><mi>x</mi></math>"), "5 cannotHold MathML"],
    ["a file of another version", '<questestinterop xmlns="x">\n</questestinterop>', "1 unknownFormat questestinterop"],
  ])("with %s is refused where it is", (_, file, problem) => expect(refused(file)).toEqual([problem]));

  it.each<[string, Record<string, Uint8Array>, string]>([
    ["no manifest", { "a.xml": strToU8(item) }, "1 missingPart imsmanifest.xml"],
    ["a manifest without items", { "imsmanifest.xml": manifest() }, "imsmanifest.xml 1 empty"],
    ["an item that is not there", { "imsmanifest.xml": manifest("a.xml") }, "imsmanifest.xml 2 reference a.xml"],
    ["an item outside", { "imsmanifest.xml": manifest("../a.xml") }, "imsmanifest.xml 2 reference ../a.xml"],
    [
      "a broken item",
      { "imsmanifest.xml": manifest("a.xml"), "a.xml": strToU8("<assessmentItem>\n<x") },
      "a.xml 2 xmlBroken unclosed tag: assessmentItem",
    ],
    [
      "an item that is no text",
      { "imsmanifest.xml": manifest("a.xml"), "a.xml": Uint8Array.from([0x3c, 0x0a, 0xc3, 0x28]) },
      "a.xml 2 encoding utf-8",
    ],
    [
      "one item twice",
      { "imsmanifest.xml": manifest("a.xml", "b.xml"), "a.xml": strToU8(item), "b.xml": strToU8(item) },
      "b.xml 2 duplicate choice",
    ],
    ["a path that climbs", { "imsmanifest.xml": manifest(), "../../evil.sh": strToU8("x") }, "1 zipPath ../../evil.sh"],
    ["a path from the root", { "imsmanifest.xml": manifest(), "/etc/x": strToU8("x") }, "1 zipPath /etc/x"],
    ["a bomb", { "imsmanifest.xml": manifest(), "b.bin": new Uint8Array(2_000_000) }, "1 zipRatio b.bin"],
  ])("in a package with %s is refused", (_, files, problem) => expect(refused(zipSync(files))).toEqual([problem]));

  it("in a package cut short is refused", () => {
    const whole = zipSync({ "imsmanifest.xml": manifest("a.xml"), "a.xml": strToU8(item) });
    expect(refused(whole.subarray(0, whole.length - 30))[0]).toMatch(/^1 zipBroken/);
  });
});

describe("a file", () => {
  it.each<[string, Uint8Array | string, string]>([
    ["that is empty", " \n", "1 empty"],
    [
      "that is not text",
      Uint8Array.from([0x57, 0x3f, 0x7b, 0x54, 0x7d, 0x0a, 0x0a, 0x4e, 0xe9, 0x20]),
      "3 encoding utf-8",
    ],
    ["in an encoding nobody has", '<?xml version="1.0" encoding="klingon"?><quiz/>', "1 encoding klingon"],
    ["with NUL in it", "Fine? {T}\n\nx\u0000 {T}", "3 encoding NUL"],
    ["that is a page", "<html><body>hello</body></html>", "1 unknownFormat html"],
    [
      "that is too large",
      new Uint8Array(questionFileLimits.bytes + 1).fill(0x61),
      `1 tooLarge ${questionFileLimits.bytes + 1}`,
    ],
    ["of questions without one", quiz(""), "1 empty"],
  ])("%s is refused", (_, file, problem) => expect(refused(file)).toEqual([problem]));

  it("in another encoding that it names is read", () => {
    const latin = Buffer.from(asked("essay", "").replace("UTF-8", "ISO-8859-1").replace("Say.", "Café?"), "latin1");
    expect(importQuestions(latin).questions[0]?.question.body.stem).toBe("Café?");
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("Café? {T}", "utf16le")]);
    expect(importQuestions(wide).questions[0]?.question.body.stem).toBe("Café?");
  });
});

const many = 400_000;
const inHtml = (html: string) => asked("essay", "").replace("Say.", `<![CDATA[${html}]]>`);
test.each<[string, string]>([
  ["comments that never end", "<!--".repeat(many)],
  ["tags of comments that never end", `// ${"[tag:".repeat(many)}\nx {T}`],
  ["choices without end", `x {${"~a ".repeat(many)}}`],
  ["white space", `x${" ".repeat(many)}{T}`],
  ["white space in a question", `x${" ".repeat(40_000)}y {T}\n\n`.repeat(20)],
  ["formulas that never end", inHtml("\\(".repeat(many))],
  ["gaps that never end", inHtml("{1:SA:".repeat(many)).replace("essay", "cloze")],
  ["marks in marks", inHtml("<b>".repeat(15_000))],
  ["items", asked("ordering", "<answer fraction='1'><text>a</text></answer>".repeat(10_000))],
])("%s without measure cost little", (_, file) => {
  const start = performance.now();
  importQuestions(bytes(file));
  // A reading whose cost were the square of the length would take minutes.
  expect(performance.now() - start).toBeLessThan(8_000);
});

test("every reason and every loss has its sentence", () => {
  expect(Object.keys(en.questionFile).sort()).toEqual([...reasons].sort());
  expect(Object.keys(en.questionLoss).sort()).toEqual([...lossKinds].sort());
});

// ── Whatever comes ───────────────────────────────────────────────────────────────────────────────
const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const whole = [
  fixture("examples.gift.txt"),
  fixture("moodle.xml"),
  ...["choice", "gaps", "match", "number"].map((name) => fixture(`qti-${name}.xml`)),
];
const packed = exportQuestions(importQuestions(fixture("moodle.xml")).questions, "qti").bytes;

/** Cuts, repeats, swaps and overwrites. */
const change = fc.record({
  at: fc.nat(1_000_000),
  length: fc.nat(60),
  with: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.constantFrom("{", "}", "<", "]]>", "&", "=", "%50%", "</text>", "\n\n", "->").map(bytes),
  ),
});
function changed(file: Uint8Array, changes: { at: number; length: number; with: Uint8Array }[]): Uint8Array {
  return changes.reduce((now, one) => {
    const at = one.at % (now.length + 1);
    return Buffer.concat([now.subarray(0, at), one.with, now.subarray(Math.min(now.length, at + one.length))]);
  }, file);
}

test("a file changed anywhere gives questions or problems, never a fault", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...whole, packed),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (file, changes) => {
        const found = importQuestions(changed(file, changes));
        expect(found.questions.length + found.problems.length).toBeGreaterThan(0);
        expect(found.problems.every(({ line, reason }) => line >= 1 && reasons.includes(reason))).toBe(true);
        // What was read can be written again.
        for (const format of questionFormats)
          expect(exportQuestions(found.questions, format).bytes.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 400 },
  );
});
