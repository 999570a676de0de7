import type { Prisma } from "@/server/platform/db/work";
import { madeAt } from "./identity";
import { insertRow, type Sql } from "./insert";
import type { Random } from "./random";

/** A learning area with a code of its own, or the given one. */
export function buildLearningArea(random: Random, given: Partial<Prisma.LearningAreaCreateManyInput> = {}) {
  const code = given.code ?? `T${random.uuid().slice(-6).toUpperCase()}`;
  return { code, name: `Area ${code}`, nameSw: `Eneo ${code}`, position: 99, ...given };
}

/** Makes the area unless it is there. */
export async function createLearningArea(
  sql: Sql,
  random: Random,
  given: Partial<Prisma.LearningAreaCreateManyInput> = {},
) {
  const area = buildLearningArea(random, given);
  await insertRow(sql, "LearningArea", area, "ON CONFLICT (code) DO NOTHING");
  return area;
}

export function buildCompetency(
  random: Random,
  given: Partial<Prisma.CompetencyCreateManyInput> & { learningAreaCode: string },
) {
  const id = given.id ?? random.uuid();
  return {
    id,
    code: `${given.learningAreaCode}.G4.TST.${id.slice(-6)}`,
    grade: "G4" as const,
    strand: "Numbers",
    subStrand: "Fractions",
    statement: "Compare two fractions by drawing them.",
    statementEn: null,
    language: "en",
    keywords: ["fraction"],
    coreCompetencies: ["learning-to-learn"],
    basis: "test",
    createdAt: madeAt,
    ...given,
  };
}

export async function createCompetency(
  sql: Sql,
  random: Random,
  given: Partial<Prisma.CompetencyCreateManyInput> = {},
) {
  const learningAreaCode = given.learningAreaCode ?? (await createLearningArea(sql, random)).code;
  const competency = buildCompetency(random, { ...given, learningAreaCode });
  await insertRow(sql, "Competency", competency);
  return competency;
}
