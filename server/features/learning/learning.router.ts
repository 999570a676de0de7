import { allow, router } from "@/server/platform/trpc";
import { readLearningHome } from "./home.queries";
import { listCourses, readLesson } from "./learning.queries";
import { lessonInput, saveNoteInput, saveProgressInput } from "./learning.schema";
import { saveNote } from "./notes.service";
import { saveProgress } from "./progress.service";

export const learningRouter = router({
  home: allow("lesson:learn").query(({ ctx }) => readLearningHome(ctx)),
  courses: allow("lesson:learn").query(({ ctx }) => listCourses(ctx)),
  lesson: allow("lesson:learn")
    .input(lessonInput)
    .query(({ ctx, input }) => readLesson(ctx, input.lessonId)),
  saveProgress: allow("lesson:learn")
    .input(saveProgressInput)
    .mutation(({ ctx, input }) => saveProgress(ctx, input)),
  saveNote: allow("lesson:learn")
    .input(saveNoteInput)
    .mutation(({ ctx, input }) => saveNote(ctx, input)),
});
