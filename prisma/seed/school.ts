/** The school itself: plans, curriculum, staff, teachers, partner organisations. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Department } from "@/server/platform/db/generated/client";
import { buildCompetency } from "../../tests/factories/curriculum";
import { buildMembership, buildOrganization, buildStaffProfile } from "../../tests/factories/identity";
import { insertRows } from "../../tests/factories/insert";
import { givenName, surname } from "../../tests/factories/names";
import type { Random } from "../../tests/factories/random";
import { areas, plans, teachingGroups, teams } from "./content";
import { demoAddress, type Instructor, person, savePeople, type World } from "./world";

type CompetencyFile = {
  code: string;
  grade: "PP1";
  strand: string;
  subStrand: string;
  competency: string;
  competencyEn?: string;
  lang?: string;
  keywords: string[];
  coreCompetencies: string[];
  basis: string;
};

export async function seedPlans(w: World): Promise<void> {
  const random = w.random.child("plans");
  const createdAt = w.clock.at(300);
  const rows = plans.map(({ monthCents, termCents, ...plan }, position) => ({
    row: { id: random.uuid(createdAt), position, active: true, createdAt, ...plan },
    prices: [
      { period: "MONTH", amount: monthCents },
      { period: "TERM", amount: termCents },
    ],
  }));
  await insertRows(
    w.sql,
    "Plan",
    rows.map(({ row }) => row),
  );
  await insertRows(
    w.sql,
    "PlanPrice",
    rows.flatMap(({ row, prices }) =>
      prices.map((price) => ({
        id: random.uuid(createdAt),
        planId: row.id,
        currency: "KES",
        validFrom: "2026-01-01",
        validTo: null,
        ...price,
      })),
    ),
  );
}

/** Every competency of the national curriculum, by its stable code. */
export async function seedCurriculum(w: World): Promise<void> {
  const random = w.random.child("curriculum");
  const createdAt = w.clock.at(300);
  await insertRows(
    w.sql,
    "LearningArea",
    areas.map((area, position) => ({ ...area, position })),
  );
  const file: CompetencyFile[] = JSON.parse(readFileSync(path.resolve("prisma/data/competencies.json"), "utf8"));
  await insertRows(
    w.sql,
    "Competency",
    file.map(({ code, grade, strand, subStrand, keywords, coreCompetencies, basis, ...text }) =>
      buildCompetency(random, {
        code,
        learningAreaCode: code.split(".")[0] ?? "",
        grade,
        strand,
        subStrand,
        statement: text.competency,
        statementEn: text.competencyEn ?? null,
        language: text.lang ?? "en",
        keywords,
        coreCompetencies,
        basis,
        createdAt,
      }),
    ),
  );
}

const anyName = (random: Random) => `${givenName(random, random.pick(["FEMALE", "MALE"]))} ${surname(random)}`;

/** Two administrators, five teams of eleven and their leads. */
export async function seedStaff(w: World): Promise<void> {
  const random = w.random.child("staff");
  const domain = "school.uhs.test";
  const createdAt = w.clock.at(340, 8);
  w.admins = [
    person(w, random, {
      name: "Faith Nyambura Gitau",
      preferredName: "Faith",
      email: demoAddress("admin"),
      roles: ["ADMIN"],
      createdAt,
    }),
    person(w, random, { name: "Hassan Mwinyi Salim", preferredName: "Hassan", domain, roles: ["ADMIN"], createdAt }),
  ];
  const teamRows: { id: string; name: string; purpose: string; createdAt: Date }[] = [];
  const profiles: ReturnType<typeof buildStaffProfile>[] = [];
  for (const team of teams) {
    const teamId = random.uuid(createdAt);
    teamRows.push({ id: teamId, name: team.name, purpose: team.purpose, createdAt });
    for (let n = 0; n < 11; n++) {
      const demo = team.department !== "SUPPORT" || n > 1 ? null : n === 0 ? "lead" : "staff";
      const made = person(w, random, {
        name: demo === "lead" ? "Peter Otieno Okumu" : demo === "staff" ? "Mercy Chepkoech Rono" : anyName(random),
        preferredName: demo === "lead" ? "Peter" : demo === "staff" ? "Mercy" : null,
        ...(demo && { email: demoAddress(demo) }),
        domain,
        roles: ["STAFF"],
        locale: random.chance(0.15) ? "sw" : "en",
        createdAt: w.clock.at(random.int(120, 330), 8, random.int(0, 50)),
        // Two people have left the school.
        ...(team.department !== "SUPPORT" && n === 10 && team.department <= "CONTENT" && { status: "CLOSED" as const }),
      });
      profiles.push(
        buildStaffProfile({
          userId: made.id,
          department: team.department as Department,
          position: n === 0 ? `Head of ${team.name.toLowerCase()}` : (team.positions[n % team.positions.length] ?? ""),
          isDepartmentLead: n === 0,
          teamId,
          createdAt,
        }),
      );
      w.staff.push({ ...made, department: team.department, lead: n === 0 });
    }
  }
  await savePeople(w);
  await insertRows(w.sql, "StaffTeam", teamRows);
  await insertRows(w.sql, "StaffProfile", profiles);
}

const demoTeachers = {
  instructor: { name: "Joseph Otieno Ouma", preferredName: "Mwalimu Otieno" },
  "teacher-parent": { name: "Beatrice Nekesa Wafula", preferredName: "Mwalimu Nekesa" },
};

/** Class teachers for one stream of a lower grade, subject teachers for upper primary and junior school. */
export async function seedInstructors(w: World): Promise<void> {
  const random = w.random.child("instructors");
  for (let stream = 0; stream < w.scale; stream++)
    for (const group of teachingGroups) {
      const demo = stream === 0 ? group.demo : undefined;
      const made = person(w, random, {
        ...(demo
          ? { ...demoTeachers[demo], email: demoAddress(demo) }
          : { name: anyName(random), preferredName: null }),
        domain: "teachers.uhs.test",
        roles: demo === "teacher-parent" ? ["INSTRUCTOR", "PARENT"] : ["INSTRUCTOR"],
        createdAt: w.clock.at(random.int(150, 330), 9, random.int(0, 50)),
      });
      w.instructors.push({ ...made, areas: [...group.areas], grades: [...group.grades] } satisfies Instructor);
    }
  await savePeople(w);
}

/** Our own organisation and three that pay for children; one that waits to be approved. */
export async function seedOrganizations(w: World): Promise<void> {
  const random = w.random.child("organizations");
  const createdAt = w.clock.at(250, 10);
  const given = [
    {
      name: "Nyota Readers Fund",
      slug: "nyota-readers-fund",
      county: "Kisumu",
      about: "Pays for books and schooling of children who read on their own.",
    },
    {
      name: "Daraja Learning Trust",
      slug: "daraja-learning-trust",
      county: "Nakuru",
      about: "Supports children in homes through primary school.",
    },
    {
      name: "Pwani Scholars Circle",
      slug: "pwani-scholars-circle",
      county: "Mombasa",
      about: "Families on the coast who sponsor one child each.",
    },
  ];
  const school = buildOrganization(random, {
    name: "Urban Home School",
    slug: "urban-home-school",
    kind: "SCHOOL",
    county: "Nairobi",
    createdAt,
  });
  const waiting = buildOrganization(random, {
    name: "Mlima Tech Bursary",
    slug: "mlima-tech-bursary",
    county: "Nyeri",
    status: "PENDING",
    createdAt: w.clock.at(4, 11),
  });
  const partners = given.map((one) => buildOrganization(random, { ...one, createdAt }));
  const memberships: object[] = [];
  for (const [i, organization] of partners.entries()) {
    const people = (["OWNER", "MANAGER", "VIEWER"] as const).map((role, n) => {
      const demo = i === 0 && n === 0;
      const made = person(w, random, {
        name: demo ? "Grace Achieng Odhiambo" : anyName(random),
        preferredName: demo ? "Grace" : null,
        ...(demo && { email: demoAddress("partner"), theme: "DARK" as const }),
        domain: `${organization.slug}.uhs.test`,
        roles: ["PARTNER"],
        createdAt,
      });
      memberships.push(
        buildMembership(random, {
          organizationId: organization.id,
          userId: made.id,
          role,
          createdAt: new Date(createdAt.getTime() + n),
        }),
      );
      return made;
    });
    w.organizations.push({ id: organization.id, name: organization.name, people });
  }
  const applicant = person(w, random, {
    name: anyName(random),
    domain: "mlima-tech-bursary.uhs.test",
    roles: ["PARTNER"],
    createdAt: w.clock.at(4, 11),
  });
  memberships.push(
    buildMembership(random, {
      organizationId: waiting.id,
      userId: applicant.id,
      role: "OWNER",
      createdAt: w.clock.at(4, 11),
    }),
  );
  await savePeople(w);
  await insertRows(w.sql, "Organization", [school, ...partners, waiting]);
  await insertRows(w.sql, "Membership", memberships);
}
