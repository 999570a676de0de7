import { allow, router } from "@/server/platform/trpc";
import { courseInput } from "./courses.schema";
import { restoreLesson, saveLesson } from "./lessons.body.service";
import { listOutline, readLessonRecord } from "./lessons.queries";
import {
  addLessonInput,
  addModuleInput,
  editLessonInput,
  editModuleInput,
  lessonCompetencyInput,
  lessonInput,
  moduleInput,
  moveLessonInput,
  moveModuleInput,
  restoreLessonInput,
  saveLessonInput,
} from "./lessons.schema";
import {
  addCompetency,
  addLesson,
  addModule,
  editLesson,
  editModule,
  moveLesson,
  moveModule,
  removeCompetency,
  removeLesson,
  removeModule,
} from "./lessons.service";

/** IN-4: modules and lessons, and what the lessons say. */
export const lessonsRouter = router({
  outline: allow("course:write")
    .input(courseInput)
    .query(({ ctx, input }) => listOutline(ctx, input.id)),
  read: allow("course:write")
    .input(lessonInput)
    .query(({ ctx, input }) => readLessonRecord(ctx, input.id)),
  addModule: allow("course:write")
    .input(addModuleInput)
    .mutation(({ ctx, input }) => addModule(ctx, input)),
  editModule: allow("course:write")
    .input(editModuleInput)
    .mutation(({ ctx, input }) => editModule(ctx, input)),
  moveModule: allow("course:write")
    .input(moveModuleInput)
    .mutation(({ ctx, input }) => moveModule(ctx, input)),
  removeModule: allow("course:write")
    .input(moduleInput)
    .mutation(({ ctx, input }) => removeModule(ctx, input)),
  add: allow("course:write")
    .input(addLessonInput)
    .mutation(({ ctx, input }) => addLesson(ctx, input)),
  edit: allow("course:write")
    .input(editLessonInput)
    .mutation(({ ctx, input }) => editLesson(ctx, input)),
  move: allow("course:write")
    .input(moveLessonInput)
    .mutation(({ ctx, input }) => moveLesson(ctx, input)),
  remove: allow("course:write")
    .input(lessonInput)
    .mutation(({ ctx, input }) => removeLesson(ctx, input)),
  addCompetency: allow("course:write")
    .input(lessonCompetencyInput)
    .mutation(({ ctx, input }) => addCompetency(ctx, input)),
  removeCompetency: allow("course:write")
    .input(lessonCompetencyInput)
    .mutation(({ ctx, input }) => removeCompetency(ctx, input)),
  save: allow("course:write")
    .input(saveLessonInput)
    .mutation(({ ctx, input }) => saveLesson(ctx, input)),
  restore: allow("course:write")
    .input(restoreLessonInput)
    .mutation(({ ctx, input }) => restoreLesson(ctx, input)),
});
