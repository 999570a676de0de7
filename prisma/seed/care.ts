/** What staff do about children who struggle, and what families ask by law. */
import { buildCase, buildDataRequest, buildIntervention, buildNote } from "../../tests/factories/care";
import { insertRows } from "../../tests/factories/insert";
import { demoChildren } from "./demo";
import type { Child, World } from "./world";

type Rated = { kid: Child; score: number; reasons: unknown[] };
export type OpenCase = { id: string; kid: Child; ownerId: string | null; createdAt: Date };

const titles = [
  "Low for more than a week",
  "Not heard from since the weekend",
  "Falls asleep over lessons",
  "New at home, not settled",
  "Mood fell after a move",
  "Guardian asked for a call",
];
const reasons = [
  "Average mood under 3 for a week; the notes speak of little sleep.",
  "No entry for several days and nobody answers the messages.",
  "Energy between 1 and 2, mostly in the mornings.",
  "Joined three weeks ago; the first entries were good, the last ones are not.",
];
const notes = [
  "Called the family. They are aware and will try a later start for a week.",
  "Left a message; asked for a time to call back.",
  "Spoke with the mother. There was a funeral; we agreed to go slowly until Monday.",
  "The teacher says the work is there but late. Watching.",
  "Nimeongea na mlezi. Mtoto alikuwa mgonjwa, sasa anaendelea vizuri.",
  "Two better days in a row. I will look again on Friday.",
];
const plans = [
  "A call every Monday for four weeks.",
  "Shorter lessons, twenty minutes at a time, until moods rise.",
  "A reading partner of the same age twice a week.",
  "Meet the counsellor together with the guardian.",
];

/** Cases for the children whose risk is highest, in every state, some in nobody's hands; with notes and plans. */
export async function seedCare(w: World, rated: Rated[]): Promise<OpenCase[]> {
  const random = w.random.child("care");
  const workers = w.staff.filter(
    ({ department, status }) => ["SUPPORT", "SAFETY"].includes(department) && status === "ACTIVE",
  );
  const demo = w.demo;
  if (!demo) throw new Error("The demo family comes first");
  const cases: ReturnType<typeof buildCase>[] = [];
  const noteRows: object[] = [];
  const plansMade: object[] = [];
  const open: OpenCase[] = [];
  const { baraka } = demoChildren(w);
  const chosen = [
    baraka,
    ...rated
      .filter(({ kid }) => kid !== baraka)
      .slice(0, 34 * w.scale)
      .map(({ kid }) => kid),
  ];
  for (const [i, kid] of chosen.entries()) {
    const lead = workers[0] ?? demo.staff;
    const mine = i % 6 === 0;
    const ownerId = i % 5 === 3 ? null : mine ? demo.staff.id : i === 1 ? lead.id : random.pick(workers).id;
    const status =
      i === 0
        ? "WATCHING"
        : ownerId === null
          ? "OPEN"
          : i >= 24 && i % 3 === 0
            ? "CLOSED"
            : random.weighted({ OPEN: 60, WATCHING: 40 });
    const daysAgo = i === 0 ? 2 : random.int(1, 24);
    const createdAt = w.clock.at(daysAgo, random.int(8, 15), random.int(0, 59));
    const due = i === 0 ? -1 : i === 6 ? 0 : i === 12 ? 1 : -random.int(-3, 9);
    const row = buildCase(random, {
      studentId: kid.row.id,
      openedById: random.pick(workers).id,
      title: i === 0 ? "Low since the weekend" : random.pick(titles),
      reason: i === 0 ? "Four low days in a row; his mother has seen it too." : random.pick(reasons),
      status: status as "OPEN",
      ownerId,
      dueOn: random.chance(0.85) || i % 6 === 0 ? w.clock.day(due) : null,
      closedAt: status === "CLOSED" ? w.clock.at(random.int(0, 6), 15) : null,
      createdAt,
      updatedAt: createdAt,
    });
    cases.push(row);
    if (status !== "CLOSED") open.push({ id: row.id, kid, ownerId, createdAt });
    if (ownerId)
      for (let n = random.int(i === 0 ? 2 : 0, 3); n > 0; n--)
        noteRows.push(
          buildNote(random, {
            studentId: kid.row.id,
            caseId: row.id,
            authorId: ownerId,
            body: random.pick(notes),
            createdAt: w.clock.at(Math.min(daysAgo, n - 1), random.int(8, 16), random.int(0, 59)),
          }),
        );
    if (ownerId && random.chance(0.45)) {
      const stage =
        status === "CLOSED" ? random.pick(["DONE", "DROPPED"] as const) : random.pick(["PLANNED", "RUNNING"] as const);
      plansMade.push(
        buildIntervention(random, {
          studentId: kid.row.id,
          ownerId,
          plan: random.pick(plans),
          status: stage,
          outcome:
            stage === "DONE"
              ? "Average mood rose by more than one step in two weeks."
              : stage === "DROPPED"
                ? "The family prefers to go on alone."
                : null,
          startsOn: w.clock.day(stage === "PLANNED" ? -3 : Math.max(0, daysAgo - 1)),
          createdAt,
        }),
      );
    }
  }
  await insertRows(w.sql, "FamilyCase", cases);
  await insertRows(w.sql, "CaseNote", noteRows);
  await insertRows(w.sql, "Intervention", plansMade);
  return open;
}

const details = {
  EXPORT: "Please send us everything you hold about our child.",
  CORRECTION: "The birth certificate spells the name differently.",
  DELETION: "We are moving abroad; please delete what you need not keep.",
};
const answers = {
  EXPORT: "The file with all records is ready in your account for thirty days.",
  CORRECTION: "Corrected as on the birth certificate.",
  DELETION: "Deleted, except what the law obliges us to keep; the list is attached.",
};

/** Requests in every state; the law's day counted from the day of asking. One is late, so that lateness can be seen. */
export async function seedRequests(w: World): Promise<{ id: string; dueAt: Date }[]> {
  const random = w.random.child("requests");
  const officers = w.staff.filter(({ department, status }) => department === "SAFETY" && status === "ACTIVE");
  const rows: ReturnType<typeof buildDataRequest>[] = [];
  type Kind = keyof typeof details;
  const add = (
    kid: Child,
    by: string,
    kind: Kind,
    status: "RECEIVED" | "IN_PROGRESS" | "ANSWERED" | "REFUSED" | "WITHDRAWN",
    daysAgo: number,
    after: number,
    more: object = {},
  ) => {
    const createdAt = w.clock.at(daysAgo, random.int(8, 20), random.int(0, 59));
    const answeredAt =
      status === "ANSWERED" || status === "REFUSED" ? w.clock.at(daysAgo - after, 11, random.int(0, 59)) : null;
    const officer = status === "RECEIVED" ? null : random.pick(officers).id;
    rows.push(
      buildDataRequest(random, {
        kind,
        studentId: kid.row.id,
        requestedById: by,
        status,
        details: details[kind],
        handledById: status === "WITHDRAWN" ? null : officer,
        answeredAt,
        answer:
          status === "ANSWERED"
            ? answers[kind]
            : status === "REFUSED"
              ? "The law obliges us to keep these records for seven years. You may complain to the Data Commissioner."
              : null,
        createdAt,
        updatedAt: answeredAt ?? createdAt,
        ...more,
      }),
    );
  };
  const { amani, daudi } = demoChildren(w);
  const mother = w.demo?.parent.id ?? "";
  add(amani, mother, "EXPORT", "ANSWERED", 6, 5);
  add(daudi, mother, "CORRECTION", "IN_PROGRESS", 5, 0, {
    details: "His second name is missing: Daudi Kariuki Kamau.",
  });
  const plan: [Kind, Parameters<typeof add>[3], number, number][] = [
    ["EXPORT", "RECEIVED", 1, 0],
    ["EXPORT", "RECEIVED", 5, 0],
    ["EXPORT", "IN_PROGRESS", 9, 0],
    ["CORRECTION", "RECEIVED", 2, 0],
    ["CORRECTION", "IN_PROGRESS", 12, 0],
    ["DELETION", "RECEIVED", 3, 0],
    ["DELETION", "IN_PROGRESS", 13, 0],
    ["EXPORT", "ANSWERED", 20, 4],
    ["CORRECTION", "ANSWERED", 26, 6],
    ["CORRECTION", "ANSWERED", 44, 12],
    ["DELETION", "ANSWERED", 60, 13],
    ["DELETION", "REFUSED", 33, 9],
    ["EXPORT", "WITHDRAWN", 15, 0],
    ["DELETION", "WITHDRAWN", 40, 0],
  ];
  const others = w.households.filter((household) => household !== w.demo?.family);
  for (let round = 0; round < w.scale; round++)
    for (const [kind, status, daysAgo, after] of plan) {
      const kid = random.pick(random.pick(others).children);
      const by = kid.guardians.find(({ tie, person }) => tie.canConsent && person.status === "ACTIVE");
      if (by) add(kid, by.person.id, kind, status, daysAgo, after);
    }
  await insertRows(w.sql, "DataRequest", rows);
  return rows
    .filter(({ status }) => status === "RECEIVED" || status === "IN_PROGRESS")
    .map(({ id, dueAt }) => ({ id, dueAt: dueAt as Date }));
}
