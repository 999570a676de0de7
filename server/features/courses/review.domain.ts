import type { OutlineModule } from "./lessons.schema";
import type { Blocker, Finding, Remark } from "./review.schema";

type Course = { summary: string; whatYouLearn: readonly string[]; price: bigint; drip: string };

const counted = <Code extends string>(counts: Partial<Record<Code, number>>): Finding<Code>[] =>
  (Object.entries(counts) as [Code, number][]).flatMap(([code, count]) => (count > 0 ? [{ code, count }] : []));

/** What is still missing before a course may be handed in; nothing when it may. */
export function blockersOf(course: Course, modules: readonly OutlineModule[]): Finding<Blocker>[] {
  const lessons = modules.flatMap((module) => module.lessons);
  const dated = course.drip === "BY_DATE";
  return counted<Blocker>({
    summary: Number(course.summary.trim().length < 20),
    outcomes: Number(course.whatYouLearn.length === 0),
    module: Number(modules.length === 0),
    lesson: Number(modules.length > 0 && lessons.length === 0),
    unwritten: lessons.filter(({ written }) => !written).length,
    aimless: lessons.filter(({ competencies }) => competencies === 0).length,
    dates: dated ? modules.filter(({ opensOn }) => opensOn === null).length : 0,
  });
}

/** What a reviewer should look at twice. */
export function remarksOf(course: Course, modules: readonly OutlineModule[]): Finding<Remark>[] {
  const lessons = modules.flatMap((module) => module.lessons);
  return counted<Remark>({
    no_preview: Number(!lessons.some(({ isPreview }) => isPreview)),
    no_question: Number(!lessons.some(({ completion }) => completion === "QUIZ")),
    paid: Number(course.price > 0n),
  });
}
