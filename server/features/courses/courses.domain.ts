import type { CourseCover, CourseStatus } from "./courses.schema";
import type { LessonDoc } from "./lesson.schema";

/** A course's place in addresses: its title in plain letters, and the end of its id so that no two are the same. */
export function slugOf(title: string, id: string): string {
  const words = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60)
    .replace(/-$/, "");
  return [words || "course", id.replaceAll("-", "").slice(-8)].join("-");
}

/** The cover of a course; null where the drawn one stands. */
export const coverOf = ({
  coverFileId,
  coverAlt,
}: {
  coverFileId: string | null;
  coverAlt: string | null;
}): CourseCover | null => (coverFileId && coverAlt ? { fileId: coverFileId, alt: coverAlt } : null);

/** A reviewed course must be the one that was submitted, so nothing in it changes while somebody reads it. */
export const isOpenToChange = (status: CourseStatus): boolean => status === "DRAFT" || status === "PUBLISHED";

/** Plain text as a document: an empty line begins a new paragraph. */
export function documentOf(text: string): LessonDoc {
  const paragraphs = text.split(/\n\s*\n/).flatMap((part) => {
    const words = part.trim();
    return words ? [{ type: "paragraph" as const, content: [{ type: "text" as const, text: words }] }] : [];
  });
  return { type: "doc", content: paragraphs.length ? paragraphs : [{ type: "paragraph" }] };
}

export type CourseAbilities = {
  edit: boolean;
  share: boolean;
  duplicate: boolean;
  submit: boolean;
  archive: boolean;
  restore: boolean;
  discard: boolean;
};

/** What somebody who teaches a course may do with it in its present state. */
export function courseAbilities(
  status: CourseStatus,
  { owner, canEdit }: { owner: boolean; canEdit: boolean },
): CourseAbilities {
  const edits = owner || canEdit;
  return {
    edit: edits && isOpenToChange(status),
    share: owner,
    duplicate: edits,
    submit: edits && status === "DRAFT",
    archive: owner && (status === "PUBLISHED" || status === "DRAFT"),
    restore: owner && status === "ARCHIVED",
    discard: owner && status === "DRAFT",
  };
}

/** Whether following `requires` from any of the wanted courses leads back to the course itself. */
export function leadsBack(
  courseId: string,
  wanted: readonly string[],
  edges: readonly { courseId: string; requiredId: string }[],
): boolean {
  const seen = new Set<string>();
  const waiting = [...wanted];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    if (at === courseId) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const edge of edges) if (edge.courseId === at) waiting.push(edge.requiredId);
  }
  return false;
}
