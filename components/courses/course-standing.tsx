import { Meter } from "@/components/ui/meter";

/** How far a child is in a course, and what was last heard of it. `label` says whose progress in what, `progress` how far. */
export function CourseStanding({
  course,
  label,
  progress,
  when,
}: {
  course: { done: number; lessons: number; status: string };
  label: string;
  progress: string;
  when: string;
}) {
  return (
    <div className="grid gap-1.5">
      <Meter
        value={course.done}
        max={course.lessons}
        label={label}
        text={progress}
        tone={course.status === "COMPLETED" ? "good" : "accent"}
      />
      <p className="flex flex-wrap justify-between gap-x-4 text-muted text-small">
        <span className="num">{progress}</span>
        <span>{when}</span>
      </p>
    </div>
  );
}
