import { allow, router } from "@/server/platform/trpc";
import { listAreas, listCompetencies } from "./curriculum.queries";
import { areasInput, curriculumInput } from "./curriculum.schema";

export const curriculumRouter = router({
  areas: allow("curriculum:read")
    .input(areasInput)
    .query(({ ctx, input }) => listAreas(ctx, input.grade)),
  list: allow("curriculum:read")
    .input(curriculumInput)
    .query(({ ctx, input }) => listCompetencies(ctx, input)),
});
