import type { Desk } from "@/server/features/grading/desk.service";
import { readTold } from "@/server/features/grading/grading.schema";
import type { DeskWords } from "./desk-frame";

type Change = Desk["history"][number];

/** Every change of the mark, the newest first: who, when, from what to what, and why. */
export function History({ desk, t, format }: DeskWords) {
  if (desk.history.length === 0) return null;
  const titles = new Map(desk.task.criteria.map(({ id, title }) => [id, title || t("essay.whole")]));
  return (
    <details className="rounded border border-line">
      <summary className="cursor-pointer px-4 py-3 font-semibold text-small">
        {t("history.title", { count: desk.history.length })}
      </summary>
      <ol className="border-line border-t">
        {desk.history.map((change) => (
          <li key={change.id} className="grid gap-0.5 border-line px-4 py-2.5 text-small not-last:border-b">
            <p className="text-muted">
              {t("history.by", { name: change.by ?? t("colleague"), when: format.dateTime(change.createdAt) })}
            </p>
            {linesOf(change, titles, t).map((line) => (
              <p key={line}>{line}</p>
            ))}
            {change.reason ? <p className="italic">{change.reason}</p> : null}
          </li>
        ))}
      </ol>
    </details>
  );
}

function linesOf(change: Change, titles: ReadonlyMap<string, string>, t: DeskWords["t"]): string[] {
  const [before, after] = [readTold(change.before), readTold(change.after)];
  const ids = Object.keys({ ...before?.marks, ...after?.marks });
  const marks = ids.flatMap((id) => {
    const [from, to] = [before?.marks[id] ?? "—", after?.marks[id] ?? "—"];
    return from === to ? [] : [t("history.mark", { criterion: titles.get(id) ?? id, from, to })];
  });
  return [
    ...marks,
    ...(before?.status !== "RELEASED" && after?.status === "RELEASED" ? [t("history.returned")] : []),
    ...(after?.status === "RELEASED" && before?.feedback !== after.feedback ? [t("history.words")] : []),
  ];
}
