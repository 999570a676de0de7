import type { Competency } from "./curriculum.schema";

export type Strand = { name: string; parts: { name: string; competencies: Competency[] }[] };

/** Competencies in the order of the design, gathered under their strand and sub-strand. */
export function byStrand(competencies: readonly Competency[]): Strand[] {
  const strands: Strand[] = [];
  for (const competency of competencies) {
    let strand = strands.find(({ name }) => name === competency.strand);
    if (!strand) {
      strand = { name: competency.strand, parts: [] };
      strands.push(strand);
    }
    let part = strand.parts.find(({ name }) => name === competency.subStrand);
    if (!part) {
      part = { name: competency.subStrand, competencies: [] };
      strand.parts.push(part);
    }
    part.competencies.push(competency);
  }
  return strands;
}
