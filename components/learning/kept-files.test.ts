import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { agreeToSend, dropFile, keepFile, keptFilesOf } from "./kept-files";

/** A browser that keeps nothing, and a school that answers as it is told to. */
let school: { status: number; message: string };
beforeEach(() => {
  vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => {}, removeItem: () => {} });
  vi.stubGlobal("fetch", async () => Response.json({ error: { message: school.message } }, { status: school.status }));
});
afterEach(() => vi.unstubAllGlobals());

test("a file that only waits is not refused; one the school does not take stays with its words until it is taken away", async () => {
  const [owner, assignmentId] = ["amina", "hill"];
  const refusals = async () => (await keptFilesOf(owner, assignmentId)).map(({ refused }) => refused);
  await keepFile({ owner, assignmentId, studentId: owner, file: new File(["hill"], "hill.jpg") });
  const [kept] = await keptFilesOf(owner, assignmentId);
  if (!kept) throw new Error("Nothing was kept");
  school = { status: 401, message: "Please sign in again." };
  await agreeToSend(kept);
  expect(await refusals()).toEqual([undefined]);
  school = { status: 400, message: "This is not a picture." };
  await agreeToSend(kept);
  expect(await refusals()).toEqual(["This is not a picture."]);
  await dropFile(kept);
  expect(await refusals()).toEqual([]);
});
