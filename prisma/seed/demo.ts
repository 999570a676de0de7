/** The family behind the demo accounts: four children, so that every page has something true to show. */
import { buildFamily, buildGoal, rights } from "../../tests/factories/families";
import { insertRows } from "../../tests/factories/insert";
import { account, child, type Draft, tie } from "./families";
import { demoAddress, type Household, person, type World } from "./world";

/** Wanjiru Kamau's household. She decides alone; her former husband may look at the two eldest, nothing else. */
export function demoFamily(w: World, draft: Draft): Household {
  const random = w.random.child("demo family");
  const createdAt = w.clock.at(300, 9, 12);
  const family = buildFamily(random, { name: "Kamau", county: "Nairobi", town: "Embakasi", createdAt });
  draft.families.push(family);
  const parent = person(w, random, {
    name: "Wanjiru Kamau",
    preferredName: "Wanjiru",
    email: demoAddress("parent"),
    roles: ["PARENT"],
    createdAt,
  });
  const coparent = person(w, random, {
    name: "Samuel Kamau Njoroge",
    preferredName: "Samuel",
    email: demoAddress("coparent"),
    roles: ["PARENT"],
    createdAt: w.clock.at(210, 19),
  });
  const grandmother = person(w, random, {
    name: "Margaret Njeri Kamau",
    preferredName: "Cucu Njeri",
    locale: "sw",
    roles: ["PARENT"],
    createdAt: w.clock.at(180, 11),
  });
  const make = (firstName: string, grade: "PP2" | "G3" | "G6" | "G8", sex: "FEMALE" | "MALE", birth: string) => {
    const kid = child(w, random, draft, {
      familyId: family.id,
      lastName: "Kamau",
      firstName,
      grade,
      sex,
      birthDate: birth,
    });
    kid.row.status = "ACTIVE";
    return kid;
  };
  const year = Number(w.clock.today.slice(0, 4));
  const baraka = make("Baraka", "G8", "MALE", `${year - 13}-05-09`);
  const amani = make("Amani", "G6", "FEMALE", `${year - 11}-02-21`);
  const chebet = make("Chebet", "G3", "FEMALE", `${year - 8}-08-14`);
  const daudi = make("Daudi", "PP2", "MALE", `${year - 5}-03-30`);
  const kids = [baraka, amani, chebet, daudi];
  for (const kid of kids) {
    tie(random, draft, kid, parent, { relation: "MOTHER", isPrimary: true });
    tie(random, draft, kid, grandmother, { relation: "GRANDPARENT", ...rights.payOnly });
  }
  for (const kid of [baraka, amani]) tie(random, draft, kid, coparent, { relation: "FATHER", ...rights.viewOnly });
  account(w, random, amani, demoAddress("student"));
  // The draws of mood.ts start from these; Baraka's last days are written there by hand.
  baraka.mood = { base: 3.1, slope: -0.02, diligence: 1 };
  amani.mood = { base: 4.1, slope: 0.005, diligence: 1 };
  chebet.mood = { base: 4.3, slope: 0, diligence: 1 };
  daudi.mood = { base: 3.9, slope: 0.01, diligence: 0.9 };
  const made: Household = {
    id: family.id,
    name: "Kamau",
    kind: "HOUSEHOLD",
    adults: [parent, coparent, grandmother],
    children: kids,
  };
  const staff = w.staff.find((one) => one.email === demoAddress("staff"));
  const instructor = w.instructors.find((one) => one.email === demoAddress("instructor"));
  if (!staff || !instructor) throw new Error("Staff and teachers come before families");
  w.demo = { family: made, parent, coparent, staff, instructor };
  return made;
}

/** A teacher of the school whose own child learns here: one person, two roles. */
export function teacherFamily(w: World, draft: Draft): Household {
  const random = w.random.child("teacher's family");
  const teacher = w.instructors.find((one) => one.email === demoAddress("teacher-parent"));
  if (!teacher) throw new Error("Teachers come before families");
  const family = buildFamily(random, {
    name: "Wafula",
    county: "Nairobi",
    town: "Kasarani",
    createdAt: w.clock.at(290),
  });
  draft.families.push(family);
  const kid = child(w, random, draft, {
    familyId: family.id,
    lastName: "Wafula",
    firstName: "Zawadi",
    grade: "G2",
    sex: "FEMALE",
  });
  kid.row.status = "ACTIVE";
  tie(random, draft, kid, teacher, { relation: "MOTHER", isPrimary: true });
  return { id: family.id, name: "Wafula", kind: "HOUSEHOLD", adults: [teacher], children: [kid] };
}

/** What the Kamau children are for the other sections, by name. */
export function demoChildren(w: World) {
  if (!w.demo) throw new Error("The demo family comes first");
  const find = (name: string) => {
    const found = w.demo?.family.children.find((kid) => kid.row.firstName === name);
    if (!found) throw new Error(`${name} is missing`);
    return found;
  };
  return { baraka: find("Baraka"), amani: find("Amani"), chebet: find("Chebet"), daudi: find("Daudi") };
}

/** Goals at every stage: running, one step from its end, due soon, reached, given up. */
export async function seedDemoGoals(w: World): Promise<void> {
  const { baraka, amani, chebet, daudi } = demoChildren(w);
  const random = w.random.child("demo goals");
  const familyId = w.demo?.family.id ?? "";
  const mother = w.demo?.parent.id ?? "";
  const goals = [
    {
      studentId: amani.row.id,
      title: "Amani reads 12 storybooks this term",
      target: 12,
      progress: 9,
      unit: "books",
      dueOn: w.clock.day(-14),
      createdById: amani.account?.id ?? mother,
    },
    {
      studentId: null,
      title: "Science together every Saturday",
      target: 10,
      progress: 4,
      unit: "Saturdays",
      dueOn: w.clock.day(-45),
    },
    {
      studentId: chebet.row.id,
      title: "Chebet learns the times tables to 10",
      target: 10,
      progress: 9,
      unit: "tables",
      dueOn: w.clock.day(-2),
    },
    {
      studentId: baraka.row.id,
      title: "Baraka walks 30 minutes a day",
      target: 20,
      progress: 6,
      unit: "days",
      dueOn: w.clock.day(-20),
    },
    {
      studentId: daudi.row.id,
      title: "Daudi counts 20 bottle tops",
      target: 20,
      progress: 20,
      unit: "bottle tops",
      dueOn: null,
      status: "REACHED" as const,
    },
    {
      studentId: null,
      title: "A kitchen garden with sukuma wiki",
      target: 8,
      progress: 8,
      unit: "weekends",
      dueOn: w.clock.day(21),
      status: "REACHED" as const,
    },
    {
      studentId: baraka.row.id,
      title: "Baraka keeps a weather diary",
      target: 30,
      progress: 11,
      unit: "days",
      dueOn: null,
      status: "DROPPED" as const,
    },
  ];
  await insertRows(
    w.sql,
    "FamilyGoal",
    goals.map((goal, i) =>
      buildGoal(random, {
        familyId,
        createdById: mother,
        createdAt: w.clock.at(50 - i * 5, 19, 20),
        updatedAt: w.clock.at(i + 1, 19),
        ...goal,
      }),
    ),
  );
}
