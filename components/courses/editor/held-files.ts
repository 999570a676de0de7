import { type ShownKind, shownAs } from "@/lib/file-types";
import type { ResourceView } from "@/server/features/courses/resources.schema";

/** A file to show; of one that stands there already, also what is said of it. */
export type ChosenFile = { id: string; name: string; kind: ShownKind; words?: string; transcript?: string };

async function asked<T>(procedure: string, json: object): Promise<T> {
  const input = encodeURIComponent(JSON.stringify({ json }));
  const response = await fetch(`/api/trpc/${procedure}?input=${input}`, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${procedure}: ${response.status}`);
  return (await response.json()).result.data.json;
}

const choices = (rows: readonly Pick<ResourceView, "title" | "file">[]): ChosenFile[] => [
  ...new Map(rows.map(({ title, file: { id, mime } }) => [id, { id, name: title, kind: shownAs(mime) }])).values(),
];

/** The files a course has, each once: what is still being looked at cannot be shown yet. */
export async function filesOfCourse(courseId: string): Promise<ChosenFile[]> {
  const rows = await asked<ResourceView[]>("resources.list", { courseId });
  return choices(rows.filter(({ ready }) => ready));
}

/** More than anybody looks through in a list; what is older is sent again. */
const mostListed = 200;

/** The newest pictures and recordings of all courses one changes. */
export async function picturesAndSound(): Promise<ChosenFile[]> {
  const filters = { kind: ["image", "audio"], scan: ["CLEAN", "SKIPPED"] };
  return choices((await asked<{ rows: ResourceView[] }>("resources.all", { filters, limit: mostListed })).rows);
}
