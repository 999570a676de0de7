import { allow, router } from "@/server/platform/trpc";
import { duplicateCourse } from "./courses.copy.service";
import { removeCover, setCover } from "./courses.cover.service";
import { listCourses, readCourse } from "./courses.queries";
import {
  changeTeacherInput,
  courseInput,
  courseListInput,
  coverInput,
  createCourseInput,
  editCourseInput,
  shareCourseInput,
  teacherInput,
} from "./courses.schema";
import { archiveCourse, createCourse, discardCourse, editCourse, restoreCourse } from "./courses.service";
import { changeTeacher, removeTeacher, shareCourse } from "./courses.team.service";

/** IN-3: courses from the side of those who teach them. */
export const coursesRouter = router({
  list: allow("course:write")
    .input(courseListInput)
    .query(({ ctx, input }) => listCourses(ctx, input)),
  read: allow("course:write")
    .input(courseInput)
    .query(({ ctx, input }) => readCourse(ctx, input.id)),
  create: allow("course:write")
    .input(createCourseInput)
    .mutation(({ ctx, input }) => createCourse(ctx, input)),
  edit: allow("course:write")
    .input(editCourseInput)
    .mutation(({ ctx, input }) => editCourse(ctx, input)),
  setCover: allow("course:write")
    .input(coverInput)
    .mutation(({ ctx, input }) => setCover(ctx, input)),
  removeCover: allow("course:write")
    .input(courseInput)
    .mutation(({ ctx, input }) => removeCover(ctx, input)),
  duplicate: allow("course:write")
    .input(courseInput)
    .mutation(({ ctx, input }) => duplicateCourse(ctx, input)),
  archive: allow("course:write")
    .input(courseInput)
    .mutation(({ ctx, input }) => archiveCourse(ctx, input)),
  restore: allow("course:write")
    .input(courseInput)
    .mutation(({ ctx, input }) => restoreCourse(ctx, input)),
  discard: allow("course:write")
    .input(courseInput)
    .mutation(({ ctx, input }) => discardCourse(ctx, input)),
  share: allow("course:write")
    .input(shareCourseInput)
    .mutation(({ ctx, input }) => shareCourse(ctx, input)),
  changeTeacher: allow("course:write")
    .input(changeTeacherInput)
    .mutation(({ ctx, input }) => changeTeacher(ctx, input)),
  removeTeacher: allow("course:write")
    .input(teacherInput)
    .mutation(({ ctx, input }) => removeTeacher(ctx, input)),
});
