/** Families, their children, and adults with very different rights over them. */
import {
  birthDate,
  buildFamily,
  buildGuardianship,
  buildStudent,
  type Grade,
  grades,
  rights,
} from "../../tests/factories/families";
import { insertRows } from "../../tests/factories/insert";
import { givenName, home, names, type Sex, surname } from "../../tests/factories/names";
import type { Random } from "../../tests/factories/random";
import { commonCounties, homeWords } from "./content";
import { type Child, type Household, person, savePeople, type World } from "./world";

const perScale = { households: 50, homes: 10, students: 520 };

/** Written together at the end: families, then children, then who may do what. */
export type Draft = { families: object[]; students: object[]; ties: object[] };

const place = (random: Random) =>
  home(
    random,
    random.chance(0.75) ? names.counties.filter((county) => commonCounties.includes(county.name)) : names.counties,
  );

/** A child without guardians yet. `year` makes the admission number: the year of joining and a running number. */
export function child(
  w: World,
  random: Random,
  draft: Draft,
  given: { familyId: string; lastName: string; grade: Grade; sex?: Sex; firstName?: string; birthDate?: string },
): Child {
  const sex = given.sex ?? random.pick(["FEMALE", "MALE"] as const);
  const createdAt = w.clock.at(random.int(40, 310), random.int(8, 18), random.int(0, 59));
  const struggling = random.chance(0.08);
  const row = buildStudent(random, {
    firstName: givenName(random, sex),
    birthDate: birthDate(random, given.grade, w.clock.now),
    status: random.chance(0.02) ? "PAUSED" : random.chance(0.01) ? "LEFT" : "ACTIVE",
    ...given,
    sex,
    admissionNumber: `UHS-${createdAt.getUTCFullYear()}-${String(draft.students.length + 1).padStart(4, "0")}`,
    createdAt,
  });
  draft.students.push(row);
  return {
    row,
    guardians: [],
    account: null,
    mood: {
      base: struggling ? 2.3 + random.next() * 0.6 : 3.4 + random.next() * 0.9,
      slope: struggling && random.chance(0.6) ? -0.02 : random.normal() * 0.008,
      diligence: 0.45 + random.next() * 0.55,
    },
  };
}

/** Ties an adult to a child. */
export function tie(
  random: Random,
  draft: Draft,
  kid: Child,
  adult: Household["adults"][number],
  how: Partial<ReturnType<typeof buildGuardianship>>,
): void {
  const row = buildGuardianship(random, {
    guardianId: adult.id,
    studentId: kid.row.id,
    createdAt: kid.row.createdAt,
    updatedAt: kid.row.createdAt,
    ...how,
  });
  draft.ties.push(row);
  if (!row.endedAt) kid.guardians.push({ person: adult, tie: row });
}

/** The child's own account: from Grade 5 on, some with an address, all signing in with the family's help. */
export function account(w: World, random: Random, kid: Child, email?: string): void {
  const made = person(w, random, {
    name: `${kid.row.firstName} ${kid.row.lastName}`,
    preferredName: kid.row.firstName,
    ...(email && { email }),
    domain: "pupils.uhs.test",
    phone: null,
    phoneVerifiedAt: null,
    roles: ["STUDENT"],
    createdAt: kid.row.createdAt as Date,
  });
  kid.account = made;
  kid.row.userId = made.id;
}

type Pattern = "both" | "single" | "view_only" | "grandparent" | "separated" | "contested" | "changed";
const patterns: Record<Pattern, number> = {
  both: 40,
  single: 18,
  view_only: 12,
  grandparent: 10,
  separated: 10,
  contested: 4,
  changed: 6,
};

function adult(
  w: World,
  random: Random,
  sex: Sex,
  last: string,
  more: Partial<{ status: "INVITED" | "SUSPENDED" }> = {},
) {
  const invited = more.status === "INVITED";
  return person(w, random, {
    name: `${givenName(random, sex)} ${last}`,
    locale: random.chance(0.3) ? "sw" : "en",
    roles: ["PARENT"],
    ...more,
    // Who has not come yet has neither password nor a verified address.
    ...(invited && {
      passwordHash: null,
      emailVerifiedAt: null,
      phoneVerifiedAt: null,
      createdAt: w.clock.at(random.int(2, 12), 15),
    }),
  });
}

function guardiansOf(w: World, random: Random, draft: Draft, kids: Child[], last: string): Household["adults"] {
  const pattern = random.weighted(patterns);
  const firstIsMother = random.chance(0.6);
  const first = adult(w, random, firstIsMother ? "FEMALE" : "MALE", last);
  const [one, other] = firstIsMother ? (["MOTHER", "FATHER"] as const) : (["FATHER", "MOTHER"] as const);
  const otherSex: Sex = firstIsMother ? "MALE" : "FEMALE";
  const all = [first];
  for (const kid of kids) tie(random, draft, kid, first, { relation: one, isPrimary: true });
  const add = (person: (typeof all)[number], how: Parameters<typeof tie>[4], among = kids) => {
    all.push(person);
    for (const kid of among) tie(random, draft, kid, person, how);
  };
  if (pattern === "both") add(adult(w, random, otherSex, last), { relation: other });
  if (pattern === "view_only")
    add(adult(w, random, otherSex, surname(random), random.chance(0.3) ? { status: "INVITED" } : {}), {
      relation: other,
      ...rights.viewOnly,
    });
  if (pattern === "grandparent") {
    add(adult(w, random, otherSex, last), { relation: other });
    add(adult(w, random, random.pick(["FEMALE", "MALE"]), last), { relation: "GRANDPARENT", ...rights.payOnly });
  }
  // Separated parents: each sees and talks, one decides; the younger children live with one of them only.
  if (pattern === "separated")
    add(
      adult(w, random, otherSex, surname(random)),
      { relation: other, canView: true, canMessage: true, canPay: true, canConsent: false },
      kids.slice(0, Math.max(1, kids.length - 1)),
    );
  // Contested before a court: known to the school, and shown nothing until it is decided.
  if (pattern === "contested") add(adult(w, random, otherSex, surname(random)), { relation: other, ...rights.none });
  // A guardian whose time has ended stays in the records.
  if (pattern === "changed")
    add(adult(w, random, otherSex, surname(random)), {
      relation: "GUARDIAN",
      endedAt: w.clock.at(random.int(15, 90), 10),
    });
  return all;
}

function household(w: World, random: Random, draft: Draft, count: number): Household {
  const last = surname(random);
  const family = buildFamily(random, { name: last, ...place(random), createdAt: w.clock.at(315, 9) });
  draft.families.push(family);
  const kids = random
    .sample(grades, count)
    .sort((a, b) => grades.indexOf(b) - grades.indexOf(a))
    .map((grade) => child(w, random, draft, { familyId: family.id, lastName: last, grade }));
  const adults = guardiansOf(w, random, draft, kids, last);
  for (const kid of kids) if (grades.indexOf(kid.row.grade) >= 6 && random.chance(0.4)) account(w, random, kid);
  return { id: family.id, name: last, kind: "HOUSEHOLD", adults, children: kids };
}

/** A children's home or a co-operative: many children, two or three carers who answer for all, some parents who look in. */
function homeOf(w: World, random: Random, draft: Draft, index: number, count: number): Household {
  const where = place(random);
  const cooperative = index % 5 >= 3;
  const name = `${homeWords[index % homeWords.length]} ${cooperative ? "Learning Co-operative" : "House"}, ${where.town}`;
  const family = buildFamily(random, { name, kind: "HOME", ...where, createdAt: w.clock.at(318, 9) });
  draft.families.push(family);
  const carers = [0, 1, 2]
    .slice(0, random.int(2, 3))
    .map(() => adult(w, random, random.pick(["FEMALE", "MALE"]), surname(random)));
  const kids: Child[] = [];
  const parents: Household["adults"] = [];
  while (kids.length < count) {
    const kid = child(w, random, draft, { familyId: family.id, lastName: surname(random), grade: random.pick(grades) });
    kids.push(kid);
    for (const [n, carer] of carers.entries())
      tie(random, draft, kid, carer, {
        relation: n === 0 ? "GUARDIAN" : "CARER",
        isPrimary: n === 0,
        ...(n === 2 ? { canPay: false, canConsent: false } : {}),
      });
    if (random.chance(cooperative ? 0.35 : 0.08)) {
      const parent = adult(w, random, "FEMALE", kid.row.lastName);
      parents.push(parent);
      tie(random, draft, kid, parent, { relation: "MOTHER", ...(cooperative ? rights.full : rights.viewOnly) });
    }
    if (grades.indexOf(kid.row.grade) >= 6 && random.chance(0.15)) account(w, random, kid);
  }
  return { id: family.id, name, kind: "HOME", adults: [...carers, ...parents], children: kids };
}

/** Sixty families with exactly 520 children, times the scale. `first` are the families of the demo accounts, made before the others. */
export async function seedFamilies(w: World, first: (draft: Draft) => Household[]): Promise<void> {
  const draft: Draft = { families: [], students: [], ties: [] };
  w.households.push(...first(draft));
  const { households, homes, students } = {
    households: perScale.households * w.scale,
    homes: perScale.homes * w.scale,
    students: perScale.students * w.scale,
  };
  for (let i = w.households.length; i < households; i++) {
    const random = w.random.child(`household ${i}`);
    w.households.push(household(w, random, draft, random.pick([2, 3, 3, 3, 4, 4, 5])));
  }
  for (let i = 0; i < homes; i++) {
    const left = students - draft.students.length;
    w.households.push(homeOf(w, w.random.child(`home ${i}`), draft, i, Math.round(left / (homes - i))));
  }
  await savePeople(w);
  await insertRows(w.sql, "Family", draft.families);
  await insertRows(w.sql, "Student", draft.students);
  await insertRows(w.sql, "Guardianship", draft.ties);
}
