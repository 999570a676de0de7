import { allow, router } from "@/server/platform/trpc";
import { readCoverage, readCovered } from "./coverage.queries";
import { coverageInput } from "./coverage.schema";
import { listAreas, listCompetencies } from "./curriculum.queries";
import { areasInput, curriculumInput } from "./curriculum.schema";

export const curriculumRouter = router({
  areas: allow("curriculum:read")
    .input(areasInput)
    .query(({ ctx, input }) => listAreas(ctx, input.grade)),
  coverage: allow("coverage:read").query(({ ctx }) => readCoverage(ctx)),
  covered: allow("coverage:read")
    .input(coverageInput)
    .query(({ ctx, input }) => readCovered(ctx, input)),
  list: allow("curriculum:read")
    .input(curriculumInput)
    .query(({ ctx, input }) => listCompetencies(ctx, input)),
});
